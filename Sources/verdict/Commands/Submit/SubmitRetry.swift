import Reporting
import Units
import Wire

/// What to do about a submission that was not taken. A submission has a key, so it can be handed in any number of times.
struct SubmitRetry {
    /// At most so often it is said that the coordinator is busy.
    private static let quiet = Duration.seconds(10)
    private var saidAt: ContinuousClock.Instant?

    /// Nothing was refused yet.
    init() {}

    /// How long to wait before it is handed in again, and what to say of that; nil if it is refused for good.
    mutating func wait(after error: WireError, now: ContinuousClock.Instant) -> (delay: Duration, notice: String?)? {
        if error.code == .resourceExhausted, let delay = error.retryAfter {
            if let saidAt, now - saidAt < Self.quiet { return (delay, nil) }
            saidAt = now
            return (delay, "\(error.message); trying again in \(delay.secondsText)")
        }
        // The connection's own notices tell that it is gone.
        return error.canRepeat(isIdempotent: true) ? (.milliseconds(200), nil) : nil
    }

    /// Whether the submission alone is at fault, so that others may still be taken.
    static func concernsOnlyThis(_ error: WireError) -> Bool {
        [.invalidArgument, .alreadyExists, .notFound, .failedPrecondition, .outOfRange].contains(error.code)
    }
}
