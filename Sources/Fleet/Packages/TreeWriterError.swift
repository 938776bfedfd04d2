public import SystemPackage

/// A tree of files cannot be written, or removed.
public struct TreeWriterError: Error, Hashable, Sendable {
    /// What the kernel said; nil if a path is none.
    public var reason: Errno?
    /// What went wrong, and what to do.
    public var message: String

    init(_ message: String, reason: Errno? = nil) {
        self.reason = reason
        self.message = message
    }

    init(_ path: String, _ reason: Errno) {
        let advice =
            switch reason {
            case .noSpace, .diskQuotaExceeded: "; make room there"
            case .fileExists: "; name a directory that is not there"
            default: ""
            }
        self.init("cannot write \(path.debugDescription): \(reason)\(advice)", reason: reason)
    }
}

extension TreeWriterError: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}
