/// Hears what two programs say to each other through a relay; see ``Executor/relay(_:_:to:whenSecondEnds:)``.
///
/// The directions are told of at the same time, from several threads; each one in order. It must not block.
public protocol InteractionListener: Sendable {
    /// `side` has written `bytes`, at most 64 KiB, which now go on to the other.
    func hear(_ bytes: [UInt8], from side: Interaction.Side)

    /// Nothing more comes from `side`, which has closed its output or ended. The other does not know that yet.
    /// - Parameters:
    ///   - side: who says nothing any more.
    ///   - backlog: what had been written by then and not read.
    func hearSilence(of side: Interaction.Side, _ backlog: InteractionBacklog)

    /// `side` has ended, with nothing of it left. It may be told of the two in either order.
    func hearEnd(of side: Interaction.Side, _ result: RunResult)
}

/// What two programs wrote to each other and did not read, at some moment.
public struct InteractionBacklog: Hashable, Sendable {
    /// Bytes for the first that it has not read; of more than a pipe holds, at least so many.
    public var forFirst: Int
    /// Bytes for the second that it has not read; of more than a pipe holds, at least so many.
    public var forSecond: Int

    /// So many bytes for each.
    public init(forFirst: Int, forSecond: Int) {
        self.forFirst = forFirst
        self.forSecond = forSecond
    }
}
