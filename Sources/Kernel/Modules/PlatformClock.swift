internal import Concurrency
public import Units

/// Tells the platform the time; tests have one of their own.
public protocol PlatformClock: Sendable {
    /// The time.
    var now: Timestamp { get }

    /// Returns at that time, or a little later.
    /// - Throws: `CancellationError`.
    func sleep(until time: Timestamp) async throws
}

/// The machine's clock.
public struct SystemPlatformClock: PlatformClock {
    /// The longest that is slept at once: the clock may be set meanwhile.
    private static let longest = Duration.seconds(10)

    /// The clock.
    public init() {}

    /// The time.
    public var now: Timestamp { .now }

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
    /// Returns when something has changed after ``count`` was `seen`, or at `time`, if there is one.
    /// - Throws: `CancellationError`.
    func wait(after seen: UInt64, until time: Timestamp?, by clock: any PlatformClock) async throws {
        guard let time else { return try await wait(after: seen) }
        try await firstToEnd(of: { try await self.wait(after: seen) }, or: { try await clock.sleep(until: time) })
    }
}
