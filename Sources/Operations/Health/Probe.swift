internal import Synchronization

/// Asks something that may hang, and waits only so long for the answer.
///
/// A question that has not been answered is not asked again: whoever hangs hangs once.
final class Probe<Value: Sendable>: Sendable {
    /// What came of a question.
    enum Answer: Sendable {
        case answered(Value)
        case failed(String)
        /// There was no answer in time; there may be one later.
        case late

        /// The answer, if there is one.
        var value: Value? {
            if case .answered(let value) = self { value } else { nil }
        }
    }

    private struct Question: Sendable {
        var task: Task<Answer, Never>
        var asked: ContinuousClock.Instant
    }

    private let timeout: Duration
    private let ask: @Sendable () async throws -> Value
    private let open = Mutex<Question?>(nil)

    init(timeout: Duration, _ ask: @escaping @Sendable () async throws -> Value) {
        self.timeout = timeout
        self.ask = ask
    }

    /// Asks, or waits for the answer to what somebody else has asked just now.
    func run() async -> Answer {
        let question = open.withLock { open in
            if let question = open { return question }
            let question = Question(task: Task { await self.answer() }, asked: .now)
            open = question
            return question
        }
        let deadline = question.asked + timeout
        guard deadline > .now else { return .late }
        return await withCheckedContinuation { continuation in
            let race = Race(continuation)
            let timer = Task {
                do { try await Task.sleep(until: deadline) } catch { return }
                race.finish(.late)
            }
            Task {
                race.finish(await question.task.value)
                timer.cancel()
            }
        }
    }

    private func answer() async -> Answer {
        let outcome: Answer
        do {
            outcome = .answered(try await ask())
        } catch {
            outcome = .failed("\(error)")
        }
        open.withLock { $0 = nil }
        return outcome
    }

    /// Gives the first of two outcomes to the one who waits.
    private final class Race: Sendable {
        private let waiting: Mutex<CheckedContinuation<Answer, Never>?>

        init(_ continuation: CheckedContinuation<Answer, Never>) {
            self.waiting = Mutex(continuation)
        }

        func finish(_ outcome: Answer) {
            waiting.withLock { $0.take() }?.resume(returning: outcome)
        }
    }
}
