internal import Kernel
internal import Synchronization
internal import Units

/// The machine's clock, set to another time: a contest begins when it is told to.
final class ShiftedClock: PlatformClock {
    private let machine = SystemPlatformClock()
    private let shift = Mutex(Duration.zero)

    /// See `PlatformClock`.
    var now: Timestamp { machine.now + shift.withLock { $0 } }

    /// See `PlatformClock`.
    var steady: Duration { machine.steady + shift.withLock { $0 } }

    /// It is so much later from now on. Who sleeps already sleeps as long as before.
    func advance(by duration: Duration) { shift.withLock { $0 += duration } }

    /// See `PlatformClock`.
    func sleep(until time: Timestamp) async throws {
        try await machine.sleep(until: machine.now + (time - now))
    }

    /// See `PlatformClock`.
    func sleep(for duration: Duration) async throws { try await machine.sleep(for: duration) }
}
