internal import Glibc

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
