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
        #expect(actions == [.tell(.connecting), .connect(0)])
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
        #expect(machine.retry(isNeeded: true) == [.tell(.connecting), .connect(0)])
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
        #expect(machine.lost(refused, isLeaving: false, random: 0, now: .seconds(5)) == [.tell(.idle)])
        _ = machine.call(waits: false, now: .seconds(5))
        _ = machine.ready("s", now: .seconds(5))
        #expect(
            machine.lost(refused, isLeaving: false, random: 0, now: .seconds(5.5)).contains(
                .schedule(.milliseconds(500))))
    }

    private func machine(servers: Int, first: Int) -> LinkStateMachine {
        LinkStateMachine(
            backoff: Backoff(first: .seconds(1), longest: .seconds(8)), servers: servers, first: first)
    }

    @Test func eachServerIsTriedOnceBeforeAnythingWaits() {
        var machine = machine(servers: 3, first: 1)
        #expect(machine.call(waits: false, now: .seconds(0)).1 == [.tell(.connecting), .connect(1)])
        #expect(machine.failed(refused, random: 0, now: .seconds(0)) == [.connect(2)])
        #expect(machine.failed(refused, random: 0, now: .seconds(0)) == [.connect(0)])
        let actions = machine.failed(refused, random: 0, now: .seconds(0))
        var error = refused
        error.notStarted = true
        #expect(actions.last == .failWaiting(error, all: false))
        #expect(actions.contains(.schedule(.milliseconds(500))))
        #expect(machine.retry(isNeeded: true) == [.tell(.connecting), .connect(1)])
        #expect(machine.failed(refused, random: 0, now: .seconds(1)) == [.connect(2)])
        #expect(machine.ready("s", now: .seconds(1)) == [.tell(.ready(server: "s")), .beginWaiting])
    }

    @Test func aLostServerIsTriedFirstAndOneThatLeavesLast() {
        for (isLeaving, next) in [(false, 1), (true, 2)] {
            var machine = machine(servers: 3, first: 1)
            _ = machine.call(waits: false, now: .seconds(0))
            _ = machine.ready("s", now: .seconds(0))
            #expect(machine.lost(refused, isLeaving: isLeaving, random: 0, now: .seconds(5)) == [.tell(.idle)])
            #expect(machine.call(waits: false, now: .seconds(5)).1 == [.tell(.connecting), .connect(next)])
        }
    }

    @Test func serversThatLoseEveryConnectionAtOnceAreWaitedFor() {
        var machine = machine(servers: 2, first: 0)
        for (number, isLast) in [(0, false), (1, true)] {
            #expect(machine.call(waits: false, now: .seconds(0)).1 == [.tell(.connecting), .connect(number)])
            _ = machine.ready("s", now: .seconds(0))
            let actions = machine.lost(refused, isLeaving: false, random: 0, now: .seconds(0.5))
            #expect(actions.contains(.schedule(.milliseconds(500))) == isLast)
        }
    }

    @Test func aServerThatDoesNotWantTheClientIsToldOfThoughTheNextIsNotThere() {
        for errors in [
            [WireError(.unauthenticated, "who?"), refused], [refused, WireError(.unauthenticated, "who?")],
        ] {
            var machine = machine(servers: 2, first: 0)
            _ = machine.call(waits: true, now: .seconds(0))
            #expect(machine.failed(errors[0], random: 0, now: .seconds(0)) == [.connect(1)])
            guard case .failWaiting(let error, all: true)? = machine.failed(errors[1], random: 0, now: .seconds(0)).last
            else {
                Issue.record("somebody waits on")
                continue
            }
            #expect(error.code == .unauthenticated)
        }
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
