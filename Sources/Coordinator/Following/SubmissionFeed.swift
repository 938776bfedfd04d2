public import Events
public import Identity
public import Storage

/// Follows a submission: first reports what has happened, then each update as it comes, until it is judged.
public struct SubmissionFeed: Sendable {
    private static let page = 64

    private let log: any EventLog
    private let fanout: LogFanout
    private let packages: any PackageCatalog
    private let isSkipped: @Sendable (EntryPlace) -> Bool

    /// Follows submissions of `log`, whose updates come from `fanout`.
    /// - Parameter isSkipped: whether an entry is to be passed over, because an admin said so.
    public init(
        log: any EventLog, fanout: LogFanout, packages: any PackageCatalog,
        isSkipped: @escaping @Sendable (EntryPlace) -> Bool = { _ in false }
    ) {
        self.log = log
        self.fanout = fanout
        self.packages = packages
        self.isSkipped = isSkipped
    }

    /// Reports what happened to the submission `id` after the position `number`, and ends with the judgement or the
    /// cancellation of its newest generation.
    /// - Throws: ``DomainError``: `notFound` if there is none that `principal` may see; `exhausted` for too many
    ///   followers; `unavailable` when the coordinator stops; what `report` throws.
    public func follow(
        _ id: SubmissionID, after number: UInt64, as principal: Principal,
        report: (SubmissionUpdate) async throws -> Void
    ) async throws {
        let stream = try Self.stream(of: id)
        let subscription = try fanout.subscribe(to: stream, for: principal)
        defer { fanout.unsubscribe(subscription) }
        var follower = FollowerState(id, after: LogPosition(number))
        let visibility = try await visibility(of: id, stream, for: principal)
        try await replay(&follower, stream, visibility, report)
        var incoming = subscription.makeIterator()
        while !follower.hasEnded {
            guard let next = await incoming.next(isolation: #isolation) else {
                throw DomainError(
                    Task.isCancelled ? .cancelled : .unavailable, "the coordinator is stopping",
                    advice: "follow again", retryAfter: .seconds(1))
            }
            if subscription.takeMissed() { try await replay(&follower, stream, visibility, report) }
            switch next {
            case .entry(let entry):
                for update in try take(entry, visibility, &follower) { try await report(update) }
            case .progress(let progress, _):
                if let update = follower.take(progress: progress) { try await report(visibility.redacted(update)) }
            case .executed: break
            }
        }
    }

    /// Reports the entries of the store that were not reported yet.
    private func replay(
        _ follower: inout FollowerState, _ stream: StreamName, _ visibility: ResultVisibility,
        _ report: (SubmissionUpdate) async throws -> Void
    ) async throws {
        while true {
            let entries = try await read(stream, after: follower.position, limit: Self.page)
            for read in entries {
                switch read {
                case .entry(let entry):
                    for update in try take(entry, visibility, &follower) { try await report(update) }
                case .passedOver(let place, _): follower.pass(over: place)
                }
            }
            if entries.isEmpty { return }
        }
    }

    private func take(
        _ entry: LogEntry, _ visibility: ResultVisibility, _ follower: inout FollowerState
    ) throws(DomainError) -> [SubmissionUpdate] {
        do {
            return try follower.take(entry, testNames: visibility.testNames).map(visibility.redacted)
        } catch {
            throw DomainError(error)
        }
    }

    /// What `principal` is told of the submission, if it may see it.
    private func visibility(
        of id: SubmissionID, _ stream: StreamName, for principal: Principal
    ) async throws(DomainError) -> ResultVisibility {
        var state: SubmissionState?
        if case .entry(let first)? = try await read(stream, after: .start, limit: 1).first {
            state = try await DomainError.mapping { () throws(StorageError) in try SubmissionState(id, first: first) }
        }
        guard let state, principal.may(.readSubmissions, of: state.accepted.tenant) else {
            throw DomainError.unknownSubmission("\(id)")
        }
        return try await DomainError.mapping { () async throws(StorageError) in
            try await packages.resultVisibility(of: [UInt8](state.accepted.package), for: principal)
        }
    }

    private func read(_ stream: StreamName, after: LogPosition, limit: Int) async throws(DomainError) -> [ReadEntry] {
        do {
            return try await log.read(stream, after: after, limit: limit, passingOver: isSkipped)
        } catch {
            throw DomainError(error)
        }
    }

    private static func stream(of id: SubmissionID) throws(DomainError) -> StreamName {
        do {
            return try id.stream
        } catch {
            throw DomainError(error)
        }
    }
}
