import Events
import FoundationEssentials

/// The submissions that were used last: two halves, of which the older one is dropped when the newer is full.
struct RecentStates: Sendable {
    /// How many bytes of sources and compilers' output a half has at most.
    private static let halfSize = 32 << 20

    private let half: Int
    private var newer: [SubmissionID: SubmissionState] = [:]
    private var older: [SubmissionID: SubmissionState] = [:]
    private var size = 0

    /// Keeps at most `capacity` states.
    init(capacity: Int) {
        half = max(1, capacity / 2)
    }

    /// The state that was kept; nil if there is none any more.
    subscript(id: SubmissionID) -> SubmissionState? { newer[id] ?? older[id] }

    /// Keeps a state, unless a later one of the same submission is kept.
    mutating func keep(_ state: SubmissionState) {
        if let kept = self[state.id], kept.position > state.position { return }
        if newer.updateValue(state, forKey: state.id) == nil { size += Self.size(of: state) }
        guard newer.count >= half || size >= Self.halfSize else { return }
        older = newer
        newer = [:]
        size = 0
    }

    private static func size(of state: SubmissionState) -> Int {
        state.accepted.sources.reduce(state.built?.result.compilation.log.utf8.count ?? 0) { $0 + $1.content.count }
    }
}
