/// How two programs that were wired to each other went.
public struct Interaction: Sendable {
    /// One of the two.
    public enum Side: String, Hashable, Sendable, CaseIterable {
        /// The one that was given first.
        case first
        /// The other one.
        case second
    }

    /// What becomes of the first program when the second has ended.
    public enum Sequel: Hashable, Sendable {
        /// It runs on; what it still writes is read and thrown away, up to its output limit.
        case goOn
        /// It is stopped; unless it had ended by then, its ``RunResult/exit`` is nil.
        case stop
    }

    /// How the first one went.
    public var first: RunResult
    /// How the second one went.
    public var second: RunResult
    /// Which one left the conversation first, by ending or by closing its input or output, so that the other's end may
    /// be its doing and not the other way round.
    ///
    /// It is the kernel's own order of closings (`inotify(7)`), which no load on the host can turn round: the kernel
    /// notes a closing before it tells the other side. Nil if the run was cancelled before it began, or if this user
    /// has no inotify instance left.
    public var leftFirst: Side?

    /// Both results.
    public init(first: RunResult, second: RunResult, leftFirst: Side? = nil) {
        self.first = first
        self.second = second
        self.leftFirst = leftFirst
    }
}

/// A run and where it happens.
public struct Placement: Sendable {
    /// What to run.
    public var request: RunRequest
    /// What its cell is made of.
    public var cell: CellConfiguration

    /// `request` in a cell made as `cell` says.
    public init(_ request: RunRequest, in cell: CellConfiguration) {
        self.request = request
        self.cell = cell
    }
}
