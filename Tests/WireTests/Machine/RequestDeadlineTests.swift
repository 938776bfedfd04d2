import FoundationEssentials
import NIOCore
import Testing

@testable import Wire

/// Clients that open a call and do not go on.
@Suite("Unfinished requests") struct RequestDeadlineTests {
    private static func server(_ expectation: CallExpectation) -> ConnectionStateMachine {
        var server = ConnectionStateMachine.openServer { limits in
            limits.requestTimeout = .seconds(60)
            limits.keepAlive = .seconds(10_000)
        }
        _ = server.take(1, .open())
        server.expect(expectation, of: 1, now: .seconds(0))
        return server
    }

    @Test("A single request that is not complete in time ends its call, whatever came of it", arguments: [false, true])
    func single(hasMessage: Bool) {
        var server = Self.server(CallExpectation(isSingle: true))
        if hasMessage { _ = server.take(1, .message(100), at: 59) }
        #expect(server.nextTimer == .seconds(60))
        #expect(server.timePassed(now: .seconds(59.9)).isEmpty)
        let actions = server.timePassed(now: .seconds(60))
        #expect(actions.statuses[1] == .deadlineExceeded)
        #expect(server.phase == .open)
        // Its memory is free when its handler has ended.
        _ = server.finish(1, nil)
        #expect(server.held == 0 && server.calls.isEmpty)
    }

    @Test("A request that is complete has no deadline of its own, however long its handler takes")
    func complete() {
        var server = Self.server(CallExpectation(isSingle: true))
        _ = server.take(1, .message(100), at: 1)
        _ = server.take(1, .halfClose(.init()), at: 2)
        #expect(server.timePassed(now: .seconds(5000)).isEmpty)
    }

    @Test("A second message of a single request ends its call, and is not kept")
    func secondMessage() {
        var server = Self.server(CallExpectation(isSingle: true))
        _ = server.take(1, .message(100), at: 1)
        let before = server.held
        let actions = server.take(1, .message(100_000), at: 2)
        #expect(actions.statuses[1] == .invalidArgument)
        #expect(server.held == before)
    }

    @Test("A stream may be silent so long after each message; its first comes within the request's time")
    func silence() {
        var server = Self.server(CallExpectation(silence: .seconds(30)))
        _ = server.take(1, .message(100), at: 59)
        _ = server.consumed(164, on: 1)
        #expect(server.timePassed(now: .seconds(60)).isEmpty)
        _ = server.take(1, .message(100), at: 80)
        _ = server.consumed(164, on: 1)
        #expect(server.timePassed(now: .seconds(109)).isEmpty)
        let actions = server.timePassed(now: .seconds(110))
        #expect(actions.statuses[1] == .deadlineExceeded)

        var silent = Self.server(CallExpectation(silence: .seconds(30)))
        #expect(silent.timePassed(now: .seconds(60)).statuses[1] != nil)
    }

    @Test("Silence does not count while this side waits for no message, or reads nothing")
    func ownDelay() {
        var server = Self.server(CallExpectation(silence: .seconds(30)))
        _ = server.take(1, .message(100), at: 0)
        #expect(server.timePassed(now: .seconds(31)) { _ in false }.isEmpty)
        _ = server.consumed(164, on: 1)
        server.readingPaused(true, now: .seconds(32))
        #expect(server.timePassed(now: .seconds(62)).isEmpty)
        server.readingPaused(false, now: .seconds(63))
        #expect(server.timePassed(now: .seconds(93)).statuses[1] != nil)
    }

    @Test("A stream without such a limit may be silent for ever after its first message")
    func patient() {
        var server = Self.server(CallExpectation())
        _ = server.take(1, .message(100), at: 1)
        #expect(server.timePassed(now: .seconds(9000)).isEmpty)
    }
}
