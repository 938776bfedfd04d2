/// Why somebody cannot be logged in at a provider. Nothing that the provider said stands in it.
package struct OpenIDError: Error, Hashable, Sendable {
    /// What was being done.
    package enum Stage: String, Hashable, Sendable {
        /// Reading where the provider is asked for what.
        case discovery = "read the provider's discovery document"
        /// Reading the keys that the provider signs with.
        case keys = "read the provider's keys"
        /// Giving the code for tokens.
        case exchange = "get tokens for a code"
        /// Checking who it is.
        case identity = "believe the provider's token"
        /// Reading what else the provider says of somebody.
        case userInfo = "read what the provider says of somebody"
    }

    /// What was being done.
    package let stage: Stage
    /// Why it could not be done.
    package let reason: String
    /// What to do about it.
    package let advice: String
    /// Whether this login was refused; otherwise nobody can log in there now.
    package let isRefusal: Bool

    /// The provider, or what is set of it, is not as it should be.
    static func unusable(
        _ stage: Stage, _ reason: String, advice: String = "see the provider's settings, and try again"
    ) -> OpenIDError {
        OpenIDError(stage: stage, reason: reason, advice: advice, isRefusal: false)
    }

    /// What came is not believed.
    static func refused(_ stage: Stage, _ reason: String) -> OpenIDError {
        OpenIDError(stage: stage, reason: reason, advice: "begin the login anew", isRefusal: true)
    }
}

extension OpenIDError: CustomStringConvertible {
    /// What could not be done, why, and what to do.
    package var description: String { "cannot \(stage.rawValue): \(reason); \(advice)" }
}
