public import Events
public import Identity
public import Storage

/// Tells what happens to a submission: what is past first, then each thing as it happens, to the end of its judgement.
public struct SubmissionFollowing: Sendable {
    private static let page = 64

    private let log: any EventLog
    private let fanout: LogFanout
    private let packages: any PackageDirectory
    private let isSkipped: @Sendable (EntryPlace) -> Bool

    /// Follows submissions of `log`, whose news come by `fanout`.
    /// - Parameter isSkipped: whether an entry is to be passed over, because an admin said so.
    public init(
        log: any EventLog, fanout: LogFanout, packages: any PackageDirectory,
        isSkipped: @escaping @Sendable (EntryPlace) -> Bool = { _ in false }
    ) {
        self.log = log
        self.fanout = fanout
        self.packages = packages
        self.isSkipped = isSkipped
    }

    /// Tells of the submission `id` what stands after `number`, and ends with the judgement or the cancellation of its
    /// newest generation.
    /// - Throws: ``DomainError``: `notFound` if there is none that `principal` may see; `exhausted` for too many
    ///   followers; `unavailable` when the coordinator stops; what `tell` throws.
    public func follow(
        _ id: SubmissionID, after number: UInt64, as principal: Principal,
        tell: (SubmissionNews) async throws -> Void
    ) async throws {
        let stream = try Self.stream(of: id)
        let subscription = try fanout.subscribe(to: stream, for: principal)
        defer { fanout.unsubscribe(subscription) }
        var followed = FollowedSubmission(id, after: LogPosition(number))
        let view = try await view(of: id, stream, for: principal)
        try await tellPast(&followed, stream, view, tell)
        var incoming = subscription.makeIterator()
        while !followed.hasEnded {
            guard let next = await incoming.next(isolation: #isolation) else {
                throw DomainError(
                    Task.isCancelled ? .cancelled : .unavailable, "the coordinator is being stopped",
                    advice: "follow again", retryAfter: .seconds(1))
            }
            if subscription.takeMissed() { try await tellPast(&followed, stream, view, tell) }
            switch next {
            case .entry(let entry):
                for news in try take(entry, view, &followed) { try await tell(news) }
            case .progress(let progress):
                if let news = followed.take(progress: progress) { try await tell(view.told(news)) }
            }
        }
    }

    /// Tells what the store has and was not told.
    private func tellPast(
        _ followed: inout FollowedSubmission, _ stream: StreamName, _ view: FindingsView,
        _ tell: (SubmissionNews) async throws -> Void
    ) async throws {
        while true {
            let entries = try await read(stream, after: followed.position, limit: Self.page)
            for read in entries {
                switch read {
                case .entry(let entry):
                    for news in try take(entry, view, &followed) { try await tell(news) }
                case .passedOver(let place): followed.pass(over: place)
                }
            }
            if entries.isEmpty { return }
        }
    }

    private func take(
        _ entry: LogEntry, _ view: FindingsView, _ followed: inout FollowedSubmission
    ) throws(DomainError) -> [SubmissionNews] {
        do {
            return try followed.take(entry, testNames: view.testNames).map(view.told)
        } catch {
            throw DomainError(error)
        }
    }

    /// What `principal` is told of the submission, if it may see it.
    private func view(
        of id: SubmissionID, _ stream: StreamName, for principal: Principal
    ) async throws(DomainError) -> FindingsView {
        var state: SubmissionState?
        if case .entry(let first)? = try await read(stream, after: .start, limit: 1).first {
            state = try await DomainError.mapping { () throws(StorageError) in try SubmissionState(id, first: first) }
        }
        guard let state, principal.may(.readSubmissions, of: state.accepted.tenant) else {
            throw DomainError.unknownSubmission("\(id)")
        }
        return try await DomainError.mapping { () async throws(StorageError) in
            try await packages.view(of: [UInt8](state.accepted.package), for: principal)
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
