import NIOCore
import Testing

@testable import Wire

@Suite("Connecting again") struct LinkTests {
    private let refused = WireError(.unavailable, "refused")

    private func machine() -> LinkStateMachine {
        LinkStateMachine(backoff: Backoff(first: .seconds(1), longest: .seconds(8)))
    }

    @Test func waitsDoubleUpToALimitAndDiffer() {
        var backoff = Backoff(first: .seconds(1), longest: .seconds(8))
        let waits = (0..<5).map { _ in backoff.next(random: 0.999_999) }
        for (wait, full) in zip(waits, [1, 2, 4, 8, 8]) {
            #expect(wait > .seconds(full) * 0.99 && wait <= .seconds(full))
        }
        backoff.reset()
        #expect(backoff.next(random: 0) == .milliseconds(500))
        for _ in 0..<200 { _ = backoff.next(random: 0) }
        #expect(backoff.next(random: 0) == .seconds(4))
    }

    @Test func firstCallConnectsAndOthersWait() {
        var machine = machine()
        let (first, actions) = machine.call(waits: false, now: .seconds(0))
        #expect(first == .wait)
        #expect(actions == [.tell(.connecting), .connect])
        #expect(machine.call(waits: false, now: .seconds(0)) == (.wait, []))
        #expect(machine.ready("server 1", now: .seconds(1)) == [.tell(.ready(server: "server 1")), .beginWaiting])
        #expect(machine.call(waits: false, now: .seconds(1)) == (.begin, []))
    }

    @Test func failureFailsWhoDoesNotWait() {
        var machine = machine()
        _ = machine.call(waits: false, now: .seconds(0))
        let actions = machine.failed(refused, random: 0, now: .seconds(0))
        var error = refused
        error.notStarted = true
        #expect(actions.last == .failWaiting(error, all: false))
        #expect(actions.contains(.schedule(.milliseconds(500))))
        guard case (.fail(let said), _) = machine.call(waits: false, now: .seconds(0.1)) else {
            Issue.record("not failed")
            return
        }
        #expect(said.retryAfter == .milliseconds(400))
        #expect(machine.call(waits: true, now: .seconds(0.1)) == (.wait, []))
        #expect(machine.retry(isNeeded: true) == [.tell(.connecting), .connect])
    }

    @Test func nobodyWaitingMakesNoAttempt() {
        var machine = machine()
        _ = machine.call(waits: false, now: .seconds(0))
        _ = machine.failed(refused, random: 0, now: .seconds(0))
        #expect(machine.retry(isNeeded: false) == [.tell(.idle)])
    }

    @Test func wrongTokenFailsEverybody() {
        var machine = machine()
        _ = machine.call(waits: true, now: .seconds(0))
        let actions = machine.failed(WireError(.unauthenticated, "who?"), random: 0, now: .seconds(0))
        guard case .failWaiting(_, all: true)? = actions.last else {
            Issue.record("somebody waits on")
            return
        }
    }

    @Test func serversDelayIsKept() {
        var machine = machine()
        _ = machine.call(waits: true, now: .seconds(0))
        let busy = WireError(.resourceExhausted, "busy", retryAfter: .seconds(30))
        #expect(machine.failed(busy, random: 0, now: .seconds(0)).contains(.schedule(.seconds(30))))
    }

    @Test func lostConnectionIsMadeAnewAtTheNextCallAtOnceOnlyIfItLived() {
        var machine = machine()
        _ = machine.call(waits: false, now: .seconds(0))
        _ = machine.ready("s", now: .seconds(0))
        #expect(machine.lost(refused, random: 0, now: .seconds(5)) == [.tell(.idle)])
        _ = machine.call(waits: false, now: .seconds(5))
        _ = machine.ready("s", now: .seconds(5))
        #expect(machine.lost(refused, random: 0, now: .seconds(5.5)).contains(.schedule(.milliseconds(500))))
    }

    @Test func closedClientCallsNobody() {
        var machine = machine()
        _ = machine.close()
        guard case (.fail(let error), []) = machine.call(waits: true, now: .seconds(0)) else {
            Issue.record("not failed")
            return
        }
        #expect(error.notStarted)
        #expect(machine.ready("s", now: .seconds(1)).isEmpty)
        #expect(machine.close().isEmpty)
    }
}
