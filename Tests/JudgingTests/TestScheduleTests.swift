import Grading
import TestSupport
import Testing

@testable import Judging

@Suite struct TestScheduleTests {
    private static let passed = TestOutcome(.accepted)
    private static let failed = TestOutcome(.wrongAnswer)

    private static func schedule(_ count: Int, width: Int, wantsAll: Bool = false) -> TestSchedule {
        TestSchedule(Array(0..<count), width: width, grader: Grader(GroupTree(tests: count), wantsAll: wantsAll))
    }

    @Test func casesStartInOrderAndNoMoreThanTheWidth() {
        var schedule = Self.schedule(5, width: 2)
        #expect(schedule.begin() == [.start(0), .start(1)])
        #expect(schedule.finished(1, Self.passed) == [.start(2)])
        #expect(schedule.finished(0, Self.passed) == [.start(3)])
        #expect(schedule.finished(2, Self.passed) == [.start(4)])
        #expect(schedule.finished(3, Self.passed) == [])
        #expect(schedule.finished(4, Self.passed) == [.finish])
        #expect(schedule.grader.grade?.decidingTest == nil)
    }

    @Test func aFailureCancelsWhatComesAfterItAndStartsNothingMore() {
        var schedule = Self.schedule(9, width: 3)
        #expect(schedule.begin() == [.start(0), .start(1), .start(2)])
        #expect(schedule.finished(1, Self.failed) == [.cancel(2)])
        #expect(schedule.stopped(2) == [])
        #expect(schedule.finished(0, Self.passed) == [.finish])
        #expect(schedule.grader.grade?.decidingTest == 1)
    }

    @Test func anEarlierCaseThatFailsLaterInTimeDecides() {
        var schedule = Self.schedule(9, width: 2)
        #expect(schedule.begin() == [.start(0), .start(1)])
        #expect(schedule.finished(1, Self.failed) == [])
        #expect(schedule.finished(0, Self.failed) == [.finish])
        #expect(schedule.grader.grade?.decidingTest == 0)
        #expect(schedule.grader.matters(0))
        #expect(!schedule.grader.matters(1))
    }

    @Test func allCasesRunWhenAllAreWanted() {
        var schedule = Self.schedule(3, width: 1, wantsAll: true)
        #expect(schedule.begin() == [.start(0)])
        #expect(schedule.finished(0, Self.failed) == [.start(1)])
        #expect(schedule.finished(1, Self.failed) == [.start(2)])
        #expect(schedule.finished(2, Self.passed) == [.finish])
        #expect(schedule.grader.grade?.decidingTest == 0)
        #expect(schedule.grader.matters(2))
    }

    @Test func noCasesAreDoneAtOnce() {
        var schedule = Self.schedule(0, width: 4)
        #expect(schedule.begin() == [.finish])
    }

    /// Whatever the order in which runs end, the verdict is that of the first failing case, and no case that comes
    /// after a known failure is started.
    @Test(arguments: 0..<200) func anyOrderOfEndingsGivesTheSameVerdict(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let count = 12
        let passes = (0..<count).map { _ in random.next() % 4 != 0 }
        var schedule = Self.schedule(count, width: 1 + Int(random.next() % 4))
        var running: [Int] = []
        var cancelled: Set<Int> = []
        var actions = schedule.begin()
        while !actions.contains(.finish) {
            for action in actions {
                switch action {
                case .start(let test):
                    #expect(schedule.grader.matters(test))
                    running.append(test)
                case .cancel(let test): cancelled.insert(test)
                case .finish: break
                }
            }
            let test = running.remove(at: Int(random.next() % UInt64(running.count)))
            actions =
                cancelled.contains(test)
                ? schedule.stopped(test) : schedule.finished(test, passes[test] ? Self.passed : Self.failed)
        }
        #expect(running.isEmpty)
        #expect(schedule.grader.grade?.decidingTest == passes.firstIndex(of: false))
    }

    @Test("A failure cancels the rest of its group, and other groups go on")
    func groups() throws {
        let tree = try GroupTree([
            TestGroup(name: "", members: [.group(1), .group(2)], rule: GroupRule(aggregate: .sum, stop: .never)),
            TestGroup(name: "1", members: [.tests(0..<3)], rule: GroupRule(aggregate: .minimum)),
            TestGroup(name: "2", members: [.tests(3..<5)], rule: GroupRule(aggregate: .minimum)),
        ])
        var schedule = TestSchedule(Array(0..<5), width: 2, grader: Grader(tree))
        #expect(schedule.begin() == [.start(0), .start(1)])
        #expect(schedule.finished(0, Self.failed) == [.cancel(1), .start(3)])
        #expect(schedule.stopped(1) == [.start(4)])
        #expect(schedule.finished(4, Self.passed) == [])
        #expect(schedule.finished(3, Self.passed) == [.finish])
        #expect(schedule.grader.grade?.score == .one)
    }
}
