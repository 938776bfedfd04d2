public import Events
public import Storage
import Units

/// What the dispatcher asks and tells of packages.
public protocol DispatchPackages: Sendable {
    /// What each test case of a package may use; the CPU time is 0 until it has been measured; nil if there is no such
    /// package.
    func limits(of package: ContentHash) async throws(StorageError) -> LoggedTestLimits?

    /// How long a test case of a package is expected to run; nil if nothing is known.
    func expectedTime(of package: ContentHash) -> Duration?

    /// Test cases of the package were run: all of it took a worker so much CPU time.
    func recordWork(_ work: Duration, tests: Int, of package: ContentHash)

    /// Whether the package's time limit is to be found: it is not known, and somebody wants it.
    func wantsMeasuring(_ package: ContentHash) async throws(StorageError) -> Bool

    /// The package's time limit cannot be found: nobody is to try any more, until somebody adds the package again.
    func giveUpMeasuring(_ package: ContentHash, reason: String) async throws(StorageError)

    /// The package's time limit is to be found after all.
    func resumeMeasuring(_ package: ContentHash) async throws(StorageError)

    /// A worker has found the package's time limit; when this returns, that is durable. Does nothing if it was known.
    func recordMeasured(
        _ result: LoggedMeasureResult, of package: ContentHash, by worker: String, calibration: Duration
    ) async throws(StorageError)
}

extension DispatchPackages {
    /// The limits of a package, as far as its test cases can be run with them.
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
