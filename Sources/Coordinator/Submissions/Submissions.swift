public import Events
public import Storage
import Synchronization
import Units

/// The submissions of a log: loads their states from their streams, and changes them by appending events.
///
/// All methods may be called at the same time, also by several coordinators on one log. Of two changes of the same state
/// one is appended, and the other is decided again.
public final class Submissions: Sendable {
    private let log: any EventLog
    private let isSkipped: @Sendable (EntryPlace) -> Bool
    private let recent: Mutex<RecentStates>

    /// The submissions of `log`; the `capacity` that were used last are kept in memory.
    /// - Parameter isSkipped: whether an entry is to be passed over, because an admin said so.
    public init(
        log: any EventLog, capacity: Int = 4096, isSkipped: @escaping @Sendable (EntryPlace) -> Bool = { _ in false }
    ) {
        self.log = log
        self.isSkipped = isSkipped
        recent = Mutex(RecentStates(capacity: capacity))
    }

    /// Takes a submission, unless there is one of that id. Reads nothing back: the time of a new one is this machine's, the
    /// store's may differ by a little.
    /// - Returns: the submission, and whether it was there before.
    public func accept(
        _ id: SubmissionID, _ accepted: SubmissionAccepted
    ) async throws(StorageError) -> (state: SubmissionState, wasKnown: Bool) {
        let event = try SubmissionEvent.accepted(accepted).event()
        do throws(StorageError) {
            let position = try await log.append([event], to: id.stream, expecting: .last(.start))
            // Not kept among the recent ones: it may wait for long, and others are being judged.
            return (try SubmissionState(id, accepted, at: position, acceptedAt: SystemTime.now), false)
        } catch {
            guard error.code == .conflict, let state = try await load(id) else { throw error }
            return (state, true)
        }
    }

    /// What is known of a submission; nil if there is none of that id.
    public func load(_ id: SubmissionID) async throws(StorageError) -> SubmissionState? {
        var state = recent.withLock { $0[id] }
        var position = state?.position ?? .start
        while true {
            let entries = try await log.read(id.stream, after: position, limit: 256, passingOver: isSkipped)
            guard let last = entries.last else { break }
            for read in entries {
                switch read {
                case .entry(let entry) where state == nil: state = try SubmissionState(id, first: entry)
                case .entry(let entry): try state?.apply(entry)
                case .passedOver(let place, _): state?.pass(over: place)
                }
            }
            position = last.position
        }
        if let state { recent.withLock { $0.keep(state) } }
        return state
    }

    /// Changes a submission by the events that `decide` answers to what is known of it, again with what is known then if
    /// somebody else was faster.
    /// - Returns: what is known afterwards, and the events that were appended; nil if there is no such submission.
    public func change(
        _ id: SubmissionID, _ decide: (SubmissionState) -> [SubmissionEvent]
    ) async throws(StorageError) -> (state: SubmissionState, events: [SubmissionEvent])? {
        // What was known last is enough to decide by: the append notices if it is not the newest.
        var remembered = recent.withLock { $0[id] }
        while true {
            var known = remembered
            if known == nil { known = try await load(id) }
            guard var state = known else { return nil }
            let events = decide(state)
            if events.isEmpty {
                guard remembered != nil else { return (state, []) }
                remembered = nil
                continue
            }
            var encoded: [Event] = []
            for event in events { encoded.append(try event.event()) }
            do throws(StorageError) {
                let position = try await log.append(encoded, to: id.stream, expecting: .last(state.position))
                state.apply(events, at: position)
                recent.withLock { $0.keep(state) }
                return (state, events)
            } catch {
                guard error.code == .conflict else { throw error }
                remembered = nil
            }
        }
    }
}
