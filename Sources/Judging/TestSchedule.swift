/// Which test cases of one submission run when: the ordering decisions, and nothing else.
///
/// Test cases start in order, at most ``width`` at once. The verdict is that of the first failing case *in order*, even
/// if a later one failed earlier in time; so a failure cancels what comes after it, and lets go on what comes before.
struct TestSchedule: Hashable, Sendable {
    /// What the caller has to do next.
    enum Action: Hashable, Sendable {
        /// Start the test case with this index.
        case start(Int)
        /// Stop the test case with this index; its result no longer counts. ``stopped(_:)`` is owed all the same.
        case cancel(Int)
        /// Nothing runs and nothing more will.
        case finish
    }

    private let count: Int
    private let width: Int
    private let stopsAtFirstFailure: Bool
    private var next = 0
    private var running: Set<Int> = []
    /// The first failing case in order that is known so far.
    private(set) var firstFailure: Int?

    /// A schedule of `count` test cases, at most `width` (1 or more) at once.
    init(count: Int, width: Int, stopsAtFirstFailure: Bool) {
        self.count = count
        self.width = max(1, width)
        self.stopsAtFirstFailure = stopsAtFirstFailure
    }

    /// The first cases to start.
    mutating func begin() -> [Action] {
        advance()
    }

    /// Case `index` ended by itself.
    mutating func finished(_ index: Int, passed: Bool) -> [Action] {
        running.remove(index)
        var actions: [Action] = []
        if !passed, index < firstFailure ?? count {
            firstFailure = index
            if stopsAtFirstFailure {
                actions = running.filter { $0 > index }.sorted().map { .cancel($0) }
            }
        }
        return actions + advance()
    }

    /// Case `index` ended because it was cancelled.
    mutating func stopped(_ index: Int) -> [Action] {
        running.remove(index)
        return advance()
    }

    /// Whether the result of case `index` counts: it comes no later than the first failure, or all cases are wanted.
    func counts(_ index: Int) -> Bool {
        guard stopsAtFirstFailure, let firstFailure else { return true }
        return index <= firstFailure
    }

    private mutating func advance() -> [Action] {
        var actions: [Action] = []
        while next < count, running.count < width, counts(next) {
            running.insert(next)
            actions.append(.start(next))
            next += 1
        }
        return running.isEmpty ? actions + [.finish] : actions
    }
}
