import FoundationEssentials
import NIOCore
import SwiftProtobuf
import Testing
import Units

@testable import Wire

@Suite("Calls") struct CallTests {
    @Test func callGoesThereAndBack() throws {
        var client = ConnectionStateMachine.openClient()
        var server = ConnectionStateMachine.openServer()
        let (id, opening) = try client.open("a/b", metadata: ["traceparent": "00-1"], timeout: nil, now: .seconds(0))
        try client.send(Data([1, 2]), on: id, token: 1)
        client.halfClose(id)
        var seen: [ConnectionAction] = []
        for frame in (opening + client.sendAll()).frames {
            seen += server.received(frame, now: .seconds(0))
        }
        guard case .opened(1, let open, deadline: nil)? = seen.first else {
            Issue.record("not opened: \(seen)")
            return
        }
        #expect(open.method == "a/b")
        #expect(open.metadata == ["traceparent": "00-1"])
        #expect(Array(seen.dropFirst()) == [.message(1, Data([1, 2])), .halfClosed(1)])
        try server.send(Data([3]), on: id, token: 9)
        _ = server.finish(id, nil)
        let answers = server.sendAll()
        #expect(answers.contains(.sent(1, token: 9)))
        var heard: [ConnectionAction] = []
        for frame in answers.frames {
            heard += client.received(frame, now: .seconds(0))
        }
        #expect(heard == [.message(1, Data([3])), .ended(1, nil)])
        #expect(client.calls.isEmpty && server.calls.isEmpty)
    }

    @Test func statusCarriesEverything() throws {
        var client = ConnectionStateMachine.openClient()
        var server = ConnectionStateMachine.openServer()
        let (id, opening) = try client.open("a/b", metadata: [:], timeout: nil, now: .seconds(0))
        _ = server.received(opening.frames[0], now: .seconds(0))
        let error = WireError(
            .resourceExhausted, "full", details: [ErrorDetail(type: "x.Y", bytes: [1])], retryAfter: .milliseconds(1500)
        )
        _ = server.finish(id, error)
        let heard = client.received(server.sendAll().frames[0], now: .seconds(0))
        #expect(heard.end(of: id) == .some(error))
    }

    @Test func idsGrow() throws {
        var client = ConnectionStateMachine.openClient()
        for expected in 1...3 as ClosedRange<UInt64> {
            let (id, _) = try client.open("a/b", metadata: [:], timeout: nil, now: .seconds(0))
            #expect(id == expected)
        }
    }

    @Test(arguments: [3, 2, 0] as [UInt64])
    func idThatDoesNotGrowEndsTheConnection(id: UInt64) {
        var server = ConnectionStateMachine.openServer()
        #expect(server.take(3, .open()).closing == nil)
        #expect(server.take(id, .open()).fatalGoodbye?.code == .invalidArgument)
    }

    @Test(
        arguments: [
            .message(1), .halfClose(.init()), .cancel(.init()), .credit(1), .status(.init()),
        ] as [Frame.OneOf_Kind])
    func frameOfCallThatNeverWasEndsTheConnection(kind: Frame.OneOf_Kind) {
        var server = ConnectionStateMachine.openServer()
        #expect(server.take(1, kind).closing?.code == .invalidArgument)
        var client = ConnectionStateMachine.openClient()
        #expect(client.take(1, kind).closing?.code == .invalidArgument)
    }

    @Test(arguments: [.message(1), .halfClose(.init()), .cancel(.init()), .credit(1)] as [Frame.OneOf_Kind])
    func frameOfCallThatHasEndedIsIgnored(kind: Frame.OneOf_Kind) {
        var server = ConnectionStateMachine.openServer()
        _ = server.take(1, .open())
        _ = server.finish(1, nil)
        _ = server.sendAll()
        #expect(server.take(1, kind).isEmpty)
    }

    @Test func whatOnlyTheOtherSideMaySayEndsTheConnection() throws {
        var server = ConnectionStateMachine.openServer()
        _ = server.take(1, .open())
        #expect(server.take(1, .status(.init())).closing?.code == .invalidArgument)
        for kind in [.halfClose(.init()), .cancel(.init()), .open()] as [Frame.OneOf_Kind] {
            var client = ConnectionStateMachine.openClient()
            _ = try client.open("a/b", metadata: [:], timeout: nil, now: .seconds(0))
            #expect(client.take(1, kind).closing?.code == .invalidArgument)
        }
    }

