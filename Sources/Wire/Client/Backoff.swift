/// How long to wait between attempts: twice as long each time up to a limit, a random part of it, so that a thousand
/// clients of a server that comes back do not come all at once. Pure.
struct Backoff {
    private let first: Duration
    private let longest: Duration
    private var failures = 0

    init(first: Duration, longest: Duration) {
        self.first = first
        self.longest = longest
    }

    /// After one more failure; `random` is from 0 up to 1. Between half of the full wait and all of it.
    mutating func next(random: Double) -> Duration {
        let doubled = first * (1 << min(failures, 20))
        failures += 1
        let full = min(doubled, longest)
        return full / 2 + full / 2 * random
    }

    /// It worked.
    mutating func reset() {
        failures = 0
    }
}
