internal import Events
internal import Kernel
internal import Storage
internal import Submissions
internal import Synchronization

/// When which submission came how far. As a projection it stands behind those of all modules: what it has been told of is on
/// the board.
final class RehearsalTimes: LogProjection {
    private struct State {
        var accepted: [Duration] = []
        var failures: [String] = []
        /// Who appends the fleet's answer may hear of that after people were shown what follows from it.
        var judgedAt: [EntityID: ContinuousClock.Instant] = [:]
        var shownAt: [EntityID: ContinuousClock.Instant] = [:]
        /// What is on the board, and nobody has been shown yet.
        var counted: [(id: EntityID, position: LogPosition)] = []
    }

    private let state = Mutex(State())

    /// Somebody's submission was taken so long after it was to be made.
    func accepted(after time: Duration) { state.withLock { $0.accepted.append(time) } }

    /// Somebody's submission was not taken.
    func failed(_ reason: String) { state.withLock { $0.failures.append(reason) } }

    /// The fleet's answer is in the log.
    func judged(_ id: EntityID) { state.withLock { $0.judgedAt[id] = .now } }

    /// People see the board with all that is in the log up to there.
    func shown(upTo position: LogPosition) {
        let now = ContinuousClock.now
        state.withLock { state in
            let behind = state.counted.firstIndex { $0.position > position } ?? state.counted.endIndex
            for (id, _) in state.counted[..<behind] { state.shownAt[id] = now }
            state.counted.removeFirst(behind)
        }
    }

    /// How many were taken, and of how many the board counts the judgement.
    var counts: (accepted: Int, counted: Int) {
        state.withLock { ($0.accepted.count, $0.shownAt.count + $0.counted.count) }
    }

    /// All that was noted: in no order.
    var outcome: (accepted: [Duration], shown: [Duration], failures: [String]) {
        state.withLock { state in
            let shown = state.shownAt.compactMap { id, shown in state.judgedAt[id].map { max(.zero, shown - $0) } }
            return (state.accepted, shown, state.failures)
        }
    }

    // MARK: A projection

    let name = "rehearsal"
    let version: UInt32 = 1
    let streams = StreamPattern.prefixed("submissions-")

    func apply(_ entry: LogEntry, isLive: Bool) {
        guard entry.events.contains(where: { $0.type == JudgementRecorded.persistedType }),
            let id = EntityID(entry.stream.text.dropFirst("submissions-".count))
        else { return }
        state.withLock { $0.counted.append((id, entry.position)) }
    }

    func snapshot() -> @Sendable (inout SnapshotWriter) throws -> Void { { _ in } }

    func restore(_ reader: inout SnapshotReader) throws -> @Sendable () -> Void { {} }
}
