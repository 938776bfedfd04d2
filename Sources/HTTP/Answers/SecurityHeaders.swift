internal import Cryptography
internal import Hummingbird
internal import Units

/// What every answer tells browsers about what they may do with it.
enum SecurityHeaders {
    /// A number that only one answer has: scripts that bear it are the server's own.
    static func nonce() -> String { Base64URL.text(of: randomBytes(16)) }

    /// A year, in seconds.
    private static let year = 31_536_000

    /// The policy of an answer that has none of its own.
    static func policy(nonce: String) -> String {
        "default-src 'none'; script-src 'self' 'nonce-\(nonce)'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
            + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
    }

    /// What answers without a context, such as refusals, tell.
    static let fixed: [(name: String, value: String)] = [
        ("x-content-type-options", "nosniff"), ("referrer-policy", "same-origin"), ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
    ]

    /// Adds them.
    /// - Parameters:
    ///   - headers: of the answer; a policy that it has already is narrower, and stays.
    ///   - nonce: of the answer.
    ///   - isEncrypted: whether the client's own connection is.
    static func add(to headers: inout HTTPFields, nonce: String, isEncrypted: Bool) {
        for (name, value) in fixed { RequestHeaders.set(name, value, &headers) }
        if RequestHeaders.value("content-security-policy", headers) == nil {
            RequestHeaders.set("content-security-policy", policy(nonce: nonce), &headers)
        }
        if isEncrypted { RequestHeaders.set("strict-transport-security", "max-age=\(year)", &headers) }
    }
}
