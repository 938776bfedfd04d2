internal import Cryptography
internal import FoundationEssentials
internal import Kernel
internal import OpenIDConnect
internal import Units

/// What a browser keeps while somebody logs in at a provider, so that the coordinator need not: sealed, for one provider, and for
/// a while. Pure.
struct LoginTicket: Hashable, Sendable, Codable {
    /// How long one is good.
    static let life = Duration.seconds(600)
    /// The longest that is read.
    static let longest = 2048
    /// The longest path that one remembers: browsers keep tickets in cookies, which are short.
    static let longestNext = 128

    /// How far the login is.
    enum Step: Hashable, Sendable, Codable {
        /// Somebody went to the provider, to log in.
        case loggingIn(LoginSecrets)
        /// The person of that id went there, to link that login.
        case linking(LoginSecrets, person: String)
        /// The provider has said that it is the person of that id, whose account needs a code of an app, too.
        case known(person: String)
    }

    /// The provider's name.
    var provider: String
    /// How far the login is.
    var step: Step
    /// When it is good no more, in nanoseconds since 1970.
    var until: Int64
    /// Where the browser goes on this site when somebody has logged in; nil: to the front page.
    var next: String?

    private static let context = Array("ticket of a login".utf8)

    /// The ticket as a text.
    func sealed(with key: SymmetricKey) throws -> String {
        let nonce = randomBytes(AES256GCM.nonceSize)
        let bytes = Array(try JSONEncoder().encode(self))
        return Base64URL.text(
            of: nonce + AES256GCM.seal(bytes, key: key, nonce: nonce, context: Self.context))
    }

    /// The ticket that a text is; nil if it is none that was made here, or good no more.
    static func open(_ text: String, with key: SymmetricKey, at now: Timestamp) -> LoginTicket? {
        guard text.utf8.count <= longest, let bytes = Base64URL.bytes(of: text) else { return nil }
        let nonce = Array(bytes.prefix(AES256GCM.nonceSize))
        do {
            let opened = try AES256GCM.open(
                bytes.dropFirst(AES256GCM.nonceSize), key: key, nonce: nonce, context: context)
            let ticket = try JSONDecoder().decode(Self.self, from: Data(opened))
            return now.nanoseconds < ticket.until ? ticket : nil
        } catch {
            // Whatever is wrong with it, it is none.
            return nil
        }
    }
}
