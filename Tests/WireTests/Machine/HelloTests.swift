import NIOCore
import SwiftProtobuf
import Testing
import Units

@testable import Wire

@Suite("Hellos") struct HelloTests {
    @Test func clientSpeaksFirstAndBothAreReady() throws {
        var client = ConnectionStateMachine.fresh(.client) { $0.maximumFrame = .kibibytes(32) }
        var server = ConnectionStateMachine.fresh(.server) { $0.maximumCalls = 7 }
        #expect(server.connected().isEmpty)
        let greeting = try #require(client.connected().frames.first)
        let asked = server.received(greeting, now: .seconds(0))
        guard case .authenticate(let hello)? = asked.first else {
            Issue.record("no authentication: \(asked)")
            return
        }
        #expect(hello.token == "secret")
        let admitted = server.admit()
        let answer = try #require(admitted.frames.first)
        let ready = client.received(answer, now: .seconds(0))
        let peer = Peer(program: "test", version: "1", negotiated: 1, largestMessage: 32 * 1024 - 64, maximumCalls: 7)
        #expect(ready == [.ready(peer)])
        #expect(client.maximumFrame == 32 * 1024)
        #expect(server.maximumFrame == 32 * 1024)
    }

    @Test func serverKeepsNoToken() {
        let server = ConnectionStateMachine.openServer()
        #expect(server.hello.token.isEmpty)
    }

    @Test func refusedClientIsToldWhy() {
        var server = ConnectionStateMachine.fresh(.server)
        _ = server.received(.hello(), now: .seconds(0))
        let actions = server.refuse(WireError(.unauthenticated, "who?"))
        #expect(actions.fatalGoodbye?.code == .unauthenticated)
        #expect(actions.closing?.code == .unauthenticated)
        #expect(server.phase == .closed)
        var client = ConnectionStateMachine.fresh(.client)
        let heard = client.received(actions.frames[0], now: .seconds(0))
        #expect(heard.closing == WireError(.unauthenticated, "who?"))
    }

    @Test(
        arguments: [
            (Frame.hello(versions: 2...9), StatusCode.failedPrecondition),
            (Frame.hello(versions: 0...0), .failedPrecondition),
            (Frame.hello(frame: 100), .invalidArgument),
            (Frame.hello(window: 100), .invalidArgument),
            (Frame.hello(window: .max), .invalidArgument),
            (Frame.hello(program: String(repeating: "x", count: 200)), .invalidArgument),
            (Frame(call: 1, .open()), .invalidArgument),
            (Frame(.ping(.init())), .invalidArgument),
            (Frame(), .invalidArgument),
        ])
    func badFirstFrameEndsTheConnection(frame: Frame, code: StatusCode) {
        var server = ConnectionStateMachine.fresh(.server)
        let actions = server.received(frame, now: .seconds(0))
        #expect(actions.fatalGoodbye?.code == code)
        #expect(actions.closing?.code == code)
        #expect(server.received(.hello(), now: .seconds(0)).isEmpty)
    }

    @Test func newerPeerThatStillSpeaksOursIsWelcome() {
        var server = ConnectionStateMachine.fresh(.server)
        #expect(server.received(.hello(versions: 1...9), now: .seconds(0)).closing == nil)
        guard case .ready(let peer)? = server.admit().last else {
            Issue.record("not ready")
            return
        }
        #expect(peer.negotiated == 1)
    }

    @Test func secondHelloEndsTheConnection() {
        var server = ConnectionStateMachine.openServer()
        #expect(server.received(.hello(), now: .seconds(0)).closing?.code == .invalidArgument)
    }

    @Test(arguments: [ConnectionStateMachine.Side.client, .server])
    func whoSaysNoHelloIsLetGo(side: ConnectionStateMachine.Side) {
        var machine = ConnectionStateMachine.fresh(side) { $0.helloTimeout = .seconds(3) }
        #expect(machine.nextTimer == .seconds(3))
        #expect(machine.timePassed(now: .seconds(2.9)).isEmpty)
        #expect(machine.timePassed(now: .seconds(3)).closing?.code == .deadlineExceeded)
        #expect(machine.nextTimer == .distantFuture)
    }
}
