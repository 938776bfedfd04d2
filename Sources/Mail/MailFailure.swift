/// Why a mail was not sent.
package struct MailFailure: Error, Hashable, Sendable {
    /// Whether sending it again can help.
    package enum Kind: Hashable, Sendable {
        /// It may work later: nobody answered, or the server has no time or place now.
        case transient
        /// It will not work later, either: the server will not have it.
        case permanent
    }

    /// Whether sending it again can help.
    package let kind: Kind
    /// What could not be done: `log in at mail.example.org`.
    package let stage: String
    /// What the server said, or what happened.
    package let reason: String
    /// What to do about it.
    package let advice: String

    /// A failure from its parts.
    /// - Parameters:
    ///   - kind: whether sending it again can help.
    ///   - stage: what could not be done.
    ///   - reason: why.
    ///   - advice: what to do.
    package init(_ kind: Kind, stage: String, reason: String, advice: String) {
        (self.kind, self.stage, self.reason, self.advice) = (kind, stage, reason, advice)
    }
}

extension MailFailure: CustomStringConvertible {
    /// All in a sentence.
    package var description: String { "cannot \(stage): \(reason); \(advice)" }
}
