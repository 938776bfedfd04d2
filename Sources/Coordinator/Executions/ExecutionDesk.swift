public import Events
public import Executions
import FoundationEssentials
public import Identity
public import Logging
public import Storage
import SwiftProtobuf
import Synchronization
import Units

/// Runs programs without a problem around them: at once, for whoever waits, or kept in the log until their time is over.
///
/// An execution that is kept is durable when it was taken, and is done once, or again where a worker was lost; one that is
/// not kept is in memory only, and its client waits for it.
public final class ExecutionDesk: Sendable {
    /// How much is kept at once.
    public struct Options: Hashable, Sendable {
        /// The most executions that are kept.
        public var mostKept = 1_000_000
        /// The most that wait or are done at once, of all tenants.
        public var mostOpen = 100_000
        /// The longest time that one is kept after its end.
        public var longestLife = Duration.seconds(30 * 86_400)
        /// How often one that is not kept is begun again where its worker was lost.
        public var attempts = 3

        /// The defaults.
        public init() {}
    }

    /// How an execution is kept.
    public struct Keeping: Hashable, Sendable {
        /// How urgent it is.
        public var priority = LoggedPriority.interactive
        /// What the client calls it.
        public var labels: [String: String] = [:]
        /// How long it is kept after its end.
        public var timeToLive = Duration.seconds(86_400)
        /// The same key of the same tenant is the same execution; nil: it is a new one.
        public var key: String?
        /// Without a key: whether an earlier one of the same tenant that asks for the same may answer for it, if something
        /// came of that one or may come.
        public var mayBeReused = false
        /// The API that takes it, in a word.
        public var api: String
        /// Whether that API is to tell somebody of its end, and has to know so after a restart, too.
        public var isToBeTold = false
        /// What that API wants to have back with it.
        public var note: [UInt8] = []
        /// The W3C trace context of whoever wants it; may be empty.
        public var traceparent = ""

        /// As the API `api` keeps them.
        public init(api: String) {
            self.api = api
        }
    }

    /// What there is to tell of an execution that is followed.
    public enum News: Sendable {
        /// What the log says of it now.
        case state(ExecutionState)
        /// What happened meanwhile; not kept.
        case progress(ExecutionEvent)
    }

    /// The files that executions may refer to.
    public let files: FileDesk
    /// What executions it takes.
    public let rules: ExecutionRules
    let records: ExecutionRecords
    let index: ExecutionIndex
    let projections: Projections
    let options: Options
    let dispatcher: Dispatcher
    private let queue: any JobQueue
    private let pending = Mutex<Set<ExecutionID>>([])
    private let logger: Logger

    /// One whose work `dispatcher` gives out.
    /// - Parameters:
    ///   - files: what they may refer to.
    ///   - rules: what executions it takes.
    ///   - records: those that are kept.
    ///   - index: the same in memory.
    ///   - queue: where their jobs wait.
    ///   - projections: what the log says.
    public init(
        _ dispatcher: Dispatcher, files: FileDesk, rules: ExecutionRules, records: ExecutionRecords,
        index: ExecutionIndex,
        queue: any JobQueue, projections: Projections, options: Options = Options(), logger: Logger
    ) {
        (self.dispatcher, self.rules, self.records, self.index) = (dispatcher, rules, records, index)
        self.files = files
        (self.queue, self.projections, self.options, self.logger) = (queue, projections, options, logger)
    }

    // MARK: Executions that are not kept

    /// Does an execution now; nothing of it is kept.
    /// - Parameters:
    ///   - traceparent: the W3C trace context of whoever wants it; may be empty.
    ///   - tell: gets what happens, as it happens. What it got cannot be taken back: then a lost worker is an error.
    /// - Throws: ``DomainError``: `invalid`, `forbidden`; `exhausted` if no worker is free in time, or the quota is used up;
    ///   `unavailable` if the worker was lost; `cancelled`; what `tell` throws.
    public func run(
        _ execution: Execution, of principal: Principal, priority: LoggedPriority = .interactive,
        traceparent: String = "", tell: (@Sendable (ExecutionEvent) async throws -> Void)? = nil
    ) async throws -> ExecutionResult {
        try require(.run, of: principal)
        let referring = try await files.resolve(execution, for: principal)
        try rules.check(referring)
        let urgency = try projections.beginRun(of: principal, wanted: priority)
        defer { projections.admission.endRun(of: principal.tenant) }
        let execution = try await DomainError.mapping { () async throws(StorageError) in
            try await records.filled(referring)
        }
        var attempt = 1
        while true {
            do {
                return try await once(execution, of: principal, urgency, traceparent, tell ?? { _ in })
            } catch let error as DomainError
                where error.code == .unavailable && tell == nil && attempt < options.attempts
            {
                try Task.checkCancellation()
                attempt += 1
            }
        }
    }

