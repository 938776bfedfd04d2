/// Does `work` for all `items`, at most `width` at once, beginning in order; the first error cancels the rest.
/// - Returns: What came of each, in the order of `items`.
func overlapping<Item: Sendable, Value: Sendable>(
    _ items: [Item], width: Int, _ work: @escaping @Sendable (Item) async throws -> Value
) async throws -> [Value] {
    try await withThrowingTaskGroup(of: (Int, Value).self) { group in
        var rest = items.indices
        func startNext() {
            guard let index = rest.popFirst() else { return }
            group.addTask { (index, try await work(items[index])) }
        }
        for _ in 0..<max(1, width) { startNext() }
        var values: [Int: Value] = [:]
        while let (index, value) = try await group.next() {
            values[index] = value
            startNext()
        }
        return items.indices.compactMap { values[$0] }
    }
}
