import Cryptography
import OpenIDConnect
import StrictYAML
import SystemPackage
import Units
import Wire

/// The file that says where else people log in: for each provider its name, and below it `issuer`, `client-id`, the file
/// `client-secret`, and `title`.
enum ProviderFile {
    /// How many providers there may be.
    private static let most = 32

    /// Reads the file, and the secrets that it names.
    /// - Throws: `Diagnostic`, `WireError`.
    static func providers(_ path: FilePath) throws -> [OpenIDProvider] {
        let root = try YAMLDocument(path: path).root.mapping()
        guard (1...most).contains(root.keys.count) else {
            throw root.node.error("there must be 1 to \(most) providers")
        }
        return try root.keys.map { try provider($0, try root.mapping($0), below: path.removingLastComponent()) }
    }

    private static func provider(
        _ name: String, _ settings: YAMLMapping, below folder: FilePath
    ) throws -> OpenIDProvider {
        try settings.allow("issuer", "client-id", "client-secret", "title")
        guard isName(name) else {
            throw settings.node.error("a provider's name is 1 to 32 small letters, digits and hyphens")
        }
        let title = try settings["title"]?.string() ?? name
        guard (1...64).contains(title.utf8.count), title.unicodeScalars.allSatisfy({ $0.value >= 32 }) else {
            throw settings.node.error("a title is 1 to 64 bytes on one line")
        }
        // A relative path begins where the file is.
        let file = folder.pushing(FilePath(try settings.string("client-secret")))
        let provider = OpenIDProvider(
            name: name, title: title, issuer: try settings.string("issuer"),
            clientID: try settings.string("client-id"),
            clientSecret: SymmetricKey(try SecretFile.token(file).utf8))
        guard let provider else {
            throw settings.node.error("issuer must be https://HOST, or http://127.0.0.1:PORT on this machine")
        }
        return provider
    }

    private static func isName(_ text: String) -> Bool {
        (1...32).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
