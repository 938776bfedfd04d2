internal import Kernel

/// Values by ids, in many small dictionaries: a copy of which one value is changed costs little, however many there are.
struct Buckets<Value: Sendable>: Sendable {
    private var buckets = [[EntityID: Value]](repeating: [:], count: 256)
    /// How many there are.
    private(set) var count = 0

    private func bucket(of id: EntityID) -> Int { Int(truncatingIfNeeded: id.number & 255) }

    /// The value of an id.
    subscript(id: EntityID) -> Value? {
        get { buckets[bucket(of: id)][id] }
        set {
            let bucket = bucket(of: id)
            let old = buckets[bucket].updateOrRemove(newValue, id)
            count += (newValue == nil ? 0 : 1) - (old ? 1 : 0)
        }
    }

    /// The ids of values for which it is so.
    func ids(where isSo: (Value) -> Bool) -> [EntityID] {
        buckets.flatMap { $0.filter { isSo($0.value) }.keys }
    }
}

extension Dictionary {
    /// Whether there was one.
    fileprivate mutating func updateOrRemove(_ value: Value?, _ key: Key) -> Bool {
        guard let value else { return removeValue(forKey: key) != nil }
        return updateValue(value, forKey: key) != nil
    }
}