    @Test(arguments: [.message(1), .halfClose(.init())] as [Frame.OneOf_Kind])
    func clientThatSpeaksAfterItsLastWordIsLetGo(kind: Frame.OneOf_Kind) {
        var server = ConnectionStateMachine.openServer()
        _ = server.take(1, .open())
        _ = server.take(1, .halfClose(.init()))
        #expect(server.take(1, kind).closing?.code == .invalidArgument)
    }

    @Test func serverRefusesWhatIsTooMuchAndGoesOn() {
        var server = ConnectionStateMachine.openServer { $0.maximumCalls = 2 }
        for id in 1...2 as ClosedRange<UInt64> {
            #expect(server.take(id, .open()).statuses.isEmpty)
        }
        #expect(server.take(3, .open()).statuses == [3: .resourceExhausted])
        _ = server.finish(1, nil)
        _ = server.sendAll()
        #expect(server.take(4, .open()).statuses.isEmpty)
    }

    @Test func clientOpensNoMoreThanTheServerTakes() throws {
        var client = ConnectionStateMachine.openClient(calls: 1)
        _ = try client.open("a/b", metadata: [:], timeout: nil, now: .seconds(0))
        let error = #expect(throws: WireError.self) {
            _ = try client.open("a/b", metadata: [:], timeout: nil, now: .seconds(0))
        }
        #expect(error?.code == .resourceExhausted)
        #expect(error?.notStarted == true)
    }

    @Test func cancelledCallKeepsItsPlaceWhileItsHandlerRuns() {
        var server = ConnectionStateMachine.openServer { $0.maximumCalls = 1 }
        _ = server.take(1, .open())
        #expect(server.take(1, .cancel(1)).end(of: 1)??.code == .cancelled)
        #expect(server.take(2, .open()).statuses == [2: .resourceExhausted])
        #expect(server.finish(1, nil).isEmpty)
        #expect(server.sendAll().isEmpty)
        #expect(server.take(3, .open()).statuses.isEmpty)
    }

    @Test func tooMuchMetadataIsRefused() {
        var server = ConnectionStateMachine.openServer()
        let open = Frame.OneOf_Kind.open(.with { $0.metadata = ["x": String(repeating: "y", count: 9000)] })
        #expect(server.take(1, open).statuses == [1: .invalidArgument])
        #expect(server.phase == .open)
    }

    @Test func clientCancels() throws {
        var client = ConnectionStateMachine.openClient()
        let (id, _) = try client.open("a/b", metadata: [:], timeout: nil, now: .seconds(0))
        try client.send(Data([1]), on: id, token: 1)
        let actions = client.cancel(id)
        #expect(actions.frames == [Frame(call: 1, .cancel(1))])
        #expect(client.sendAll().isEmpty)
        #expect(client.take(id, .message(3)).isEmpty)
        #expect(throws: WireError.self) { try client.send(Data(), on: id, token: 2) }
    }

    @Test func deadlineEndsTheCallOnBothSides() throws {
        var client = ConnectionStateMachine.openClient()
        var server = ConnectionStateMachine.openServer()
        let (id, opening) = try client.open("a/b", metadata: [:], timeout: .seconds(2), now: .seconds(0))
        #expect(client.nextTimer == .seconds(2))
        let opened = server.received(opening.frames[0], now: .seconds(0.5))
        guard case .opened(_, _, let deadline)? = opened.first else {
            Issue.record("not opened")
            return
        }
        #expect(deadline == .seconds(2.5))
        #expect(client.timePassed(now: .seconds(1.9)).isEmpty)
        let late = client.timePassed(now: .seconds(2))
        #expect(late.end(of: id)??.code == .deadlineExceeded)
        #expect(late.frames == [Frame(call: 1, .cancel(4))])
        #expect(server.nextTimer == .seconds(2.5))
        let stopped = server.timePassed(now: .seconds(2.5))
        #expect(stopped.end(of: id)??.code == .deadlineExceeded)
        #expect(stopped.statuses == [1: .deadlineExceeded])
        #expect(client.received(stopped.frames[0], now: .seconds(2.6)).isEmpty)
    }

    @Test func deadlineFarAwayDoesNotOverflow() throws {
        var server = ConnectionStateMachine.openServer()
        #expect(server.take(1, .open(timeout: .max)).closing == nil)
        var client = ConnectionStateMachine.openClient()
        _ = try client.open("a/b", metadata: [:], timeout: .seconds(Int64.max / 2), now: .seconds(0))
        #expect(client.timePassed(now: .seconds(1)).isEmpty)
    }
}
