internal import CLinux
internal import Glibc

/// What the kernel's clocks say (`clock_gettime(2)`). What decides something asks a Swift clock instead.
public enum SystemTime {
    /// Nanoseconds since 1970 (UTC), leap seconds not counted: for people, for it can step.
    public static var now: Int64 { clinux_clock(CLOCK_REALTIME) }

    /// Nanoseconds by the clock that is never set and stands still while the machine sleeps.
    public static var monotonic: Int64 { clinux_clock(CLOCK_MONOTONIC) }

    /// Nanoseconds since the machine was started.
    public static var sinceBoot: Int64 { clinux_clock(CLOCK_BOOTTIME) }
}
