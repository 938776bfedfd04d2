import Storage

/// Does something with each item, with at most `width` of them at once, begun in their order: each gets as far as it does
/// without waiting before the next begins.
/// - Returns: what came of each, in the items' order. Throws the first failure.
func concurrently<Item: Sendable, Outcome: Sendable>(
    _ items: [Item], width: Int,
    _ operation: @escaping @Sendable (Item) async throws(StorageError) -> Outcome
) async throws(StorageError) -> [Outcome] {
    let outcomes = await withTaskGroup(of: (Int, Result<Outcome, StorageError>).self) { group in
        var begun = 0
        func begin() {
            guard begun < items.count else { return }
            let (index, item) = (begun, items[begun])
            group.addImmediateTask {
                do throws(StorageError) { return (index, .success(try await operation(item))) } catch {
                    return (index, .failure(error))
                }
            }
            begun += 1
        }
        for _ in 0..<min(width, items.count) { begin() }
        var outcomes = [Result<Outcome, StorageError>?](repeating: nil, count: items.count)
        while let (index, outcome) = await group.next() {
            outcomes[index] = outcome
            if case .success = outcome { begin() }
        }
        return outcomes
    }
    var all: [Outcome] = []
    all.reserveCapacity(items.count)
    for outcome in outcomes {
        if let outcome { all.append(try outcome.get()) }
    }
    return all
}
