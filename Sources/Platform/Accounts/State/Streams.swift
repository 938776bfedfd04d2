internal import Kernel
internal import Storage

/// What the module's streams are called.
enum AccountStream {
    static let people = "accounts-person"
    static let names = "accounts-name"
    static let addresses = "accounts-address"
    static let identities = "accounts-identity"
    static let sessions = "accounts-session"
    static let tokens = "accounts-token"

    /// What a stream of that kind is about; nil if it is of another kind.
    static func id(_ stream: StreamName, of kind: String) -> EntityID? {
        stream.text.hasPrefix(kind + "-") ? EntityID(stream.text.dropFirst(kind.count + 1)) : nil
    }
}
