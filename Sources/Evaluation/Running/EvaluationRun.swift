import Concurrency

/// Evaluates many samples at once.
public struct EvaluationRun: Sendable {
    /// What is told of it.
    public enum Event: Sendable {
        /// A sample is evaluated.
        case finished(SampleResult)
        /// A sample was left out, for its result is known.
        case skipped
        /// A line holds no sample.
        case badLine(BadLine)
    }

    /// How many samples are read at one go.
    private static let batch = 64

    private let tasks: TaskFile
    private let source: SampleSource
    private let judge: SampleJudge
    private let atOnce: Int

    /// An evaluation of the samples of `source`.
    /// - Parameters:
    ///   - tasks: their tasks.
    ///   - source: the samples.
    ///   - judge: evaluates each.
    ///   - atOnce: how many samples are in work at once.
    public init(_ tasks: TaskFile, _ source: SampleSource, by judge: SampleJudge, atOnce: Int) {
        self.tasks = tasks
        self.source = source
        self.judge = judge
        self.atOnce = max(1, atOnce)
    }

    /// Evaluates all samples.
    /// - Parameters:
    ///   - isKnown: whether a sample's result is known, so that it is left out.
    ///   - tell: gets what happens, in the order in which it happens; nothing goes on while it waits.
    /// - Throws: what the judge throws if nothing can be run at all; `Errno` if a file cannot be read; ``RecordError`` if one was
    ///   changed meanwhile; `CancellationError`; what `isKnown` and `tell` throw.
    public func run(
        skipping isKnown: (Sample) throws -> Bool, tell: (Event) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: SampleResult.self) { group in
            var running = 0
            while true {
                try Task.checkCancellation()
                let items = try await BlockingWork.run { [source] _ in try source.next(Self.batch) }
                guard !items.isEmpty else { break }
                for item in items {
                    switch item {
                    case .badLine(let line): try await tell(.badLine(line))
                    case .sample(let sample):
                        guard try !isKnown(sample) else {
                            try await tell(.skipped)
                            continue
                        }
                        if running >= atOnce, let result = try await group.next() {
                            running -= 1
                            try await tell(.finished(result))
                        }
                        running += 1
                        group.addTask { [self] in try await evaluate(sample) }
                    }
                }
            }
            while let result = try await group.next() { try await tell(.finished(result)) }
        }
    }

    private func evaluate(_ sample: Sample) async throws -> SampleResult {
        let task = try await BlockingWork.run { [tasks] _ in try tasks.task(sample.task) }
        guard let task else { throw RecordError("the task \(sample.task) is gone; report this") }
        return try await judge.judge(sample, of: task)
    }
}
