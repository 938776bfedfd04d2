public import FoundationEssentials
public import Logging
public import SystemPackage
public import Wire

/// A coordinator, as programs use it: packages, submissions, what comes of them, and what its operators do.
///
///     let client = VerdictClient(ClientConfiguration(address: address, token: token), logger: logger)
///     let package = try await client.addPackage(at: "sum")
///     var request = Verdict_V1_SubmitRequest()
///     request.package = package.id
///     request.idempotencyKey = key        // Made once for this submission, and kept.
///     request.sources = sources
///     let submission = try await client.submit(request)
///     for try await event in client.follow(submission.id) {
///         if case .judged(let judgement) = event.event { print(judgement.verdict) }
///     }
///     await client.close()
///
/// Calls that may be made twice are made again when the connection was lost or the server is busy, for as long as
/// ``TransferOptions/patience`` says; what fails then, or cannot be repeated, throws `WireError`. All methods may be called
/// from many tasks at once.
public final class VerdictClient: Sendable {
    /// The connection, for calls that are not here.
    public let wire: WireClient
    let options: TransferOptions

    /// A client of the coordinator that `configuration` names; it connects with the first call.
    public convenience init(
        _ configuration: ClientConfiguration, options: TransferOptions = TransferOptions(), logger: Logger
    ) {
        self.init(wire: WireClient(configuration, logger: logger), options: options)
    }

    /// A client on a connection that is there.
    public init(wire: WireClient, options: TransferOptions = TransferOptions()) {
        self.wire = wire
        self.options = options
    }

    /// Ends the connection when the calls under way have ended.
    public func close() async {
        await wire.close()
    }

    // MARK: Packages

    /// Sends a package's folder, as far as the coordinator does not have it, and makes it known. The same package again
    /// answers the same, quickly.
    ///
    ///     let package = try await client.addPackage(at: "sum") { progress in
    ///         print("\(progress.bytes) of \(progress.totalBytes) bytes")
    ///     }
    ///
    /// - Parameters:
    ///   - name: what to call it; empty: what its `problem.yaml` says.
    ///   - progress: is told how far it is, from several tasks, one at a time; must be quick.
    /// - Throws: ``FileManifestError`` if the folder cannot be read; `WireError`: `invalidArgument` with everything that is
    ///   wrong with the package.
    public func addPackage(
        at folder: FilePath, name: String = "",
        progress: @escaping @Sendable (TransferProgress) -> Void = { _ in }
    ) async throws -> Verdict_V1_Package {
        try await addPackage(try await LocalPackage.read(folder), name: name, progress: progress)
    }

    /// As ``addPackage(at:name:progress:)``, of a package that was read before.
    public func addPackage(
        _ package: LocalPackage, name: String = "",
        progress: @escaping @Sendable (TransferProgress) -> Void = { _ in }
    ) async throws -> Verdict_V1_Package {
        var contents = package.contents.mapValues(ContentSource.file)
        contents[package.tree.content] = .bytes(package.tree.encoded)
        var request = Verdict_V1_AddPackageRequest()
        request.tree = package.tree.content
        request.name = name
        let upload = ContentUpload(client: wire, options: options)
        try await upload.send(contents, progress: progress)
        do {
            return try await call(JudgeMethods.addPackage, request).package
        } catch let error as WireError where error.code == .failedPrecondition {
            // The coordinator was started anew meanwhile, and has forgotten what it was sent by whom.
            try await upload.send(contents, progress: progress)
            return try await call(JudgeMethods.addPackage, request).package
        }
    }

    /// Packages that are known; `page` goes on where an answer before ended.
    public func packages(limit: Int = 100, page: String = "") async throws -> Verdict_V1_ListPackagesResponse {
        var request = Verdict_V1_ListPackagesRequest()
        request.limit = UInt32(clamping: limit)
        request.page = page
        return try await call(JudgeMethods.listPackages, request)
    }

    /// Stops finding the time limit of a package that gives none; adding it again begins again.
    /// - Parameter package: the package's id.
    /// - Throws: `WireError`: `notFound`; `failedPrecondition` if it has its time limit.
    public func cancelMeasuring(_ package: Data, reason: String = "") async throws {
        var request = Verdict_V1_CancelMeasuringRequest()
        request.package = package
        request.reason = reason
        _ = try await call(JudgeMethods.cancelMeasuring, request)
    }

    // MARK: Submissions

    /// Hands a submission in: when this returns it is durable, and will be judged. The same idempotency key is the same
    /// submission, however often it is handed in.
    /// - Throws: `WireError`: `invalidArgument`; `notFound` for a package that is not known; `resourceExhausted` if the
    ///   coordinator takes nothing more for longer than the client is patient; `alreadyExists` for a key that another
    ///   submission has.
    public func submit(_ request: Verdict_V1_SubmitRequest) async throws -> Verdict_V1_SubmitResponse {
        try await call(JudgeMethods.submit, request)
    }

    /// What is known of a submission now.
    /// - Throws: `WireError`: `notFound`.
    public func get(_ id: String) async throws -> Verdict_V1_Submission {
        var request = Verdict_V1_GetSubmissionRequest()
        request.id = id
        return try await call(JudgeMethods.get, request)
    }

    /// Submissions, newest first, without their tests.
    public func list(_ request: Verdict_V1_ListSubmissionsRequest) async throws -> Verdict_V1_ListSubmissionsResponse {
        try await call(JudgeMethods.list, request)
    }

    /// Stops judging a submission. Not repeated after a lost connection: look at the submission then.
    /// - Throws: `WireError`: `notFound`; `failedPrecondition` if its judgement has ended.
    public func cancel(_ id: String, reason: String = "") async throws {
        var request = Verdict_V1_CancelRequest()
        request.id = id
        request.reason = reason
        _ = try await call(JudgeMethods.cancel, request)
    }

    /// Judges again what `request` names; the answer is how many submissions that are. Not repeated after a lost
    /// connection.
    public func rejudge(_ request: Verdict_V1_RejudgeRequest) async throws -> UInt64 {
        try await call(JudgeMethods.rejudge, request).submissions
    }

    func call<Request, Response>(
        _ method: Method<Request, Response>, _ request: Request
    ) async throws -> Response {
        try await wire.callPatiently(method, request, options)
    }
}
