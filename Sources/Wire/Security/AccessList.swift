public import Identity

/// Who may call: tokens and certificates, each with the role, the name and the tenant that it stands for.
///
/// As text, a line each, `#` begins a comment:
///
///     # role   name        tenant      what it shows, as SHA-256 in hexadecimal digits
///     worker   judge-7                 token:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
///     client   alice       course-42   token:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752
///     admin    operations              certificate:fd61a03af4f77d870fc21e05e7e80678095c92d808cfb3b5c279ee04c74aca13
///
/// A line without a tenant is for one that is called as the name is: a client that shares nothing with others. A role may
/// have any number of lines, and so may a name and a tenant. A certificate's digest is that of its DER encoding, as
/// `openssl x509 -fingerprint -sha256` prints it, without the colons.
public struct AccessList: Hashable, Sendable {
    /// What somebody shows to prove who it is.
    public enum Evidence: String, Hashable, Sendable {
        /// A bearer token.
        case token
        /// A certificate of a TLS client.
        case certificate
    }

    private struct Entry: Hashable, Sendable {
        var principal: Principal
        var evidence: Evidence
        var digest: SecretDigest
    }

    private var entries: [Entry] = []

    /// Nobody may call.
    public init() {}

    /// Reads the text of a file. Fails at the first line that is no entry, with its number.
    public init(parsing text: String) throws(WireError) {
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        for (number, line) in zip(1..., lines) {
            let words = line.prefix { $0 != "#" }.split { $0 == " " || $0 == "\t" }
            guard !words.isEmpty else { continue }
            guard 3...4 ~= words.count, let role = Role(rawValue: String(words[0])), let shown = words.last,
                let colon = shown.firstIndex(of: ":"),
                let evidence = Evidence(rawValue: String(shown[..<colon])),
                let digest = SecretDigest(hexadecimal: shown[shown.index(after: colon)...])
            else {
                throw WireError(
                    .invalidArgument,
                    "line \(number) is no entry; write: worker|client|admin NAME [TENANT] "
                        + "token|certificate:64 hexadecimal digits"
                )
            }
            let tenant = words.count == 4 ? String(words[2]) : nil
            add(Principal(role: role, name: String(words[1]), tenant: tenant), evidence, digest)
        }
    }

    /// Lets who shows `evidence` of `digest` call as `principal`.
    public mutating func add(_ principal: Principal, _ evidence: Evidence, _ digest: SecretDigest) {
        entries.append(Entry(principal: principal, evidence: evidence, digest: digest))
    }

    /// How many entries there are.
    public var count: Int { entries.count }

    /// Whose token this is; nil: nobody's. Takes as long whatever the token is.
    public func principal(token: String) -> Principal? {
        principal(.token, SecretDigest(of: token.utf8))
    }

    /// Whose certificate this is, in DER; nil: nobody's.
    public func principal(certificate: [UInt8]) -> Principal? {
        principal(.certificate, SecretDigest(of: certificate))
    }

    /// Who shows `evidence` of that digest; nil: nobody.
    package func principal(_ evidence: Evidence, _ digest: SecretDigest) -> Principal? {
        var found: Principal?
        for entry in entries {
            let isSame = entry.digest == digest
            if isSame, entry.evidence == evidence, found == nil {
                found = entry.principal
            }
        }
        return found
    }
}
