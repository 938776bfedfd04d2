internal import Synchronization

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
