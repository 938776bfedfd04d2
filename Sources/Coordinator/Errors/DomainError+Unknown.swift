extension DomainError {
    /// There is no package of that id, or none that the caller may know of.
    static func unknownPackage(_ id: String) -> DomainError {
        DomainError(.notFound, "there is no package \(id.prefix(64))", advice: "add it first")
    }

    /// There is no submission of that id, or none that the caller may know of: nobody learns which.
    static func unknownSubmission(_ id: String) -> DomainError {
        DomainError(.notFound, "there is no submission \(id.prefix(64).debugDescription)")
    }

    /// The log is not read yet.
    static var starting: DomainError {
        DomainError(.unavailable, "the coordinator is starting", advice: "try again", retryAfter: .seconds(1))
    }
}
