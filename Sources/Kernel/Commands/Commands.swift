internal import Concurrency
internal import Coordinator
internal import Cryptography
internal import Events
internal import FoundationEssentials
public import Storage
internal import Synchronization
internal import Units

/// What is said of a command beside itself.
public struct CommandRequest: Sendable {
    /// What the client calls the command, so that sending it again does nothing twice; nil: each is another one.
    public var key: String?
    /// A hash of the request that came with the key: the same key with another request is refused. The log has it bound to the key.
    public var digest: [UInt8] = []
    /// What the request is called in the coordinator's log.
    public var id = ""

    /// A command of which nothing is said.
    public init() {}
}

/// A command that was done.
public struct Performed<State: Aggregate>: Sendable {
    /// What the stream adds up to with it.
    public var state: State
    /// Where its entry stands: a view that has read up to here shows it. Of a command that changed nothing, the end of the
    /// stream.
    public var position: LogPosition
    /// Whether it was done before, under the same key.
    public var isRepeated: Bool
}

/// Does commands: asks whether they may be done, lets them decide, and appends what happens as one entry, with who did it.
///
/// Of commands that change one stream at once, on whichever coordinator, each sees what the others did before.
public final class Commands: Sendable {
    /// How often a command decides anew because another coordinator was faster.
    private static let mostTries = 16
    /// What the streams that were used last are kept for: so many entries in all, and so many streams.
    private static let mostKept = (entries: Int64(200_000), streams: 4096)
    private static let page = 256

    private let log: any EventLog
    private let admitted = Mutex<(actions: Set<Action>, permissions: PermissionTable)>(([], PermissionTable([])))
    private let now: @Sendable () -> Timestamp
    private let isSkipped: @Sendable (EntryPlace) -> Bool
    private let refusals: Refusals
    /// Reaches 1 when commands are done.
    private let opened = Threshold()
    private let lines = Turnstile(most: 1, waiting: 10_000, refusingWith: refusal)
    private let recent = Mutex(RecentlyUsed<Kept, any Sendable>())

    /// What was made of a stream: two kinds of commands may make different things of one.
    private struct Kept: Hashable {
        var stream: StreamName
        var state: ObjectIdentifier

        init(_ stream: StreamName, _ state: any Aggregate.Type) {
            (self.stream, self.state) = (stream, ObjectIdentifier(state))
        }
    }

    /// Does commands on `log`, when modules have said which: see ``admit(_:by:)``.
    /// - Parameters:
    ///   - log: where what happens goes.
    ///   - now: the time.
    ///   - refusals: is told what was refused.
    ///   - isSkipped: whether an admin has said that the entry at that place is to be passed over.
    init(
        log: any EventLog, now: @escaping @Sendable () -> Timestamp, refusals: Refusals,
        isSkipped: @escaping @Sendable (EntryPlace) -> Bool
    ) {
        (self.log, self.now, self.refusals, self.isSkipped) = (log, now, refusals, isSkipped)
    }

    /// Says which commands there are, and who may do what.
    func admit(_ actions: Set<Action>, by permissions: PermissionTable) {
        admitted.withLock { $0 = (actions, permissions) }
    }

    /// How long a command waits for the platform that is starting.
    private static let startTime = Duration.seconds(5)

    /// Does commands from now on: whatever follows from them is seen to.
    func open() { opened.reach(1) }

    /// Returns when they are done.
    func opens() async throws(CancellationError) { try await opened.wait(for: 1) }

    private func waitUntilOpened() async throws {
        guard opened.number == 0 else { return }
        try await firstToEnd {
            try await self.opens()
        } or: {
            try await Task.sleep(for: Self.startTime)
            throw DomainError(
                .unavailable, "the platform is starting", advice: "try again", retryAfter: .seconds(1))
        }
    }

    /// Does a command. When this returns, what it decided is durable. What is refused to somebody who is known is written
    /// down, too.
    /// - Throws: `DomainError`: `forbidden` if the actor may not; what the command refuses with; `conflict` if its key was
    ///   another request's, or the stream changes all the time; `unavailable` if the store does not answer: then it is not
    ///   known whether it was done, and the same with the same key does nothing twice. `CancellationError`.
    @discardableResult
    public func perform<C: Command>(
        _ command: C, by actor: Actor, _ request: CommandRequest = CommandRequest()
    ) async throws -> Performed<C.State> {
        do {
            return try await performInTurn(command, by: actor, request)
        } catch let error as DomainError {
            // A command whose stream has no name is refused for that, or before.
            refusals.note(error, C.action, by: actor, to: try? command.stream, request: request.id)
            await refusals.settled()
            throw error
        }
    }

