import Concurrency
public import Events
public import Storage
import Synchronization

/// Every execution that is kept, in memory: for lists, and to know which are open.
public final class ExecutionIndex: LogProjection {
    private struct Place {
        var position: LogPosition
        var id: ExecutionID
    }

    /// When one that has ended is let go of.
    private struct End: Comparable {
        /// Nanoseconds since 1970 (UTC).
        var time: Int64
        var id: ExecutionID

        static func < (left: End, right: End) -> Bool { left.time < right.time }
    }

    /// Executions by their first entries, oldest first; with some that were let go of.
    private struct Line {
        var places: [Place] = []
        /// How many of these are still there.
        var kept = 0

        /// How many were taken before the entry at `position`.
        func places(before position: LogPosition) -> Int {
            var (low, high) = (0, places.count)
            while low < high {
                let middle = (low + high) / 2
                if places[middle].position >= position { high = middle } else { low = middle + 1 }
            }
            return low
        }

        mutating func add(_ place: Place) {
            places.append(place)
            kept += 1
        }

        mutating func lostOne(_ isThere: (ExecutionID) -> Bool) {
            kept -= 1
            if places.count > 2 * kept + 1000 { places.removeAll { !isThere($0.id) } }
        }
    }

    private struct State {
        var executions: [ExecutionID: ExecutionState] = [:]
        /// All, and those of each tenant: nobody's list costs more for what others have.
        var all = Line()
        var lines: [String: Line] = [:]
        /// How many are open, by tenant.
        var open: [String: Int] = [:]
        /// Those that are about to be taken, with their tenants: their first entries have not come.
        var coming: [ExecutionID: String] = [:]
        /// Of all that have ended.
        var ends = MinHeap<End>()
        var time = SteadyTime()

        mutating func count(_ state: ExecutionState, by change: Int) {
            guard state.isOpen else { return }
            let tenant = state.accepted.tenant
            let count = open[tenant, default: 0] + change
            open[tenant] = count > 0 ? count : nil
        }

        mutating func keep(_ state: ExecutionState, at time: Int64) {
            coming[state.id] = nil
            let known = executions[state.id]
            if let known {
                count(known, by: -1)
            } else {
                let place = Place(position: state.firstPosition, id: state.id)
                all.add(place)
                lines[state.accepted.tenant, default: Line()].add(place)
            }
            count(state, by: 1)
            executions[state.id] = state
            if case .deleted = state.phase {
                ends.insert(End(time: .min, id: state.id))
            } else if let end = state.expiresAt, known?.isOpen ?? true {
                // Whatever a clock said that was wrong when it ended: that was not later than now.
                ends.insert(End(time: min(end, time + state.accepted.timeToLiveNs), id: state.id))
            }
        }

        /// How many are open or about to be, of all tenants or of one.
        func countOpen(of tenant: String?) -> Int {
            guard let tenant else { return open.values.reduce(coming.count, +) }
            return coming.values.reduce(open[tenant] ?? 0) { $0 + ($1 == tenant ? 1 : 0) }
        }

        mutating func removeGone(at time: Int64) {
            while let end = ends.first, end.time <= time {
                _ = ends.popFirst()
                guard let tenant = executions.removeValue(forKey: end.id)?.accepted.tenant else { continue }
                let left = executions
                all.lostOne { left[$0] != nil }
                lines[tenant]?.lostOne { left[$0] != nil }
                if lines[tenant]?.kept == 0 { lines[tenant] = nil }
            }
        }

        /// Those of a tenant, or all.
        func line(of tenant: String?) -> Line { tenant.map { lines[$0] ?? Line() } ?? all }

        /// All that are there, oldest first.
        var inOrder: [ExecutionState] { all.places.compactMap { executions[$0.id] } }
    }

    private let state = Mutex(State())
    private let sources: TimeSources

    /// An index of nothing yet.
    public convenience init() { self.init(TimeSources()) }

    init(_ sources: TimeSources) { self.sources = sources }

    /// How many are kept.
    public var count: Int { state.withLock { $0.executions.count } }

    /// How many wait or are done now, of all tenants or of one, with those that are about to be taken.
    func open(of tenant: String? = nil) -> Int { state.withLock { $0.countOpen(of: tenant) } }

    /// How many there are.
    struct Counts: Hashable, Sendable {
        /// Those of the tenant that wait or are done now.
        var own = 0
        /// Those of all tenants.
        var open = 0
        /// Those that are kept, of all tenants.
        var kept = 0
    }

