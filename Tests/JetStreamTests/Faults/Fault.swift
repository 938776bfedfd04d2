import Glibc
import Storage
import StorageConformance
import TestSupport
import Testing

@testable import JetStream

/// What can happen to a cluster of three.
enum Fault: String, CaseIterable, CustomTestStringConvertible {
    case oneKilled = "one node is killed"
    case twoKilled = "two nodes are killed"
    case allKilled = "all nodes are killed"
    case newLeaders = "leaders change"
    case standstill = "a node stands still"
    case diskFull = "a node's disk is full, and is replaced"

    /// The one that `VERDICT_FAULT` names, or all; a disk of its own for a node needs root.
    static var chosen: [Fault] {
        if let name = environment("VERDICT_FAULT") { return allCases.filter { "\($0)" == name } }
        return allCases.filter { $0 != .diskFull || geteuid() == 0 }
    }

    var testDescription: String { rawValue }

    /// Lets it happen, at random moments; when this returns, all nodes run again.
    func happen(to cluster: NATSCluster, _ client: JetStreamClient, _ random: inout SeededGenerator) async throws {
        let nodes = [0, 1, 2].shuffled(using: &random)
        func pause(_ range: ClosedRange<Int>) async throws {
            try await Task.sleep(for: .milliseconds(Int.random(in: range, using: &random)))
        }
        try await pause(0...500)
        switch self {
        case .oneKilled:
            try await cluster.kill(nodes[0])
            try await pause(200...2000)
            try await cluster.start(nodes[0])
        case .twoKilled, .allKilled:
            for node in nodes.prefix(self == .twoKilled ? 2 : 3) {
                try await cluster.kill(node)
                try await pause(0...300)
            }
            try await expectUnavailable(client)
            try await pause(0...500)
            for node in nodes { try await cluster.start(node) }
        case .newLeaders:
            for _ in 0..<2 {
                for name in ["log", "jobs", "blobs", "contents"].shuffled(using: &random) {
                    try await client.dismissLeader(of: name)
                    try await pause(0...500)
                }
            }
        case .standstill:
            try await cluster.freeze(nodes[0])
            try await pause(500...5000)
            try await cluster.thaw(nodes[0])
        case .diskFull:
            let last = cluster.size - 1
            try fill(try await cluster.store(last))
            try await pause(500...3000)
            // Its file system goes with it: it comes back with an empty one.
            try await cluster.kill(last)
            try await pause(0...500)
            try await cluster.start(last)
        }
    }

    /// Writes until nothing more can be written.
    private func fill(_ folder: String) throws {
        let descriptor = unsafe open("\(folder)/filler", O_WRONLY | O_CREAT, 0o600)
        guard descriptor >= 0 else { throw NATSCluster.Failure(description: "\(folder): \(errno)") }
        defer { close(descriptor) }
        for size in [1 << 20, 1 << 12, 1] {
            let bytes = [UInt8](repeating: 1, count: size)
            while unsafe write(descriptor, bytes, size) > 0 {}
        }
        #expect(errno == ENOSPC)
    }

    /// Without most of the nodes, calls end within their time, and say why.
    private func expectUnavailable(_ client: JetStreamClient) async throws {
        let impatient = try await client.reconnected(patience: .seconds(1))
        let started = ContinuousClock.now
        await #expect(throws: (any Error).self) {
            do {
                _ = try await impatient.eventLog().append(
                    [Event(type: "test", payload: [])], to: StreamName("nobody"), expecting: .anything)
            } catch {
                #expect((error as? StorageError)?.code == .unavailable, "\(error)")
                #expect((error as? StorageError)?.advice != nil)
                throw error
            }
        }
        // A second, and what a busy machine adds to it.
        #expect(ContinuousClock.now - started < .seconds(30))
        await impatient.close()
    }
}
