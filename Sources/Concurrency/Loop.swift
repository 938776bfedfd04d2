/// Something that goes on until its task is cancelled, beside others that make no sense without it.
package struct Loop: Sendable {
    /// What it does, for whoever reads why it failed: `read the log`.
    package let name: String
    private let mayEnd: Bool
    private let body: @Sendable () async throws -> Void

    /// A loop.
    /// - Parameter mayEnd: whether it is no failure if it ends by itself, as work that is done once does.
    package init(_ name: String, mayEnd: Bool = false, _ body: @escaping @Sendable () async throws -> Void) {
        self.name = name
        self.mayEnd = mayEnd
        self.body = body
    }

    /// Runs `loops` beside each other, until all have ended or one has failed: then the others are cancelled, and its
    /// failure is thrown when they have ended.
    /// - Throws: ``LoopFailure``, also for a loop that ended by itself and should not have; `CancellationError` if the task
    ///   was cancelled.
    package static func runTogether(_ loops: [Loop]) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for loop in loops { group.addTask { try await loop.run() } }
            try await group.untilFirstFailure()
        }
        try Task.checkCancellation()
    }

    private func run() async throws {
        do {
            try await body()
        } catch {
            // Told to end, it ended: how does not matter any more.
            guard !Task.isCancelled else { return }
            throw LoopFailure(loop: name, cause: error)
        }
        guard mayEnd || Task.isCancelled else { throw LoopFailure(loop: name, cause: nil) }
    }
}

/// A loop failed, or ended although nobody told it to.
package struct LoopFailure: Error, CustomStringConvertible {
    /// The loop's name.
    package let loop: String
    /// What it threw; nil if it ended without a failure.
    package let cause: (any Error)?

    /// What could not be done, and why.
    package var description: String {
        "cannot go on to \(loop): " + (cause.map { "\($0)" } ?? "it ended by itself")
    }
}
