internal import Concurrency
internal import NIOCore
internal import Synchronization

/// What is said of things as it is written, each made once: thousands may ask for the same, or follow it.
final class SharedTexts<Key: Hashable & Sendable>: Sendable {
    /// How many are kept, and how many bytes of them.
    private static var most: (count: Int, bytes: Int64) { (4096, 16 << 20) }

    private let recent = Mutex(RecentlyUsed<Key, ByteBuffer>())
    private let work = SharedWork<Key, ByteBuffer>()

    /// The text that `key` names, which is the same whoever asks.
    /// - Throws: what `make` throws, to all who wait for it; `CancellationError`.
    func text(
        of key: Key, _ make: @escaping @Sendable () async throws -> ByteBuffer
    ) async throws -> ByteBuffer {
        if let known = recent.withLock({ $0.use(key) }) { return known }
        return try await work.value(of: key) {
            // Who found none may have come when another had just made it.
            if let known = self.recent.withLock({ $0.use(key) }) { return known }
            let text = try await make()
            self.recent.withLock { recent in
                recent.add(text, size: Int64(text.readableBytes), for: key)
                _ = recent.trim(to: Self.most.bytes, count: Self.most.count)
            }
            return text
        }.value
    }
}
