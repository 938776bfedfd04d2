/// Why a daemon cannot be operated as it should.
public struct OperationsError: Error, Hashable, Sendable {
    /// What kind of failure it is.
    public enum Code: String, Hashable, Sendable {
        /// An address is taken, not this host's, or not allowed.
        case cannotListen
        /// systemd's socket for notifications cannot be used.
        case cannotNotify
    }

    /// What kind of failure it is.
    public var code: Code
    /// What went wrong and what to do, in words that an operator understands.
    public var message: String

    /// An error of `code`.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

extension OperationsError: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}
