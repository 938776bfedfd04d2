import Events
import FoundationEssentials
public import Storage
import SwiftProtobuf
import Synchronization

/// Measuring the time limits that packages do not give.
extension Packages {
    /// The job that measures a package's time limit; nil if there is one, or measuring was stopped.
    public func measuringJob(of id: ContentHash) async throws(StorageError) -> Job? {
        try await record(id)?.measuringJob
    }

    /// The jobs that measure all packages that need it.
    public func measuringJobs() async throws(StorageError) -> [Job] {
        try await catchUp()
        return index.withLock { index in index.order.compactMap { index[$0]?.measuringJob } }
    }

    /// Stops measuring a package for a tenant; nil: for all.
    public func stopMeasuring(
        _ id: ContentHash, for tenant: String?, reason: String
    ) async throws(StorageError) {
        try await append(
            .with { event in
                event.package = Data(id.bytes)
                event.tenant = tenant ?? ""
                event.stopped = true
                event.reason = reason.truncated(to: 4096)
            })
    }

    /// Starts measuring a package again for a tenant; nil: for all owners.
    func resumeMeasuring(_ id: ContentHash, for tenant: String?) async throws(StorageError) {
        try await append(
            .with { event in
                event.package = Data(id.bytes)
                event.tenant = tenant ?? ""
            })
    }

    private func append(_ measuring: PackageMeasuring) async throws(StorageError) {
        let event = try Event(measuring)
        while try await !append(event) {}
    }
}