    private func once(
        _ execution: Execution, of principal: Principal, _ urgency: UInt8, _ traceparent: String,
        _ tell: @Sendable @escaping (ExecutionEvent) async throws -> Void
    ) async throws -> ExecutionResult {
        let (worker, end) = try await dispatcher.startRun(
            .execution(language: execution.language, execution.limits), in: execution.language, of: principal,
            urgency: urgency, traceparent: traceparent)
        defer { end() }
        return try await dispatcher.within(execution.timeAllowed(grace: dispatcher.dependencies.options.runGrace)) {
            try await ExecutionExchange(worker: worker).run(execution, tell: tell)
        }
    }

    // MARK: Executions that are kept

    /// Takes an execution; when this returns, it is durable and will be done.
    /// - Returns: what is known of it, and whether it was there before, by its key.
    /// - Throws: ``DomainError``: `invalid`, `forbidden`; `alreadyExists` if the key was used for another one; `exhausted`;
    ///   `unavailable` while the log is read; what the store's failures mean.
    public func start(
        _ execution: Execution, _ keeping: Keeping, of principal: Principal
    ) async throws(DomainError) -> (state: ExecutionState, wasKnown: Bool) {
        try require(.run, of: principal)
        let execution = try await files.resolve(execution, for: principal)
        try rules.check(execution)
        try Self.check(keeping, options)
        let content = ExecutionContent(execution, note: keeping.note)
        var accepted = try Self.accepted(execution, keeping, of: principal)
        var id = ExecutionID.random()
        if let key = keeping.key ?? (keeping.mayBeReused ? "same \(accepted.requestHash.base64EncodedString())" : nil) {
            let named = ExecutionID(tenant: principal.tenant, key: key)
            let known = try await known(named)
            if let known, keeping.key != nil || known.answers(at: SystemTime.now) {
                return (try Self.same(known, as: accepted), true)
            }
            if known == nil { id = named }
        }
        try admit(id, of: principal)
        let result: (state: ExecutionState, wasKnown: Bool)
        do throws(StorageError) {
            accepted.content = try await records.put(content)
            result = try await records.accept(id, accepted)
        } catch {
            index.release(id)
            throw DomainError(error)
        }
        if result.wasKnown {
            index.release(id)
            _ = try Self.same(result.state, as: accepted)
        }
        await enqueue(result.state)
        return result
    }

    private func known(_ id: ExecutionID) async throws(DomainError) -> ExecutionState? {
        do throws(StorageError) {
            return try await records.load(id)
        } catch {
            throw DomainError(error)
        }
    }

    private static func accepted(
        _ execution: Execution, _ keeping: Keeping, of principal: Principal
    ) throws(DomainError) -> ExecutionAccepted {
        var accepted = ExecutionAccepted()
        (accepted.tenant, accepted.by) = (principal.tenant, principal.name)
        (accepted.language, accepted.priority) = (execution.language, keeping.priority)
        (accepted.labels, accepted.api) = (keeping.labels, keeping.api)
        accepted.isToBeTold = keeping.isToBeTold
        accepted.timeToLiveNs = keeping.timeToLive.nanoseconds
        accepted.tests = UInt32(clamping: execution.tests.count)
        accepted.stored = Set(execution.stored.map { LoggedBlobRef($0) }).sorted {
            $0.hash.lexicographicallyPrecedes($1.hash)
        }
        if keeping.traceparent.utf8.count <= 128 { accepted.traceparent = keeping.traceparent }
        accepted.requestHash = Data(try hash(of: execution, keeping))
        return accepted
    }

    /// SHA-256 of what is asked for.
    private static func hash(of execution: Execution, _ keeping: Keeping) throws(DomainError) -> [UInt8] {
        do {
            var options = BinaryEncodingOptions()
            options.useDeterministicOrdering = true
            let bytes: [UInt8] = try ExecutionContent(execution, note: keeping.note)
                .serializedBytes(options: options)
            return ContentHash(of: bytes).bytes
        } catch {
            throw DomainError(.failed, "the execution cannot be encoded")
        }
    }

