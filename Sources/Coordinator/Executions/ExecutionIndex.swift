public import Events
public import Storage
import Synchronization

/// Every execution that is kept, in memory: for lists, and to know which are open.
public final class ExecutionIndex: LogProjection {
    private struct Place {
        var position: LogPosition
        var id: ExecutionID
    }

    private struct State {
        var executions: [ExecutionID: ExecutionState] = [:]
        /// By their first entries, oldest first.
        var order: [Place] = []
        /// How many are open, by tenant.
        var open: [String: Int] = [:]

        mutating func count(_ state: ExecutionState, by change: Int) {
            guard state.isOpen else { return }
            let tenant = state.accepted.tenant
            let count = open[tenant, default: 0] + change
            open[tenant] = count > 0 ? count : nil
        }

        mutating func keep(_ state: ExecutionState) {
            if let known = executions[state.id] {
                count(known, by: -1)
            } else {
                order.append(Place(position: state.firstPosition, id: state.id))
            }
            count(state, by: 1)
            executions[state.id] = state
        }

        /// How many were taken before the entry at `position`.
        func places(before position: LogPosition) -> Int {
            var (low, high) = (0, order.count)
            while low < high {
                let middle = (low + high) / 2
                if order[middle].position >= position { high = middle } else { low = middle + 1 }
            }
            return low
        }

        mutating func remove(_ isGone: (ExecutionState) -> Bool) {
            for (id, state) in executions where isGone(state) {
                count(state, by: -1)
                executions[id] = nil
            }
            order.removeAll { executions[$0.id] == nil }
        }
    }

    private let state = Mutex(State())

    /// An index of nothing yet.
    public init() {}

    /// How many are kept.
    public var count: Int { state.withLock { $0.executions.count } }

    /// How many wait or are done now, of all tenants or of one.
    func open(of tenant: String? = nil) -> Int {
        state.withLock { state in tenant.map { state.open[$0] ?? 0 } ?? state.open.values.reduce(0, +) }
    }

    /// Those that wait or are done now, oldest first.
    func openExecutions() -> [ExecutionState] {
        state.withLock { state in
            state.order.compactMap { state.executions[$0.id] }.filter(\.isOpen)
        }
    }

    /// Those of whose end somebody is to be told, oldest first.
    func untold(by api: String) -> [ExecutionState] {
        state.withLock { state in
            state.order.compactMap { state.executions[$0.id] }.filter { $0.isToBeTold && $0.accepted.api == api }
        }
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
            let end = position.map { state.places(before: $0) } ?? state.order.count
            var found: [ExecutionState] = []
            for place in stride(from: end - 1, through: 0, by: -1) {
                guard let execution = state.executions[state.order[place].id], filter.matches(execution),
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
        state.withLock { state in state.executions.values.count { filter.matches($0) && !$0.isGone(at: time) } }
    }

    /// Lets go of those that are gone at `time`.
    func removeGone(at time: Int64) { state.withLock { $0.remove { $0.isGone(at: time) } } }

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
            guard var known = state.executions[id] else {
                // Nothing is to be known of what was let go of.
                guard entry.events.first?.type == ExecutionAccepted.persistedType else { return }
                return state.keep(try ExecutionState(id, first: entry))
            }
            try known.apply(entry)
            state.keep(known)
        }
    }

    /// See ``Events/LogProjection/snapshot()``.
    public func snapshot() -> @Sendable (inout SnapshotWriter) throws -> Void {
        let all = state.withLock { state in state.order.compactMap { state.executions[$0.id] } }
        return { writer in
            try writer.add(UInt32(all.count))
            for execution in all { try execution.write(to: &writer) }
        }
    }

    /// See ``Events/LogProjection/restore(_:)``.
    public func restore(_ reader: inout SnapshotReader) throws -> @Sendable () -> Void {
        var restored = State()
        for _ in 0..<(try reader.count()) { restored.keep(try ExecutionState(from: &reader)) }
        let kept = restored
        return { [self] in state.withLock { $0 = kept } }
    }
}
