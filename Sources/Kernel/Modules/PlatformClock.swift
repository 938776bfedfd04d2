internal import Concurrency
public import Units

/// Tells the platform the time; tests have one of their own.
///
/// The time can be set, by years and back again. What only has to last so long is measured by ``steady``.
public protocol PlatformClock: Sendable {
    /// The time.
    var now: Timestamp { get }

    /// How long it is since some moment, by a clock that is never set.
    var steady: Duration { get }

    /// Returns at that time, or a little later.
    /// - Throws: `CancellationError`.
    func sleep(until time: Timestamp) async throws

    /// Returns after so long, whatever the time is set to meanwhile.
    /// - Throws: `CancellationError`.
    func sleep(for duration: Duration) async throws
}

/// A clock that nobody sets needs no other one.
extension PlatformClock {
    /// How long it is since 1970.
    public var steady: Duration { .nanoseconds(now.nanoseconds) }

    /// Returns after so long.
    /// - Throws: `CancellationError`.
    public func sleep(for duration: Duration) async throws { try await sleep(until: now + duration) }
}

/// The machine's clock.
public struct SystemPlatformClock: PlatformClock {
    /// The longest that is slept at once: the clock may be set meanwhile.
    private static let longest = Duration.seconds(10)

    /// The clock.
    public init() {}

    /// The time.
    public var now: Timestamp { .now }

    /// How long it is since the machine was started.
    public var steady: Duration { .nanoseconds(SystemTime.sinceBoot) }

    /// Returns after so long.
    /// - Throws: `CancellationError`.
    public func sleep(for duration: Duration) async throws { try await Task.sleep(for: duration) }

    /// Returns at that time, or a little later.
    /// - Throws: `CancellationError`.
    public func sleep(until time: Timestamp) async throws {
        while true {
            let left = time - now
            guard left > .zero else { return }
            try await Task.sleep(for: min(left, Self.longest))
        }
    }
}

extension ChangeSignal {
    /// Returns when something has changed after ``count`` was `seen`; at `time`, if there is one; after `rest`, if there is one.
    /// - Throws: `CancellationError`.
    func wait(after seen: UInt64, until time: Timestamp?, atMost rest: Duration?, by clock: any PlatformClock)
        async throws
    {
        if let rest {
            return try await firstToEnd {
                try await self.wait(after: seen, until: time, atMost: nil, by: clock)
            } or: {
                try await clock.sleep(for: rest)
            }
        }
        guard let time else { return try await wait(after: seen) }
        try await firstToEnd(of: { try await self.wait(after: seen) }, or: { try await clock.sleep(until: time) })
    }
}
