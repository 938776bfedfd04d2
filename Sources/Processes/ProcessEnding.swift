internal import Glibc

/// How a process ended.
package enum ProcessEnding: Hashable, Sendable {
    /// By itself, with this status.
    case exited(Int32)
    /// By a signal of this number.
    case signaled(Int32)

    /// Reads what `waitpid(2)` says.
    package init(waitStatus status: Int32) {
        let signal = status & 0x7F
        self = signal == 0 ? .exited(status >> 8 & 0xFF) : .signaled(signal)
    }

    /// Waits for the end of a process that this one has started, and takes note of it: its number may be another's then.
    /// - Parameter pid: its number.
    /// - Returns: how it ended; nil if somebody else has waited for it.
    package static func wait(for pid: Int32) -> ProcessEnding? {
        var status: Int32 = 0
        while unsafe waitpid(pid, &status, 0) < 0 {
            guard errno == EINTR else { return nil }
        }
        return ProcessEnding(waitStatus: status)
    }
}

extension ProcessEnding: CustomStringConvertible {
    /// In words.
    package var description: String {
        switch self {
        case .exited(let status): "status \(status)"
        case .signaled(let number): "signal \(number)"
        }
    }
}
