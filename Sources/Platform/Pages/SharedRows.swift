internal import Concurrency
internal import JSONText
internal import Synchronization

/// The rows of a board as the page's script reads them, made once for all who see the same: after each result everybody who
/// watches asks for them. Whoever asks has seen before that the board is shown to them, and of which version it is.
final class SharedRows: Sendable {
    /// What rows were made of.
    struct Key: Hashable, Sendable {
        var contest: String
        /// Whose view of the board it is.
        var isJudges: Bool
        /// Stands for all that the rows show but for names.
        var version: String
    }

    /// Rows, and which of them is whose. Nobody's is marked as the reader's own.
    struct Rows: Sendable {
        /// What a row says that is told of one's own, too.
        struct Place: Sendable {
            var index: Int
            var row: JSONTree
        }

        var texts: [String]
        /// By the participant.
        var places: [String: Place]

        /// All of them as one text, with another one in one place.
        func text(with own: (index: Int, text: String)?) -> String {
            guard let own, texts.indices.contains(own.index) else { return texts.joined(separator: ",") }
            var texts = texts
            texts[own.index] = own.text
            return texts.joined(separator: ",")
        }
    }

    /// Names may be otherwise after that, or are nobody's any more.
    private static let life = Duration.seconds(5)
    private static let (most, largest) = (64, Int64(64 << 20))

    private let work = SharedWork<Key, Rows>()
    private let known = Mutex(RecentlyUsed<Key, (rows: Rows, until: ContinuousClock.Instant)>())

    /// The rows of a version.
    /// - Parameters:
    ///   - key: of which.
    ///   - make: makes them, and says of which version they are: it may be a later one, which is shown and not kept.
    func rows(
        of key: Key, _ make: @escaping @Sendable () async throws -> (rows: Rows, version: String?)
    ) async throws -> Rows {
        if let rows = kept(key) { return rows }
        return try await work.value(of: key) {
            // Somebody may have made them meanwhile.
            if let rows = self.kept(key) { return rows }
            let (rows, version) = try await make()
            if version == key.version { self.keep(rows, key) }
            return rows
        }.value
    }

    private func kept(_ key: Key) -> Rows? {
        known.withLock { known in
            guard let found = known.use(key) else { return nil }
            guard ContinuousClock.now < found.until else {
                _ = known.remove(key)
                return nil
            }
            return found.rows
        }
    }

    private func keep(_ rows: Rows, _ key: Key) {
        let size = rows.texts.reduce(Int64(0)) { $0 + Int64(2 * $1.utf8.count) }
        known.withLock { known in
            _ = known.remove(key)
            known.add((rows, ContinuousClock.now + Self.life), size: size, for: key)
            _ = known.trim(to: Self.largest, count: Self.most)
        }
    }
}