    /// What was there has to be what comes now.
    private static func same(
        _ state: ExecutionState, as accepted: ExecutionAccepted
    ) throws(DomainError) -> ExecutionState {
        guard state.accepted.requestHash == accepted.requestHash else {
            throw DomainError(
                .alreadyExists, "the idempotency key was used before, for the execution \(state.id)",
                advice: "use a new key for each execution")
        }
        guard !state.isGone(at: SystemTime.now) else {
            throw DomainError(
                .alreadyExists, "the idempotency key was used before, for an execution that is gone",
                advice: "use a new key for each execution")
        }
        return state
    }

    private static func check(_ keeping: Keeping, _ options: Options) throws(DomainError) {
        guard keeping.timeToLive > .zero, keeping.timeToLive <= options.longestLife else {
            throw DomainError(
                .invalid, "time_to_live: it has to be more than 0 and at most \(options.longestLife.secondsText)")
        }
        let size = keeping.labels.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count }
        guard keeping.labels.count <= 32, size <= 4096 else {
            throw DomainError(.invalid, "labels: at most 32 are allowed, and 4 KiB in all")
        }
        guard keeping.note.count <= 1 << 20 else {
            throw DomainError(.invalid, "what is to be kept with the execution has more than 1 MiB")
        }
        guard keeping.key.map({ (1...256).contains($0.utf8.count) }) ?? true else {
            throw DomainError(.invalid, "the idempotency key has to have 1 to 256 bytes")
        }
    }

    /// Makes room for one more of `principal`'s tenant.
    private func admit(_ id: ExecutionID, of principal: Principal) throws(DomainError) {
        _ = try projections.beginRun(of: principal)
        projections.admission.endRun(of: principal.tenant)
        let quota = principal.may(.exceedQuotas) ? nil : projections.quotas.get(principal.tenant)
        try index.reserve(id, of: principal.tenant) { counts throws(DomainError) in
            if let atOnce = quota?.submissionsAtOnce, atOnce > 0, counts.own >= Int(atOnce) {
                throw DomainError(
                    .exhausted, "\(principal.tenant) has \(counts.own) executions at once, and its quota is \(atOnce)",
                    advice: "try again when one has ended", retryAfter: .seconds(1))
            }
            guard counts.open < options.mostOpen else {
                throw DomainError(
                    .exhausted, "\(options.mostOpen) executions wait, which is the limit", advice: "try again later",
                    retryAfter: .seconds(5))
            }
            guard counts.kept < options.mostKept else {
                throw DomainError(
                    .exhausted, "\(options.mostKept) executions are kept, which is the limit",
                    advice: "delete some, or try again when their time is over", retryAfter: .seconds(60))
            }
        }
    }

    private func enqueue(_ state: ExecutionState) async {
        guard state.isOpen else { return }
        do throws(StorageError) {
            try await queue.enqueue([state.job])
        } catch {
            // It is durable, and will be done: later.
            pending.withLock { _ = $0.insert(state.id) }
            logger.warning("cannot add an execution's job; trying again", metadata: ["error": "\(error)"])
        }
    }

    func require(_ permission: Permission, of principal: Principal) throws(DomainError) {
        guard principal.may(permission) else {
            throw DomainError(.forbidden, "\(principal) may not run programs")
        }
    }

    // MARK: What goes on without being asked

    /// Adds the jobs of all executions that are open: what a coordinator does when it starts.
    /// - Returns: how many there are.
    public func enqueueAll() async throws -> Int {
        try await projections.catchesUp()
        var rest = index.openExecutions()[...]
        let count = rest.count
        while !rest.isEmpty {
            try await queue.enqueue(rest.prefix(256).map(\.job))
            rest = rest.dropFirst(256)
        }
        return count
    }

    /// Adds jobs that could not be added before, and lets go of executions whose time is over, until the task is cancelled.
    public func run() async throws {
        while true {
            try await Task.sleep(for: .seconds(1))
            index.removeGone()
            let due = pending.withLock { pending in
                defer { pending = [] }
                return pending
            }
            for id in due {
                do throws(StorageError) {
                    if let state = try await records.load(id) { await enqueue(state) }
                } catch {
                    pending.withLock { _ = $0.insert(id) }
                    logger.warning("cannot read an execution; trying again", metadata: ["error": "\(error)"])
                }
            }
        }
    }
}