    private func performInTurn<C: Command>(
        _ command: C, by actor: Actor, _ request: CommandRequest
    ) async throws -> Performed<C.State> {
        // Before anything is read.
        guard permissions(of: C.action).mayAllow(actor, C.action) else {
            throw PermissionTable.refusal(of: actor, C.action)
        }
        try await waitUntilOpened()
        return try await lines.pass(try Self.stream(command).text, patience: .seconds(10)) {
            try await attempt(command, by: actor, request, timer: nil)
        }
    }

    /// Does what a timer is for, and ends it in the same entry.
    /// - Returns: nil if the timer was done or moved meanwhile: nothing was done.
    /// - Throws: as ``perform(_:by:_:)``.
    @discardableResult
    public func perform<C: Command>(_ command: C, for timer: FiredTimer) async throws -> Performed<C.State>? {
        let actor = Actor(.platform(timer.name.name))
        return try await lines.pass(timer.stream.text, patience: .seconds(60)) {
            do {
                return try await attempt(command, by: actor, CommandRequest(), timer: timer)
            } catch is TimerIsGone {
                return nil
            }
        }
    }

    /// What a stream adds up to now.
    /// - Throws: `DomainError`.
    public func state<State: Aggregate>(of stream: StreamName, as: State.Type = State.self) async throws -> State {
        do throws(StorageError) {
            return try await latest(of: stream, as: State.self).state
        } catch {
            throw DomainError(error)
        }
    }

    /// Who may do what.
    var permissions: PermissionTable { admitted.withLock(\.permissions) }

    /// Asks that somebody may do or see something; what would have been a command and is refused is written down.
    /// - Throws: `DomainError` (`forbidden`) if not.
    func require(_ actor: Actor, _ action: Action, to subject: Subject) throws(DomainError) {
        let (actions, permissions) = admitted.withLock { $0 }
        do throws(DomainError) {
            try permissions.require(actor, action, to: subject)
        } catch {
            if actions.contains(action) { refusals.note(error, action, by: actor) }
            throw error
        }
    }

    /// Takes note that somebody could not show who they are.
    func noteProof(_ action: Action, by actor: Actor, of stream: StreamName) {
        refusals.noteProof(action, by: actor, of: stream)
    }

    /// Who may do what; nobody anything that no module has.
    private func permissions(of action: Action) -> PermissionTable {
        admitted.withLock { $0.actions.contains(action) ? $0.permissions : PermissionTable([]) }
    }

    // MARK: One command

    /// What a command is told that was not let in to a stream.
    static func refusal(_ reason: Turnstile.Refusal) -> DomainError {
        switch reason {
        case .isFull:
            DomainError(
                .exhausted, "too many change the same thing", advice: "try again later", retryAfter: .seconds(1))
        // Whoever is first in line waits for the store: it is that which does not answer.
        case .wasLate:
            DomainError(
                .unavailable, "the coordinator's store takes too long", advice: "try again", retryAfter: .seconds(1))
        }
    }

    private struct TimerIsGone: Error {}

    private func attempt<C: Command>(
        _ command: C, by actor: Actor, _ request: CommandRequest, timer: FiredTimer?
    ) async throws -> Performed<C.State> {
        let stream = try Self.stream(command)
        let key = request.key.map { Self.key($0, of: C.action, by: actor) } ?? []
        for _ in 0..<Self.mostTries {
            var known: CommandStream<C.State>
            do throws(StorageError) {
                known = try await latest(of: stream, as: C.State.self)
            } catch {
                throw DomainError(error)
            }
            if let done = known.done(under: key) { return try await again(done, request, of: stream) }
            if let timer, known.timers[timer.name] != timer.due { throw TimerIsGone() }
            try permissions(of: C.action).require(actor, C.action, to: command.subject(in: known.state))
            let context = CommandContext(actor: actor, now: now())
            var decision = try command.decide(known.state, context)
            // First, so that the command can set it again.
            if let timer { try decision.begin(byEnding: timer.name) }
            guard !decision.events.isEmpty else {
                return Performed(state: known.state, position: known.position, isRepeated: false)
            }
            try decision.add(Self.record(C.action, context, request, key))
            if let position = try await append(decision.events, to: stream, &known) {
                return Performed(state: known.state, position: position, isRepeated: false)
            }
        }
        throw DomainError(
            .conflict, "others change the same thing all the time", advice: "try again", retryAfter: .seconds(1))
    }

