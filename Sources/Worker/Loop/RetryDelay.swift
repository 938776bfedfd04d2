import Units

/// How long to wait after failures: twice as long each time up to a limit, a random part of it, so that the workers of a
/// fleet do not all come back at once. Pure.
enum RetryDelay {
    private static let first = Duration.milliseconds(100)
    private static let longest = Duration.seconds(10)
    /// Whatever the coordinator says.
    private static let mostAsked = Duration.seconds(60)

    /// The wait after so many failures in a row; `random` is from 0 up to 1.
    /// - Parameter asked: at least so long, as the coordinator said.
    static func after(_ failures: Int, asked: Duration? = nil, random: Double) -> Duration {
        let full = min(first * (1 << min(max(0, failures - 1), 20)), longest)
        return max(full / 2 + full / 2 * random, min(asked ?? .zero, mostAsked))
    }
}
