internal import Glibc

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

/// A failure that tells a daemon's exit status besides its reason; all others end it with status 1.
public protocol DaemonFailure: Error {
    /// The process' exit status.
    var exitStatus: Int32 { get }
}

/// What a daemon has stored is damaged: it ended, and starting it again does not help.
public struct DamagedStore: DaemonFailure, CustomStringConvertible {
    /// 65, `EX_DATAERR` of `sysexits.h`.
    public var exitStatus: Int32 { EX_DATAERR }
    /// What is damaged, where, and what to do.
    public let description: String

    /// A failure with that reason.
    public init(_ description: String) {
        self.description = description
    }
}
