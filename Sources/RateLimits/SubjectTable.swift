import Concurrency

/// What is counted of a subject, so that the counts of two can be taken together.
protocol SubjectState: Sendable {
    /// Nothing counted.
    init()
    /// From when on, in nanoseconds, it is the same as nothing counted.
    var over: Int64 { get }
    /// What is counted in both at least: of a subject that each stands for no less is counted.
    func meet(_ other: Self) -> Self
    /// What is counted in one of them at least.
    func join(_ other: Self) -> Self
}

/// What is counted of very many subjects, in a memory that is bounded, and never less than was.
///
/// So many subjects as ``limit`` are counted each for itself. Of more, those not seen for longest share cells: each subject
/// has two, by chance, and in a cell stands what was counted of any of its subjects at least. When a subject comes back, it
/// goes on from what is in both of its cells. So somebody who sends from very many addresses makes nobody's count be
/// forgotten; what they can bring about is that somebody who was not seen before, or not lately, is refused too early. Nobody
/// can choose whom, for which cells a subject has depends on the process's secret.
struct SubjectTable<State: SubjectState>: Sendable {
    private struct Entry: Sendable {
        var subject: RateSubject
        var state: State
    }

    let limit: Int
    private var recent = RecentlyUsed<RateSubject, Entry>()
    /// Two rows of cells; empty until the first subject has to share.
    private var cells: [State] = []

    /// At least 1.
    init(limit: Int) {
        self.limit = max(1, limit)
    }

    /// How many subjects are counted each for itself.
    var count: Int { recent.count }

    /// Changes what is counted of a subject, which becomes the one seen last.
    mutating func withState<Value>(
        of subject: RateSubject, at now: Int64, _ change: (inout State) -> Value
    ) -> Value {
        var entry = recent.remove(subject) ?? Entry(subject: subject, state: shared(subject, at: now))
        defer {
            recent.add(entry, size: 0, for: subject)
            for old in recent.trim(to: 0, count: limit) where old.state.over > now { share(old, at: now) }
        }
        return change(&entry.state)
    }

    private func places(_ subject: RateSubject) -> [Int] {
        [Int(subject.high % UInt64(limit)), limit + Int(subject.low % UInt64(limit))]
    }

    /// What is counted of a subject at most that is not counted for itself.
    private func shared(_ subject: RateSubject, at now: Int64) -> State {
        guard !cells.isEmpty else { return State() }
        let states = places(subject).map { cells[$0] }
        guard states.allSatisfy({ $0.over > now }) else { return State() }
        return states[0].meet(states[1])
    }

    private mutating func share(_ entry: Entry, at now: Int64) {
        if cells.isEmpty { cells = [State](repeating: State(), count: 2 * limit) }
        for place in places(entry.subject) {
            cells[place] = cells[place].over > now ? cells[place].join(entry.state) : entry.state
        }
    }
}
