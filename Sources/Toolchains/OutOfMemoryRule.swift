import Sandbox

/// How a runtime that could not get memory ends: the way it ends, and what it says.
struct OutOfMemoryRule: Hashable, Sendable {
    var exit: RunResult.Exit
    /// A text somewhere in standard error; nil if the way it ends is enough.
    var message: String?

    func matches(_ exit: RunResult.Exit?, standardError: [UInt8]) -> Bool {
        guard exit == self.exit else { return false }
        guard let message else { return true }
        return standardError.contains(Array(message.utf8))
    }
}
