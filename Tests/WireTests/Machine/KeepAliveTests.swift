import NIOCore
import SwiftProtobuf
import Testing

@testable import Wire

@Suite("Keep-alive and the end") struct KeepAliveTests {
    private func server() -> ConnectionStateMachine {
        .openServer {
            $0.keepAlive = .seconds(20)
            $0.keepAliveTimeout = .seconds(10)
            $0.frameTimeout = .seconds(60)
            $0.writeTimeout = .seconds(30)
        }
    }

    @Test func silentPeerIsAskedAndThenLetGo() {
        var server = server()
        _ = server.take(1, .open())
        #expect(server.nextTimer == .seconds(20))
        #expect(server.timePassed(now: .seconds(19.9)).isEmpty)
        guard case .ping? = server.timePassed(now: .seconds(20)).frames.first?.kind else {
            Issue.record("not asked")
            return
        }
        #expect(server.nextTimer == .seconds(30))
        let end = server.timePassed(now: .seconds(30))
        #expect(end.closing?.code == .unavailable)
        #expect(end.end(of: 1)??.code == .cancelled)
    }

    @Test func whoAnswersStays() {
        var server = server()
        for round in 1...10 {
            let time = Double(round) * 21
            #expect(server.timePassed(now: .seconds(time)).frames.count == 1)
            server.received(insideFrame: false, finished: true, now: .seconds(time + 0.5))
            #expect(server.timePassed(now: .seconds(time + 5)).isEmpty)
        }
    }

    @Test func pingIsAnsweredWithItsNumber() {
        var server = server()
        #expect(server.take(0, .ping(77)).frames == [Frame(.pong(77))])
        #expect(server.take(0, .pong(5)).isEmpty)
    }

    @Test func frameHasToEndSomeTimeEvenIfBytesTrickle() {
        var server = server()
        var closing: WireError?
        for second in 0...80 where closing == nil {
            closing = server.timePassed(now: .seconds(Double(second))).closing
            server.received(insideFrame: true, finished: false, now: .seconds(Double(second)))
        }
        #expect(closing?.message.contains("not ended") == true)
    }

    @Test func nextFrameHasItsOwnTime() {
        var server = server()
        for second in 0...200 {
            #expect(server.timePassed(now: .seconds(Double(second))).closing == nil)
            server.received(insideFrame: true, finished: second % 50 == 49, now: .seconds(Double(second)))
        }
    }

    @Test func whoReadsNothingIsLetGo() {
        var server = server()
        server.writable(false, now: .seconds(1))
        server.received(insideFrame: false, finished: true, now: .seconds(30))
        #expect(server.timePassed(now: .seconds(30.9)).closing == nil)
        #expect(server.timePassed(now: .seconds(31)).closing?.message.contains("read nothing") == true)
    }

    @Test func whoReadsALittleStays() {
        var server = server()
        for second in stride(from: 1.0, to: 100, by: 10) {
            server.writable(false, now: .seconds(second))
            server.writable(true, now: .seconds(second + 5))
            server.received(insideFrame: false, finished: true, now: .seconds(second + 5))
            #expect(server.timePassed(now: .seconds(second + 6)).closing == nil)
        }
    }

    @Test func silenceWhileNothingIsReadProvesNothing() {
        var server = server()
        server.readingPaused(true, now: .seconds(1))
        #expect(server.timePassed(now: .seconds(500)).isEmpty)
        server.readingPaused(false, now: .seconds(500))
        #expect(server.timePassed(now: .seconds(510)).isEmpty)
        #expect(server.timePassed(now: .seconds(520)).frames.count == 1)
    }

    @Test func serverLeavesAfterItsCalls() {
        var server = server()
        _ = server.take(1, .open())
        let goodbye = server.drain(WireError(.unavailable, "bye"))
        #expect(goodbye.fatalGoodbye == nil && goodbye.frames.count == 1 && goodbye.closing == nil)
        #expect(server.take(2, .open()).statuses == [2: .unavailable])
        _ = server.finish(1, nil)
        let last = server.sendAll()
        #expect(last.statuses == [1: .ok])
        #expect(last.closing != nil)
    }

    @Test func idleServerLeavesAtOnce() {
        var server = server()
        #expect(server.drain(WireError(.unavailable, "bye")).closing != nil)
        #expect(server.drain(WireError(.unavailable, "bye")).isEmpty)
    }

    @Test func clientHearsGoodbyeAndEndsItsCalls() throws {
        var client = ConnectionStateMachine.openClient()
        _ = try client.open("a/b", metadata: [:], timeout: nil, now: .seconds(0))
        let goodbye = Frame.OneOf_Kind.goodbye(.with { $0.status = WireError(.unavailable, "bye").status })
        #expect(client.take(0, goodbye) == [.leaving(WireError(.unavailable, "bye"))])
        let error = #expect(throws: WireError.self) {
            _ = try client.open("a/b", metadata: [:], timeout: nil, now: .seconds(0))
        }
        #expect(error?.notStarted == true)
        let end = client.take(1, .status(.init()))
        #expect(end.first == .ended(1, nil))
        #expect(end.closing?.message == "bye")
    }

    @Test func lostConnectionEndsCallsAsUnavailable() throws {
        var client = ConnectionStateMachine.openClient()
        _ = try client.open("a/b", metadata: [:], timeout: nil, now: .seconds(0))
        let end = client.disconnected(WireError(.unavailable, "reset by peer"))
        #expect(end.end(of: 1)??.code == .unavailable)
        #expect(end.end(of: 1)??.notStarted == false)
        #expect(client.disconnected(WireError(.unavailable, "again")).isEmpty)
    }

    @Test func fatalGoodbyeTellsCallsWhy() throws {
        var client = ConnectionStateMachine.openClient()
        _ = try client.open("a/b", metadata: [:], timeout: nil, now: .seconds(0))
        let fatal = Frame.OneOf_Kind.goodbye(
            .with {
                $0.status = WireError(.resourceExhausted, "too long").status
                $0.fatal = true
            })
        let end = client.take(0, fatal)
        #expect(end.end(of: 1)??.message.contains("too long") == true)
        #expect(end.closing?.code == .resourceExhausted)
        #expect(client.timePassed(now: .seconds(1000)).isEmpty)
    }
}
