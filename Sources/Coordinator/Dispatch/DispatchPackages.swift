public import Events
public import Storage
import Units

/// What the dispatcher needs of packages.
public protocol DispatchPackages: Sendable {
    /// What each test case of a package may use; the CPU time is 0 until it has been measured; nil if there is no such
    /// package.
    func limits(of package: ContentHash) async throws(StorageError) -> LoggedTestLimits?

    /// How long a test case of a package is expected to run; nil if nothing is known.
    func expectedTime(of package: ContentHash) -> Duration?

    /// Notes how much CPU time a worker needed for test cases of the package.
    func recordWork(_ work: Duration, tests: Int, of package: ContentHash)

    /// Whether the package's time limit is to be measured: it is not known, and measuring was not stopped.
    func wantsMeasuring(_ package: ContentHash) async throws(StorageError) -> Bool

    /// Stops measuring the package, until somebody adds it again.
    func giveUpMeasuring(_ package: ContentHash, reason: String) async throws(StorageError)

    /// Starts measuring the package again.
    func resumeMeasuring(_ package: ContentHash) async throws(StorageError)

    /// Records the measured time limit; when this returns, it is durable. Does nothing if one was known.
    func recordMeasured(
        _ result: LoggedMeasureResult, of package: ContentHash, by worker: String, calibration: Duration
    ) async throws(StorageError)
}

extension DispatchPackages {
    /// The limits of a package; nil while it has no time limit.
    func completeLimits(of package: ContentHash) async throws(StorageError) -> LoggedTestLimits? {
        let limits = try await limits(of: package)
        return limits.flatMap { $0.cpuTimeNs > 0 ? $0 : nil }
    }
}

extension Packages: DispatchPackages {
    /// See ``DispatchPackages/limits(of:)``.
    public func limits(of package: ContentHash) async throws(StorageError) -> LoggedTestLimits? {
        try await find(package)?.limits
    }

    /// See ``DispatchPackages/wantsMeasuring(_:)``.
    public func wantsMeasuring(_ package: ContentHash) async throws(StorageError) -> Bool {
        try await measuringJob(of: package) != nil
    }

    /// See ``DispatchPackages/giveUpMeasuring(_:reason:)``.
    public func giveUpMeasuring(_ package: ContentHash, reason: String) async throws(StorageError) {
        try await stopMeasuring(package, for: nil, reason: reason)
    }

    /// See ``DispatchPackages/resumeMeasuring(_:)``.
    public func resumeMeasuring(_ package: ContentHash) async throws(StorageError) {
        try await resumeMeasuring(package, for: nil)
    }

    /// See ``DispatchPackages/recordMeasured(_:of:by:calibration:)``.
    public func recordMeasured(
        _ result: LoggedMeasureResult, of package: ContentHash, by worker: String, calibration: Duration
    ) async throws(StorageError) {
        let calibrationNs = UInt64(clamping: calibration.nanoseconds)
        _ = try await recordMeasured(package, result, worker: worker, calibrationNs: calibrationNs)
    }
}
