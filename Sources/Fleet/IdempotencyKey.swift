import Cryptography
import Units
public import Wire

/// What makes a submission that was sent twice, for nobody knows whether it arrived, the same submission.
public struct IdempotencyKey: Hashable, Sendable {
    /// The key, 1 to 128 bytes.
    public let text: String

    /// The key of `request` in one session of a client: the same for the same place in the session and the same request,
    /// and no one else's. The request's own key does not count.
    public init(session: String, place: Int, of request: Verdict_V1_SubmitRequest) {
        var hash = SHA256()
        let parts = [session, "\(place)", request.language, request.contest, "\(request.priority.rawValue)"]
        for part in parts + ["\(request.allTests)", "\(request.timeAllowance.rawValue)", request.entryPoint] {
            Self.add(part.utf8, to: &hash)
        }
        if !request.policy.isEmpty { Self.add("policy \(request.policy)".utf8, to: &hash) }
        if !request.dialect.isEmpty { Self.add("dialect \(request.dialect)".utf8, to: &hash) }
        Self.add(request.package, to: &hash)
        for source in request.sources {
            Self.add(source.name.utf8, to: &hash)
            Self.add(source.content, to: &hash)
        }
        text = "session-" + hash.finalize().hexadecimal
    }

    /// The key that a user chose, `text`, for one of several submissions, which is told apart by its `path`; nil: it is for
    /// the only one. Nil if `text` is empty or longer than 63 bytes, or 128 for an only one.
    public init?(_ text: String, path: String?) {
        guard (1...(path == nil ? 128 : 63)).contains(text.utf8.count) else { return nil }
        self.text = text + (path.map { "/" + SHA256.hash($0.utf8).hexadecimal } ?? "")
    }

    /// The key of the same submission where it is judged once more, otherwise timed.
    public init(again first: String) {
        text = "again-" + SHA256.hash(first.utf8).hexadecimal
    }

    /// A new session's name: 128 random bits.
    public static func newSession() -> String {
        var generator = SystemRandomNumberGenerator()
        return String(UInt128.random(in: 0...UInt128.max, using: &generator), radix: 32)
    }

    /// With its length, so that no two lists of parts are the same bytes.
    private static func add(_ part: some Sequence<UInt8>, to hash: inout SHA256) {
        let bytes = Array(part)
        hash.update(Array("\(bytes.count):".utf8))
        hash.update(bytes)
    }
}
