import CLinux
import Synchronization
import SystemPackage

/// In which order the ends of two pipes are closed for good, by whoever holds them.
///
/// A process's end cannot be timed from outside: its pipes are closed before its parent is woken, so the other program
/// may have ended, too, and been seen to, before. The kernel queues the notice of a closing before it tells the readers
/// and writers.
final class ClosingOrder: Sendable {
    private let notices: OwnedDescriptor
    private let there: Int32
    /// What the first notice said, once it was read.
    private let known = Mutex<Interaction.Side?>(nil)

    /// Watches the pipe on which the first program writes, `there`, and the one on which the second does.
    init(there: Pipe, back: Pipe) throws(SandboxError) {
        notices = try OwnedDescriptor(checking: clinux_notices(), "watch a pipe")
        self.there = try checked(clinux_watch_pipe(notices.rawValue, there.readEnd.rawValue), "watch a pipe")
        try checked(clinux_watch_pipe(notices.rawValue, back.readEnd.rawValue), "watch a pipe")
    }

    /// Who closed an end first; nil if nobody has.
    var first: Interaction.Side? {
        known.withLock { known in
            known = known ?? next()
            return known
        }
    }

    /// Whose closing comes next; nil if there is none yet.
    private func next() -> Interaction.Side? {
        var (pipe, isWriteEnd): (Int32, Int32) = (0, 0)
        guard unsafe clinux_next_notice(notices.rawValue, &pipe, &isWriteEnd) == 1 else { return nil }
        return (pipe == there) == (isWriteEnd != 0) ? .first : .second
    }
}
