/// Values of some size by key, in the order in which they were last used. No step takes longer the more there are.
package struct RecentlyUsed<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    /// A value in a list that is linked by keys.
    private struct Entry {
        var value: Value
        var size: Int64
        var older: Key?
        var newer: Key?
    }

    private var entries: [Key: Entry] = [:]
    private var oldest: Key?
    private var newest: Key?
    /// What all take together.
    package private(set) var size: Int64 = 0

    /// Nothing yet.
    package init() {}

    /// How many there are.
    package var count: Int { entries.count }

    /// The key of the value used longest ago; nil if there is none.
    package var oldestKey: Key? { oldest }

    /// Whether there is a value of `key`; that is no use of it.
    package func contains(_ key: Key) -> Bool { entries[key] != nil }

    /// The value of `key`; nil if there is none. That is no use of it.
    package func value(of key: Key) -> Value? { entries[key]?.value }

    /// The value of `key`, which becomes the one used last; nil if there is none.
    package mutating func use(_ key: Key) -> Value? {
        guard let entry = unlink(key) else { return nil }
        link(entry, key)
        return entry.value
    }

    /// Adds a value, which becomes the one used last, unless there is one of that key.
    package mutating func add(_ value: Value, size: Int64, for key: Key) {
        guard entries[key] == nil else { return }
        link(Entry(value: value, size: size), key)
    }

    /// Takes out the value of `key`; nil if there is none.
    package mutating func remove(_ key: Key) -> Value? { unlink(key)?.value }

    /// Takes out the values used longest ago until what is left is no larger than `size` and no more than `count`.
    /// - Returns: what was taken out.
    package mutating func trim(to size: Int64, count: Int) -> [Value] {
        var removed: [Value] = []
        while self.size > size || self.count > count, let key = oldest, let entry = unlink(key) {
            removed.append(entry.value)
        }
        return removed
    }

    /// Takes out values, those used longest ago first, as long as more is wanted. Each is looked at once at most.
    /// - Parameters:
    ///   - isWanted: whether more has to go, after `size` went in all.
    ///   - mayGo: whether a value may go; nobody else refers to it then, if it is an object that only this list keeps.
    /// - Returns: what was taken out.
    package mutating func remove(while isWanted: (_ size: Int64) -> Bool, where mayGo: (inout Value) -> Bool) -> [Value]
    {
        let before = size
        var removed: [Value] = []
        var next = oldest
        while let key = next, isWanted(before - size), var entry = entries.removeValue(forKey: key) {
            next = entry.newer
            let goes = mayGo(&entry.value)
            entries[key] = entry
            if goes, unlink(key) != nil { removed.append(entry.value) }
        }
        return removed
    }

    private mutating func link(_ entry: Entry, _ key: Key) {
        var entry = entry
        entry.older = newest
        entry.newer = nil
        entries[key] = entry
        size += entry.size
        if let newest { entries[newest]?.newer = key } else { oldest = key }
        newest = key
    }

    private mutating func unlink(_ key: Key) -> Entry? {
        guard let entry = entries.removeValue(forKey: key) else { return nil }
        size -= entry.size
        if let older = entry.older { entries[older]?.newer = entry.newer } else { oldest = entry.newer }
        if let newer = entry.newer { entries[newer]?.older = entry.older } else { newest = entry.older }
        return entry
    }
}
