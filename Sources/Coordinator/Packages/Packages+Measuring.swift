import Events
import FoundationEssentials
public import Storage
import SwiftProtobuf
import Synchronization

/// Whether time limits are to be found that packages do not give.
extension Packages {
    /// The job that finds a package's time limit; nil if it has one, or nobody wants that.
    public func measuringJob(of id: ContentHash) async throws(StorageError) -> Job? {
        try await record(id)?.measuringJob
    }

    /// The jobs that find all time limits that are to be found.
    public func measuringJobs() async throws(StorageError) -> [Job] {
        try await catchUp()
        return index.withLock { index in index.order.compactMap { index[$0]?.measuringJob } }
    }

    /// A tenant does not want a package's time limit to be found any more; nil: nobody is to find it.
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

    /// A tenant wants it found, after all; nil: all whose package it is.
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
