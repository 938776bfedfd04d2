import Storage

/// What keeps an attempt from succeeding.
enum Obstacle: Error {
    /// It may go next time.
    case passing(String)
    /// It never will.
    case lasting(StorageError)

    /// What the lack of an answer means for the attempt.
    init(_ failure: RequestFailure, stage: String) {
        switch failure {
        case .timedOut, .nobodyThere, .disconnected: self = .passing(failure.text)
        case .cancelled: self = .lasting(.unavailable(stage, failure.text))
        case .closed: self = .lasting(.closed(stage))
        }
    }
}

extension StorageError {
    /// The connection was closed by its owner, or for good by a server.
    static func closed(_ stage: String) -> StorageError {
        StorageError(
            .closed, stage: stage, reason: RequestFailure.closed.text,
            advice: "open the store again; if nobody closed it, see that the servers accept the credentials")
    }

    /// The servers did not do it in time, or did and could not say so.
    static func unavailable(_ stage: String, _ reason: String) -> StorageError {
        StorageError(
            .unavailable, stage: stage, reason: reason,
            advice: "see that more than half of the NATS servers run and reach each other, then try again")
    }
}

/// Tries until it goes, or for as long as a call may take.
struct Persistence: Sendable {
    /// How long a call may take.
    var patience: Duration

    /// Repeats `attempt`, which gets the time that it may take and how many were made before it, after growing pauses
    /// whose length has some chance in it.
    func callAsFunction<Success>(
        _ stage: String, _ attempt: (Duration, Int) async throws(Obstacle) -> Success
    ) async throws(StorageError) -> Success {
        let clock = ContinuousClock()
        let end = clock.now + patience
        var pause = Duration.milliseconds(20)
        var number = 0
        while true {
            let reason: String
            do throws(Obstacle) {
                let left = end - clock.now
                return try await attempt(min(left, number == 0 ? .seconds(1) : .seconds(2)), number)
            } catch {
                switch error {
                case .lasting(let failure): throw failure
                case .passing(let text): reason = text
                }
            }
            number += 1
            let wait = pause * Double.random(in: 0.5...1)
            guard clock.now + wait < end else { throw .unavailable(stage, reason) }
            do { try await clock.sleep(for: wait) } catch { throw .unavailable(stage, "the task was cancelled") }
            pause = min(pause * 2, .milliseconds(400))
        }
    }
}
