import CLinux
import Synchronization
import Units

/// The four pipes between two programs whose words pass through here.
struct Relay {
    /// What the first writes.
    let fromFirst: RelayedOutput
    /// What the second writes.
    let fromSecond: RelayedOutput
    private let passed: [PassedDescriptor]
    private let listener: any InteractionListener

    /// Replaces the standard inputs and outputs of both.
    init(
        _ first: inout RunRequest, _ second: inout RunRequest, _ listener: any InteractionListener
    ) throws(SandboxError) {
        var (firstPipes, secondPipes) = (StreamPipes(), StreamPipes())
        (first.standardInput, first.standardOutput) = (.stream, .stream)
        (second.standardInput, second.standardOutput) = (.stream, .stream)
        first = try firstPipes.replaceStreams(of: first)
        second = try secondPipes.replaceStreams(of: second)
        for pipe in [firstPipes.output, secondPipes.output].compactMap(\.self) {
            // A user may have so much in pipes that this one has to stay as it is.
            _ = clinux_widen_pipe(pipe.rawValue, Wiring.capacity)
        }
        self.listener = listener
        passed = firstPipes.passed + secondPipes.passed
        fromFirst = RelayedOutput(
            of: .first, from: firstPipes, to: secondPipes, limit: first.limits.output, listener)
        fromSecond = RelayedOutput(
            of: .second, from: secondPipes, to: firstPipes, limit: second.limits.output, listener)
    }

    /// Carries over what `side` writes, until its end; see ``RelayedOutput/carry(whenSilent:)``.
    func carry(from side: Interaction.Side) async -> Bool {
        await (side == .first ? fromFirst : fromSecond).carry {
            let backlog = InteractionBacklog(forFirst: fromSecond.unread, forSecond: fromFirst.unread)
            listener.hearSilence(of: side, backlog)
        }
    }

    /// Lets go of what nobody took: a program that never started leaves its ends here.
    func release() {
        for descriptor in passed { descriptor.release() }
        fromFirst.readerHasEnded()
        fromSecond.readerHasEnded()
    }
}

/// One direction of a relay: what one program writes and the other reads.
final class RelayedOutput: Sendable {
    /// Stops the program that writes.
    let stop = StopSignal()
    private let side: Interaction.Side
    private let source: ProgramOutput
    private let target: ProgramInput
    private let limit: Int
    private let listener: any InteractionListener
    private let readerEnd = Eventual<Void>()
    /// Whether a piece was read and is not yet written.
    private let isUnderWay = Atomic(false)

    /// Raises ``stop`` when more than `limit` was thrown away because nobody reads it any more.
    init(
        of side: Interaction.Side, from writer: StreamPipes, to reader: StreamPipes, limit: ByteCount,
        _ listener: any InteractionListener
    ) {
        self.side = side
        self.limit = Int(limit.bytes)
        self.listener = listener
        source = ProgramOutput(writer.output, limit: ByteCount(.max), onLimit: Eventual())
        target = ProgramInput(reader.input)
    }

    /// Bytes that the reader was sent and has not read, or at least so many.
    var unread: Int { target.unread + (isUnderWay.load(ordering: .relaxed) ? 1 : 0) }

    /// Says that the program that reads has ended.
    func readerHasEnded() { readerEnd.set(()) }

    /// Carries all over until the writer's end, or until the task is cancelled. As without a relay, a reader that has closed
    /// its input keeps the writer waiting until it ends; then what is left is thrown away. Answers whether that was more than
    /// the limit.
    /// - Parameter tell: called at the writer's end, before the reader knows of it.
    func carry(whenSilent tell: () -> Void) async -> Bool {
        var (isRead, thrownAway) = (true, 0)
        for await piece in source {
            listener.hear(piece, from: side)
            isUnderWay.store(isRead, ordering: .relaxed)
            defer { isUnderWay.store(false, ordering: .relaxed) }
            if isRead, await target.write(piece) == .written { continue }
            isRead = false
            await readerEnd.value
            thrownAway += piece.count
            if thrownAway > limit {
                stop.raise()
                return true
            }
        }
        tell()
        target.finish()
        return false
    }
}
