internal import Coordinator
internal import Credentials
internal import Cryptography
internal import Kernel
internal import Units

/// A code that came back from a mail, and what tells whether it is the one. Pure.
struct CodeProof: Sendable {
    /// What came.
    var token: OpaqueToken
    /// What codes are made with.
    var secrets: AccountSecrets

    /// Asks that it is the code that was sent last for that purpose, and in time.
    /// - Throws: `DomainError` (`forbidden`), whatever is wrong.
    func require(
        _ purpose: CodePurpose, of account: EntityID, in state: Account, at now: Timestamp
    ) throws(DomainError) {
        guard let code = state.codes[purpose], now < code.until,
            areEqual(token.hash, secrets.code(code.nonce, for: purpose, of: account).hash)
        else { throw AccountRefusal.wrongCode }
    }

    /// The text of a link: whose code it is, and the code.
    static func text(_ token: OpaqueToken, of account: EntityID) -> String { "\(account).\(token.text)" }

    /// What the text of a link says; nil if it is none.
    static func read(_ text: String) -> (account: EntityID, token: OpaqueToken)? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard text.utf8.count <= 256, parts.count == 2, let account = EntityID(parts[0]),
            let token = OpaqueToken(String(parts[1]), kind: .mail)
        else { return nil }
        return (account, token)
    }
}
