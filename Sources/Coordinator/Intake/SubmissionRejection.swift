/// Why a submission was not taken.
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
        /// Its key was used for another one.
        case keyReused = "key_reused"
        /// The store did not do what it was asked.
        case store
    }

    /// Why, in a word.
    let reason: Reason
    /// What the client is told.
    let error: DomainError

    init(_ reason: Reason, _ error: DomainError) {
        self.reason = reason
        self.error = error
    }

    /// The reason of what a check said, or the store.
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

    /// Does `body`, whose errors are refusals.
    static func mapping<Value>(_ body: () async throws(DomainError) -> Value) async throws(SubmissionRejection) -> Value
    {
        do {
            return try await body()
        } catch {
            throw SubmissionRejection(error)
        }
    }
}
