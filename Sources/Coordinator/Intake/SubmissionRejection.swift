/// Why a submission was rejected.
struct SubmissionRejection: Error {
    /// The kinds of reasons, as metrics' labels have them.
    enum Reason: String {
        /// Too many submissions of all tenants wait.
        case backlog
        /// Its tenant may not have more.
        case quota
        /// The log is not read yet.
        case starting
        /// Something is wrong with the request.
        case invalid
        /// There is no such package.
        case unknownPackage = "unknown_package"
        /// It asks for more than its tenant may.
        case notPermitted = "not_permitted"
        /// Its key was used for another submission.
        case keyReused = "key_reused"
        /// The store failed.
        case store
    }

    /// The kind of reason.
    let reason: Reason
    /// The error for the client.
    let error: DomainError

    init(_ reason: Reason, _ error: DomainError) {
        self.reason = reason
        self.error = error
    }

    /// A rejection whose reason follows from the error.
    init(_ error: DomainError) {
        self.error = error
        reason =
            switch error.code {
            case .invalid, .wrongState: .invalid
            case .notFound: .unknownPackage
            case .forbidden: .notPermitted
            case .alreadyExists: .keyReused
            default: .store
            }
    }

    /// Does `body`, and throws its errors as rejections.
    static func mapping<Value>(_ body: () async throws(DomainError) -> Value) async throws(SubmissionRejection) -> Value
    {
        do {
            return try await body()
        } catch {
            throw SubmissionRejection(error)
        }
    }
}
