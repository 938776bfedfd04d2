import Synchronization
import Testing

@testable import Sandbox

@Suite struct StopSignalTests {
    private final class Counter: Sendable {
        private let count = Mutex(0)
        var value: Int { count.withLock { $0 } }
        func add() { count.withLock { $0 += 1 } }
    }

    @Test func whatIsRaisedBeforeTheRunStopsIt() {
        let (stop, counter) = (StopSignal(), Counter())
        stop.raise()
        #expect(counter.value == 0)
        _ = stop.arm { counter.add() }
        #expect(counter.value == 1)
    }

    @Test func everyRunIsStoppedOnce() {
        let (stop, counter) = (StopSignal(), Counter())
        _ = stop.arm { counter.add() }
        _ = stop.arm { counter.add() }
        stop.raise()
        stop.raise()
        #expect(counter.value == 2)
    }

    @Test func whatIsRaisedAfterTheRunStopsNothing() {
        let (stop, counter) = (StopSignal(), Counter())
        let run = stop.arm { counter.add() }
        stop.disarm(run)
        stop.raise()
        #expect(counter.value == 0)
    }
}
