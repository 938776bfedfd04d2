/// Several things at once, and never more than a given number.
package enum BoundedTasks {
    /// Does `work` with each of `items`, at most `limit` at once. They begin in order: each goes on until it first waits
    /// before the next one begins.
    ///
    /// The first failure cancels what is running, and nothing more begins.
    /// - Returns: what came of each, in the order of `items`.
    /// - Throws: the first failure.
    package static func map<Item: Sendable, Value: Sendable, Failure: Error>(
        _ items: [Item], atOnce limit: Int,
        _ work: @escaping @Sendable (Item) async throws(Failure) -> Value
    ) async throws(Failure) -> [Value] {
        let results = await withTaskGroup(of: (Int, Result<Value, Failure>).self) { group in
            var rest = items.indices
            func startNext() {
                guard let index = rest.popFirst() else { return }
                group.addImmediateTask {
                    do throws(Failure) {
                        return (index, .success(try await work(items[index])))
                    } catch {
                        return (index, .failure(error))
                    }
                }
            }
            for _ in 0..<max(1, min(limit, items.count)) { startNext() }
            var values = [Value?](repeating: nil, count: items.count)
            while let (index, result) = await group.next() {
                switch result {
                case .success(let value):
                    values[index] = value
                    startNext()
                case .failure(let failure):
                    group.cancelAll()
                    return Result<[Value?], Failure>.failure(failure)
                }
            }
            return .success(values)
        }
        return try results.get().compactMap(\.self)
    }

    /// Does `work` with each of `elements`, as ``map(_:atOnce:_:)`` does.
    /// - Throws: the first failure.
    package static func forEach<Element: Sendable, Failure: Error>(
        _ elements: some Sequence<Element>, atOnce limit: Int,
        _ work: @escaping @Sendable (Element) async throws(Failure) -> Void
    ) async throws(Failure) {
        _ = try await map(Array(elements), atOnce: limit, work)
    }
}

extension ThrowingTaskGroup where ChildTaskResult == Void, Failure == any Error {
    /// Waits for the tasks that are left, and throws when the first of them fails: the group then cancels the others.
    /// `waitForAll` would wait for all of them first, for ever if one of them is a loop.
    package mutating func untilFirstFailure() async throws {
        while try await next() != nil {}
    }
}
