import Grading

/// Which test cases of one submission run when: the ordering decisions, and nothing else.
///
/// Test cases start in order, at most ``width`` at once. Which of them still matter is the ``Grader``'s to say: a result does
/// not depend on the order in which they end, so what is known early stops what cannot matter any more, and lets go on what
/// comes before.
struct TestSchedule: Hashable, Sendable {
    /// What the caller has to do next.
    enum Action: Hashable, Sendable {
        /// Start this test case.
        case start(Int)
        /// Stop this test case; its result no longer counts. ``stopped(_:)`` is owed all the same.
        case cancel(Int)
        /// Nothing runs and nothing more will.
        case finish
    }

    private let tests: [Int]
    private let width: Int
    private var next = 0
    private var running: Set<Int> = []
    private var cancelled: Set<Int> = []
    /// What is known so far.
    private(set) var grader: Grader

    /// A schedule of `tests`, in this order, at most `width` (1 or more) at once.
    init(_ tests: [Int], width: Int, grader: Grader) {
        self.tests = tests
        self.width = max(1, width)
        self.grader = grader
    }

    /// The first test cases to start.
    mutating func begin() -> [Action] {
        advance()
    }

    /// A test case ended by itself.
    mutating func finished(_ test: Int, _ outcome: TestOutcome) -> [Action] {
        running.remove(test)
        grader.record(outcome, of: test)
        let unwanted = running.filter { !cancelled.contains($0) && !grader.matters($0) }.sorted()
        cancelled.formUnion(unwanted)
        return unwanted.map { .cancel($0) } + advance()
    }

    /// A test case ended because it was cancelled.
    mutating func stopped(_ test: Int) -> [Action] {
        running.remove(test)
        return advance()
    }

    private mutating func advance() -> [Action] {
        var actions: [Action] = []
        while next < tests.count, running.count < width {
            let test = tests[next]
            next += 1
            guard grader.matters(test) else { continue }
            running.insert(test)
            actions.append(.start(test))
        }
        return running.isEmpty ? actions + [.finish] : actions
    }
}
