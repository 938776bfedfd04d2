import Concurrency
import Executions
import JSONText
import Synchronization

/// What references give, each run once for all samples of its task.
public final class ReferenceResults: Sendable {
    /// How much of it is kept.
    private static let kept: Int64 = 128 << 20

    private let known = Mutex(RecentlyUsed<String, [[JSONTree]]>())
    private let going = SharedWork<String, [[JSONTree]]>()

    /// Nothing yet.
    public init() {}

    /// What the reference of `task` gives for each call, group by group.
    /// - Throws: ``RecordError`` if it does not give as many results; what running it throws.
    func results(
        of work: DifferentialWork, task: String, _ run: @escaping @Sendable () async throws -> [[JSONTree]]
    ) async throws -> [[JSONTree]] {
        if let results = known.withLock({ $0.use(task) }) { return results }
        return try await going.value(of: task) { [self] in
            let results = try await run()
            let size = results.reduce(Int64(0)) { sum, group in
                group.reduce(sum) { $0 + Int64($1.text.utf8.count) * 4 }
            }
            let removed = known.withLock { known in
                known.add(results, size: size, for: task)
                return known.trim(to: Self.kept, count: .max)
            }
            withExtendedLifetime(removed) {}
            return results
        }.0
    }
}
