/// The texts that were seen last: two halves, of which the older one is dropped when the newer is full.
struct RecentTexts: Sendable {
    private static let half = 4096
    private var newer: Set<String> = []
    private var older: Set<String> = []

    /// Whether a text is remembered.
    func contains(_ text: String) -> Bool { newer.contains(text) || older.contains(text) }

    /// Remembers a text.
    /// - Returns: whether it was not remembered before.
    mutating func insert(_ text: String) -> Bool {
        guard !contains(text) else { return false }
        newer.insert(text)
        if newer.count >= Self.half {
            older = newer
            newer = []
        }
        return true
    }
}
