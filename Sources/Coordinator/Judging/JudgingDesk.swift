public import Events
import FoundationEssentials
import Identity
public import Storage

/// Has programs judged by the fleet for another part of the coordinator, and keeps what belongs to them.
///
/// What it submits is a tenant's of its own, whose name no list of tokens can have, and is held to no quota: who may hand in
/// how much is decided by whoever asks here.
public struct JudgingDesk: Sendable {
    /// The tenant whose they are, with the packages that the platform keeps.
    public static let tenant = owner.tenant

    /// Whose submissions these are. A name in an access list has no space.
    static let owner = Principal(role: .admin, name: "the platform")
    /// Somebody who owns no package: sees of secret test cases what all see.
    private static let reader = Principal(role: .client, name: "the platform's people")

    private let intake: Intake
    private let submissions: Submissions
    private let packages: any PackageCatalog
    private let blobs: any BlobStore
    let fanout: LogFanout?
    private let onCancel: @Sendable (SubmissionID) -> Void

    /// A desk of these parts of a coordinator.
    /// - Parameters:
    ///   - intake: takes what is to be judged.
    ///   - submissions: what is known of it.
    ///   - packages: the packages that it is judged by.
    ///   - blobs: where files are kept.
    ///   - fanout: tells what workers say while they judge; nil: nothing does.
    ///   - onCancel: tells the workers that judge it to stop.
    public init(
        intake: Intake, submissions: Submissions, packages: any PackageCatalog, blobs: any BlobStore,
        fanout: LogFanout? = nil, onCancel: @escaping @Sendable (SubmissionID) -> Void = { _ in }
    ) {
        (self.intake, self.submissions, self.packages, self.blobs) = (intake, submissions, packages, blobs)
        (self.fanout, self.onCancel) = (fanout, onCancel)
    }

    /// What the fleet calls the submission that is made with an idempotency key.
    public static func id(key: String) -> SubmissionID { SubmissionID(tenant: owner.tenant, key: key) }

    /// Whether a submission was made here.
    public static func isOwn(_ state: SubmissionState) -> Bool { state.accepted.tenant == owner.tenant }

    /// Has a program judged; the same again if it comes again with its key.
    /// - Returns: what the fleet calls it.
    /// - Throws: ``DomainError`` as ``Intake/submit(_:of:traceparent:)`` does.
    @discardableResult
    public func submit(_ request: SubmissionRequest) async throws(DomainError) -> SubmissionID {
        try await intake.submit(request, of: Self.owner).id
    }

    /// Why the fleet does not take something, however often it is tried.
    public struct Refusal: Hashable, Sendable {
        /// Why, in words.
        public let reason: String
        /// Whether that is for what it is, and not for what it needs.
        public let isForWhatItIs: Bool
    }

    /// Has the fleet take something. Done twice, it has it once.
    /// - Parameter request: says what is to be judged; what it throws is told apart as what the fleet says.
    /// - Returns: why it does not take it; nil: it has it.
    /// - Throws: ``DomainError`` where trying again may help; what else `request` throws.
    public func put(_ request: @Sendable () async throws -> SubmissionRequest) async throws -> Refusal? {
        do {
            try await submit(try await request())
            return nil
        } catch let error as DomainError {
            switch error.code {
            case .alreadyExists: return nil  // The fleet has it: the key is nobody else's.
            case .invalid, .wrongState: return Refusal(reason: "\(error)", isForWhatItIs: true)
            case .notFound, .forbidden: return Refusal(reason: "\(error)", isForWhatItIs: false)
            case .conflict, .exhausted, .unavailable, .cancelled, .damaged, .failed: throw error
            }
        }
    }

    /// Stops the judging of what was submitted here; nothing, if it has ended, or was never begun.
    /// - Parameters:
    ///   - id: what the fleet calls it.
    ///   - reason: why.
    /// - Throws: ``DomainError``: what the store's failures mean.
    public func cancel(_ id: SubmissionID, because reason: String) async throws(DomainError) {
        let change = try await DomainError.mapping { () async throws(StorageError) in
            try await submissions.change(id) { state in
                Self.isOwn(state) ? state.cancel(by: Self.owner.name, reason: reason) : []
            }
        }
        if change?.state.phase == .cancelled { onCancel(id) }
    }

    /// What is known of a submission; nil if there is none of that id.
    /// - Throws: ``DomainError``: what the store's failures mean.
    public func state(of id: SubmissionID) async throws(DomainError) -> SubmissionState? {
        try await DomainError.mapping { () async throws(StorageError) in try await submissions.load(id) }
    }

    /// What is known of the judgement, with what is found so far of each test case.
    /// - Parameter seesAll: whether what the checker said of secret test cases is told, too.
    /// - Returns: nil while there is none.
    /// - Throws: ``DomainError``: what the store's failures mean.
    public func judgement(of state: SubmissionState, seesAll: Bool) async throws(DomainError) -> Judgement? {
        let principal = seesAll ? Self.owner : Self.reader
        let visibility = try await DomainError.mapping { () async throws(StorageError) in
            try await packages.resultVisibility(of: [UInt8](state.accepted.package), for: principal)
        }
        return state.judgement(testNames: visibility.testNames).map(visibility.redacted)
    }

    /// What the test cases of a submission's package are called, in order.
    /// - Throws: ``DomainError``: what the store's failures mean.
    public func testNames(of state: SubmissionState) async throws(DomainError) -> [String] {
        try await DomainError.mapping { () async throws(StorageError) in
            try await packages.resultVisibility(of: [UInt8](state.accepted.package), for: Self.reader).testNames
        }
    }

    /// Keeps a file; when this returns, it is durable. It stays only if an entry of the log says that it is held.
    /// - Throws: ``DomainError``: what the store's failures mean.
    public func keep(_ bytes: [UInt8]) async throws(DomainError) -> LoggedBlobRef {
        try await DomainError.mapping { () async throws(StorageError) in try await SourceStorage.put(bytes, into: blobs)
        }
    }

    /// A file that is kept.
    /// - Throws: ``DomainError``: what the store's failures mean.
    public func content(_ reference: LoggedBlobRef) async throws(DomainError) -> [UInt8] {
        try await DomainError.mapping { () async throws(StorageError) in
            [UInt8](try await blobs.contents(of: reference))
        }
    }
}
