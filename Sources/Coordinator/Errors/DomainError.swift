/// Why the coordinator does not do what somebody asked for.
///
/// It says nothing of how it is told: what stands at the coordinator's edge makes a status of it, each in one table.
public struct DomainError: Error, Hashable, Sendable {
    /// What kind of failure it is. Callers decide by it.
    public enum Code: Hashable, Sendable, CaseIterable {
        /// The request is wrong, whatever is stored.
        case invalid
        /// The caller is known and may not do this.
        case forbidden
        /// What was asked for does not exist, or the caller may not know of it.
        case notFound
        /// What should be made exists: a name or a key is taken.
        case alreadyExists
        /// What is stored is not in a state for this; asking again helps only after somebody has changed that.
        case wrongState
        /// Somebody else changed the same thing first: begin anew from reading it.
        case conflict
        /// A quota is used up, or something is full.
        case exhausted
        /// The coordinator cannot do this now; asking again later helps.
        case unavailable
        /// The caller does not wait for it any more.
        case cancelled
        /// What is stored is lost or damaged.
        case damaged
        /// A fault of the coordinator's own.
        case failed
    }

    /// What kind of failure it is.
    public var code: Code
    /// What went wrong, in words that a user understands.
    public var message: String
    /// What the caller can do about it; nil where the message says all.
    public var advice: String?
    /// How long to wait before the same is worth trying again; nil where nobody knows, or it is not.
    public var retryAfter: Duration?

    /// An error of `code`.
    public init(_ code: Code, _ message: String, advice: String? = nil, retryAfter: Duration? = nil) {
        self.code = code
        self.message = message
        self.advice = advice
        self.retryAfter = retryAfter
    }
}

extension DomainError: CustomStringConvertible {
    /// The message with the advice: `there is no package 41d2; add it first`.
    public var description: String { message + (advice.map { "; \($0)" } ?? "") }
}

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
    package static var starting: DomainError {
        DomainError(.unavailable, "the coordinator is starting", advice: "try again", retryAfter: .seconds(1))
    }
}