    /// The answer to a command that was done before: what its stream added up to then.
    private func again<State: Aggregate>(
        _ done: CommandStream<State>.Done, _ request: CommandRequest, of stream: StreamName
    ) async throws(DomainError) -> Performed<State> {
        // In logs from before it was bound to the key it is as it came.
        guard done.digest == Self.digest(request) || done.digest == request.digest else {
            throw DomainError(
                .conflict, "this idempotency key was another request's", advice: "take a new key for another request")
        }
        var then = CommandStream<State>()
        do throws(StorageError) {
            try await read(stream, into: &then, upTo: done.position)
        } catch {
            throw DomainError(error)
        }
        return Performed(state: then.state, position: done.position, isRepeated: true)
    }

    /// Appends events; nil if the stream has others by now.
    private func append<State: Aggregate>(
        _ events: [Event], to stream: StreamName, _ known: inout CommandStream<State>
    ) async throws(DomainError) -> LogPosition? {
        var next = known
        do throws(StorageError) {
            // What cannot be applied must not be kept: then nobody could read the stream.
            try next.add(events)
        } catch {
            throw DomainError(.failed, "the command decided something that cannot happen: \(error)")
        }
        do throws(StorageError) {
            let position = try await log.append(events, to: stream, expecting: .last(known.position))
            next.stand(at: position)
            known = next
            keep(known, of: stream)
            return position
        } catch {
            if error.code == .conflict { return nil }
            throw DomainError(error)
        }
    }

    // MARK: Streams

    private func latest<State: Aggregate>(
        of stream: StreamName, as: State.Type
    ) async throws(StorageError) -> CommandStream<State> {
        let kept = recent.withLock { $0.use(Kept(stream, State.self)) as? CommandStream<State> }
        var known = kept ?? CommandStream<State>()
        try await read(stream, into: &known, upTo: nil)
        keep(known, of: stream)
        return known
    }

    private func read<State: Aggregate>(
        _ stream: StreamName, into known: inout CommandStream<State>, upTo last: LogPosition?
    ) async throws(StorageError) {
        var place = known.position
        while true {
            let page = try await log.read(stream, after: place, limit: Self.page) { isSkipped($0) }
            for read in page {
                if let last, read.position > last { return }
                if case .entry(let entry) = read { try known.apply(entry) } else { known.pass(read.position) }
            }
            // A page of large entries, or one up to an entry that cannot be read, has fewer than were asked for.
            guard let next = page.last?.position else { return }
            place = next
        }
    }

    private func keep<State: Aggregate>(_ known: CommandStream<State>, of stream: StreamName) {
        let key = Kept(stream, State.self)
        recent.withLock { recent in
            if let kept = recent.value(of: key) as? CommandStream<State>, kept.position > known.position { return }
            _ = recent.remove(key)
            recent.add(known, size: Int64(known.entries), for: key)
            _ = recent.trim(to: Self.mostKept.entries, count: Self.mostKept.streams)
        }
    }

    // MARK: Words

    private static func stream(_ command: some Command) throws(DomainError) -> StreamName {
        do throws(StorageError) {
            return try command.stream
        } catch {
            throw DomainError(.invalid, "this names no stream: \(error.reason ?? "")")
        }
    }

    private static func key(_ key: String, of action: Action, by actor: Actor) -> [UInt8] {
        SHA256.hash([actor.identity.description, action.rawValue, key].flatMap { "\($0.utf8.count) \($0)".utf8 })
    }

    /// What the log keeps of a request that came with a key. It is bound to the key, of which the log has a hash alone: what people
    /// say of themselves cannot be found out from it by trying all that they may have said.
    private static func digest(_ request: CommandRequest) -> [UInt8] {
        guard let key = request.key, !request.digest.isEmpty else { return [] }
        return MessageCode.sha256(of: request.digest, key: SymmetricKey(Array(key.utf8)))
    }

    private static func record(
        _ action: Action, _ context: CommandContext, _ request: CommandRequest, _ key: [UInt8]
    ) -> CommandRecorded {
        var record = CommandRecorded()
        record.action = action.rawValue
        record.actor = context.actor.identity.description
        record.session = context.actor.session ?? ""
        record.address = context.actor.address ?? ""
        record.atNs = context.now.nanoseconds
        record.key = Data(key)
        record.requestDigest = Data(digest(request))
        record.requestID = request.id
        return record
    }
}
