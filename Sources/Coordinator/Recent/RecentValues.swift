/// Values by key, of which those that were set last are remembered: two halves, of which the older one is dropped when the
/// newer one is full.
struct RecentValues<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let half: Int
    private var newer: [Key: Value] = [:]
    private var older: [Key: Value] = [:]

    /// Remembers at most `capacity` values, and at least half as many.
    init(capacity: Int) {
        half = max(1, capacity / 2)
    }

    /// The value that was set last for `key`, if it is still remembered.
    subscript(key: Key) -> Value? {
        get { newer[key] ?? older[key] }
        set {
            newer[key] = newValue
            guard newValue != nil else {
                older[key] = nil
                return
            }
            guard newer.count >= half else { return }
            older = newer
            newer = [:]
        }
    }
}

extension RecentValues {
    /// All that is remembered, those that were set before first.
    var all: [(key: Key, value: Value)] {
        older.filter { newer[$0.key] == nil }.map { ($0.key, $0.value) } + newer.map { ($0.key, $0.value) }
    }
}

extension RecentValues where Value == Bool {
    /// Whether `key` was inserted and is still remembered.
    func contains(_ key: Key) -> Bool { self[key] != nil }

    /// Remembers `key`.
    /// - Returns: whether it was not remembered before.
    mutating func insert(_ key: Key) -> Bool {
        guard !contains(key) else { return false }
        self[key] = true
        return true
    }
}
