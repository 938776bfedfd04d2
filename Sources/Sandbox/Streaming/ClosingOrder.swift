import CLinux
import Synchronization
import SystemPackage

/// In which order the ends of two pipes are closed for good, by whoever holds them.
///
/// A process's end cannot be timed from outside: its pipes are closed before its parent is woken, so the other program
/// may have ended, too, and been seen to, before. The kernel queues the notice of a closing before it tells the readers
/// and writers. A program may open a pipe of its own again (`/dev/stdin`) and close that: what counts is the last closing.
final class ClosingOrder: Sendable {
    /// Notices so far, and the place among them of the last closing of each pipe's end by each side.
    private struct Closings {
        var count = 0
        var last: [End: Int] = [:]
    }

    private struct End: Hashable {
        var isThere: Bool
        var side: Interaction.Side
    }

    private let notices: OwnedDescriptor
    private let there: Int32
    private let closings = Mutex(Closings())

    /// Watches the pipe on which the first program writes, `there`, and the one on which the second does.
    init(there: Pipe, back: Pipe) throws(SandboxError) {
        notices = try OwnedDescriptor(checking: clinux_notices(), "watch a pipe")
        self.there = try checked(clinux_watch_pipe(notices.rawValue, there.readEnd.rawValue), "watch a pipe")
        try checked(clinux_watch_pipe(notices.rawValue, back.readEnd.rawValue), "watch a pipe")
    }

    /// Who closed an end first and did not close it again after that, as far as is known now; nil if nobody has.
    var first: Interaction.Side? {
        closings.withLock { closings in
            while let end = next() {
                closings.count += 1
                closings.last[end] = closings.count
            }
            return closings.last.min { $0.value < $1.value }?.key.side
        }
    }

    /// Whose closing of what comes next; nil if there is none yet.
    private func next() -> End? {
        var (pipe, isWriteEnd): (Int32, Int32) = (0, 0)
        guard unsafe clinux_next_notice(notices.rawValue, &pipe, &isWriteEnd) == 1 else { return nil }
        let isThere = pipe == there
        return End(isThere: isThere, side: isThere == (isWriteEnd != 0) ? .first : .second)
    }
}
