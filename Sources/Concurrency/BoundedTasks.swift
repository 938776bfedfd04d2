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
            try await group.untilFirstFailure()
        }
    }
}

extension ThrowingTaskGroup where ChildTaskResult == Void, Failure == any Error {
    /// Waits for the tasks that are left, and throws when the first of them fails: the group then cancels the others.
    /// `waitForAll` would wait for all of them first, for ever if one of them is a loop.
    package mutating func untilFirstFailure() async throws {
        while try await next() != nil {}
    }
}
