internal import Synchronization
public import Units

/// How contents and calls are sent, and how long is gone on after failures.
public struct TransferOptions: Hashable, Sendable {
    /// How many contents are on their way at once.
    public var atOnce = 4
    /// How long is tried again, counted from the first of the failures with nothing achieved between them.
    public var patience = Duration.seconds(60)
    /// How long to wait after the first failure; each further one doubles it, with jitter.
    public var firstDelay = Duration.milliseconds(100)
    /// The longest wait between two attempts, unless the server asks for a longer one.
    public var longestDelay = Duration.seconds(5)
    /// How much is sent in one message, 1 KiB to 1 MiB.
    public var piece = ByteCount.kibibytes(256)

    /// The defaults.
    public init() {}
}

/// How far a transfer is.
public struct TransferProgress: Hashable, Sendable {
    /// Bytes that are where they should be.
    public var bytes: Int64
    /// Bytes in all.
    public var totalBytes: Int64
    /// Contents that are where they should be.
    public var contents: Int
    /// Contents in all.
    public var totalContents: Int

    /// Progress from its parts.
    public init(bytes: Int64, totalBytes: Int64, contents: Int, totalContents: Int) {
        self.bytes = bytes
        self.totalBytes = totalBytes
        self.contents = contents
        self.totalContents = totalContents
    }
}

/// Counts what several transfers have done, and tells it in the order in which it happened.
final class TransferCount: Sendable {
    private let state: Mutex<TransferProgress>
    private let tell: @Sendable (TransferProgress) -> Void

    init(totalBytes: Int64, totalContents: Int, tell: @escaping @Sendable (TransferProgress) -> Void) {
        let none = TransferProgress(bytes: 0, totalBytes: totalBytes, contents: 0, totalContents: totalContents)
        state = Mutex(none)
        self.tell = tell
        tell(none)
    }

    func add(bytes: Int64, contents: Int = 0) {
        state.withLock { progress in
            progress.bytes += bytes
            progress.contents += contents
            tell(progress)
        }
    }
}
