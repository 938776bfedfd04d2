import Glibc

/// The time of day: for people, never for decisions.
enum WallClock {
    /// Nanoseconds since 1970 (UTC).
    static var now: Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
