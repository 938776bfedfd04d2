/// Several things at once, and never more than so many.
package enum BoundedTasks {
    /// Does `work` with each of `elements`; ends with the first failure, after the others were cancelled.
    package static func forEach<Element: Sendable>(
        _ elements: some Sequence<Element>, atOnce limit: Int,
        _ work: @escaping @Sendable (Element) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            var running = 0
            for element in elements {
                if running >= max(1, limit) {
                    try await group.next()
                    running -= 1
                }
                group.addTask { try await work(element) }
                running += 1
            }
            try await group.waitForAll()
        }
    }
}
