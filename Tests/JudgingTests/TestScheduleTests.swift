import TestSupport
import Testing

@testable import Judging

@Suite struct TestScheduleTests {
    @Test func casesStartInOrderAndNoMoreThanTheWidth() {
        var schedule = TestSchedule(count: 5, width: 2, stopsAtFirstFailure: true)
        #expect(schedule.begin() == [.start(0), .start(1)])
        #expect(schedule.finished(1, passed: true) == [.start(2)])
        #expect(schedule.finished(0, passed: true) == [.start(3)])
        #expect(schedule.finished(2, passed: true) == [.start(4)])
        #expect(schedule.finished(3, passed: true) == [])
        #expect(schedule.finished(4, passed: true) == [.finish])
        #expect(schedule.firstFailure == nil)
    }

    @Test func aFailureCancelsWhatComesAfterItAndStartsNothingMore() {
        var schedule = TestSchedule(count: 9, width: 3, stopsAtFirstFailure: true)
        #expect(schedule.begin() == [.start(0), .start(1), .start(2)])
        #expect(schedule.finished(1, passed: false) == [.cancel(2)])
        #expect(schedule.stopped(2) == [])
        #expect(schedule.finished(0, passed: true) == [.finish])
        #expect(schedule.firstFailure == 1)
    }

    @Test func anEarlierCaseThatFailsLaterInTimeDecides() {
        var schedule = TestSchedule(count: 9, width: 2, stopsAtFirstFailure: true)
        #expect(schedule.begin() == [.start(0), .start(1)])
        #expect(schedule.finished(1, passed: false) == [])
        #expect(schedule.finished(0, passed: false) == [.finish])
        #expect(schedule.firstFailure == 0)
        #expect(schedule.counts(0))
        #expect(!schedule.counts(1))
    }

    @Test func allCasesRunWhenAllAreWanted() {
        var schedule = TestSchedule(count: 3, width: 1, stopsAtFirstFailure: false)
        #expect(schedule.begin() == [.start(0)])
        #expect(schedule.finished(0, passed: false) == [.start(1)])
        #expect(schedule.finished(1, passed: false) == [.start(2)])
        #expect(schedule.finished(2, passed: true) == [.finish])
        #expect(schedule.firstFailure == 0)
        #expect(schedule.counts(2))
    }

    @Test func noCasesAreDoneAtOnce() {
        var schedule = TestSchedule(count: 0, width: 4, stopsAtFirstFailure: true)
        #expect(schedule.begin() == [.finish])
    }

    /// Whatever the order in which runs end, the verdict is that of the first failing case, and no case that comes
    /// after a known failure is started.
    @Test(arguments: 0..<200) func anyOrderOfEndingsGivesTheSameVerdict(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let count = 12
        let passes = (0..<count).map { _ in random.next() % 4 != 0 }
        var schedule = TestSchedule(count: count, width: 1 + Int(random.next() % 4), stopsAtFirstFailure: true)
        var running: [Int] = []
        var cancelled: Set<Int> = []
        var actions = schedule.begin()
        while !actions.contains(.finish) {
            for action in actions {
                switch action {
                case .start(let test):
                    #expect(test <= schedule.firstFailure ?? count)
                    running.append(test)
                case .cancel(let test): cancelled.insert(test)
                case .finish: break
                }
            }
            let test = running.remove(at: Int(random.next() % UInt64(running.count)))
            actions =
                cancelled.contains(test) ? schedule.stopped(test) : schedule.finished(test, passed: passes[test])
        }
        #expect(running.isEmpty)
        #expect(schedule.firstFailure == passes.firstIndex(of: false))
    }
}
