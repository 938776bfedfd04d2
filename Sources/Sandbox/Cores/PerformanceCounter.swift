import CLinux
import SystemPackage

/// A counter of the processor or the kernel (`perf_event_open(2)`, Linux's `perf_event.h`).
struct PerformanceCounter: Hashable, Sendable {
    var type: UInt32
    var config: UInt64

    /// `PERF_TYPE_HARDWARE`, `PERF_COUNT_HW_INSTRUCTIONS`: what needs a processor that counts, and a hypervisor that
    /// lets its guests see it.
    static let instructions = PerformanceCounter(type: 0, config: 1)
    /// `PERF_TYPE_SOFTWARE`, `PERF_COUNT_SW_TASK_CLOCK`: nanoseconds, counted by any kernel.
    static let taskClock = PerformanceCounter(type: 1, config: 1)

    /// Why this process cannot have it; nil if it can.
    var obstacle: Errno? {
        let result = clinux_try_counter(type, config)
        return result < 0 ? Errno(rawValue: -result) : nil
    }
}
