/// The submissions that were used last: two halves, of which the older one is dropped when the newer is full.
struct RecentStates: Sendable {
    private let half: Int
    private var newer: [SubmissionID: SubmissionState] = [:]
    private var older: [SubmissionID: SubmissionState] = [:]

    /// Keeps at most `capacity` states.
    init(capacity: Int) {
        half = max(1, capacity / 2)
    }

    /// The state that was kept; nil if there is none any more.
    subscript(id: SubmissionID) -> SubmissionState? { newer[id] ?? older[id] }

    /// Keeps a state, unless a later one of the same submission is kept.
    mutating func keep(_ state: SubmissionState) {
        if let kept = self[state.id], kept.position > state.position { return }
        newer[state.id] = state
        guard newer.count >= half else { return }
        older = newer
        newer = [:]
    }
}