    /// Counts an execution that is about to be taken, until its first entry comes or it is ``release(_:)``d: of many that come at
    /// once each is counted by those behind it.
    /// - Parameters:
    ///   - id: the execution.
    ///   - tenant: whose it is.
    ///   - requireRoom: throws if there is no room for one more than these.
    /// - Throws: what `requireRoom` throws.
    func reserve(
        _ id: ExecutionID, of tenant: String, within requireRoom: (Counts) throws(DomainError) -> Void
    ) throws(DomainError) {
        try state.withLock { state throws(DomainError) in
            try requireRoom(
                Counts(
                    own: state.countOpen(of: tenant), open: state.countOpen(of: nil),
                    kept: state.executions.count + state.coming.count))
            if state.executions[id] == nil { state.coming[id] = tenant }
        }
    }

    /// An execution was not taken.
    func release(_ id: ExecutionID) { state.withLock { $0.coming[id] = nil } }

    /// Those that wait or are done now, oldest first.
    func openExecutions() -> [ExecutionState] {
        state.withLock { $0.inOrder.filter(\.isOpen) }
    }

    /// Those of whose end somebody is to be told, oldest first.
    func untold(by api: String) -> [ExecutionState] {
        state.withLock { $0.inOrder.filter { $0.isToBeTold && $0.accepted.api == api } }
    }

    /// What a list is to have.
    public struct Filter: Sendable {
        /// Whose they are; nil: everybody's.
        public var tenant: String?
        /// Labels that they all have.
        public var labels: [String: String] = [:]
        /// The API that took them; nil: any.
        public var api: String?

        /// Everybody's.
        public init(tenant: String? = nil) {
            self.tenant = tenant
        }

        fileprivate func matches(_ state: ExecutionState) -> Bool {
            (tenant.map { $0 == state.accepted.tenant } ?? true) && (api.map { $0 == state.accepted.api } ?? true)
                && labels.allSatisfy { state.accepted.labels[$0.key] == $0.value }
        }
    }

    /// Those that `filter` means and that are not gone at `time`, newest first: at most `limit`, before `position`.
    /// - Returns: the page, and where the next one begins; nil at the end.
    func page(
        _ filter: Filter, before position: LogPosition?, limit: Int, at time: Int64
    ) -> (executions: [ExecutionState], next: LogPosition?) {
        state.withLock { state in
            let line = state.line(of: filter.tenant)
            let end = position.map { line.places(before: $0) } ?? line.places.count
            var found: [ExecutionState] = []
            for place in stride(from: end - 1, through: 0, by: -1) {
                guard let execution = state.executions[line.places[place].id], filter.matches(execution),
                    !execution.isGone(at: time)
                else { continue }
                guard found.count < limit else { return (found, found.last?.firstPosition) }
                found.append(execution)
            }
            return (found, nil)
        }
    }

    /// How many `filter` means that are not gone at `time`.
    func count(_ filter: Filter, at time: Int64) -> Int {
        state.withLock { state in
            state.line(of: filter.tenant).places.count { place in
                guard let execution = state.executions[place.id] else { return false }
                return filter.matches(execution) && !execution.isGone(at: time)
            }
        }
    }

    /// Lets go of those that were deleted, or whose time is over by a clock that does not step ahead: what is in no list because
    /// the machine's clock does is there again when that is mended.
    func removeGone() {
        state.withLock { state in
            let now = state.time.now(by: sources)
            state.removeGone(at: now)
        }
    }

    // MARK: A projection

    /// See ``Events/LogProjection/name``.
    public let name = "executions"
    /// See ``Events/LogProjection/version``.
    public let version: UInt32 = 2
    /// See ``Events/LogProjection/streams``.
    public let streams = StreamPattern.prefixed("execution-")

    /// See ``Events/LogProjection/apply(_:isLive:)``.
    public func apply(_ entry: LogEntry, isLive: Bool) throws(StorageError) {
        guard let id = ExecutionID(entry.stream) else { return }
        try state.withLock { state throws(StorageError) in
            let now = state.time.now(by: sources)
            guard var known = state.executions[id] else {
                // Nothing is to be known of what was let go of.
                guard entry.events.first?.type == ExecutionAccepted.persistedType else { return }
                return state.keep(try ExecutionState(id, first: entry), at: now)
            }
            try known.apply(entry)
            state.keep(known, at: now)
        }
    }

    /// See ``Events/LogProjection/snapshot()``.
    public func snapshot() -> @Sendable (inout SnapshotWriter) throws -> Void {
        let all = state.withLock { $0.inOrder }
        return { writer in
            try writer.add(UInt32(all.count))
            for execution in all { try execution.write(to: &writer) }
        }
    }

    /// See ``Events/LogProjection/restore(_:)``.
    public func restore(_ reader: inout SnapshotReader) throws -> @Sendable () -> Void {
        var restored = State()
        let now = restored.time.now(by: sources)
        for _ in 0..<(try reader.count()) { restored.keep(try ExecutionState(from: &reader), at: now) }
        let kept = restored
        return { [self] in state.withLock { $0 = kept } }
    }
}
