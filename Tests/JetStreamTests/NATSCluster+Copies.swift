import Foundation
import TestSupport

extension NATSCluster {
    /// How a server's copy of a stream stands.
    struct Copy: Decodable, Hashable {
        var messages: UInt64
        var last_seq: UInt64
    }

    private struct Status: Decodable {
        struct Account: Decodable { var stream_detail: [Stream]? }
        struct Stream: Decodable {
            var name: String
            var state: Copy
        }
        var account_details: [Account]?
    }

    /// How each server's copies of the streams stand whose names begin with `prefix`, by the streams' names.
    func copies(of prefix: String) async throws -> [[String: Copy]] {
        var all: [[String: Copy]] = []
        for node in 0..<size {
            let status = try JSONDecoder().decode(Status.self, from: Data(try await status(node).utf8))
            let streams = (status.account_details ?? []).flatMap { $0.stream_detail ?? [] }
            all.append(
                Dictionary(
                    uniqueKeysWithValues: streams.filter { $0.name.hasPrefix(prefix) }.map { ($0.name, $0.state) }))
        }
        return all
    }

    /// Waits until all servers have the same copies of these streams, at most half a minute.
    /// - Returns: the copies; those of one server only, if they are the same.
    func settledCopies(of prefix: String) async throws -> Set<[String: Copy]> {
        let end = ContinuousClock.now + .seconds(30)
        while true {
            do {
                let copies = Set(try await copies(of: prefix))
                if copies.count == 1 || ContinuousClock.now > end { return copies }
            } catch {
                // A server that has just been started says nothing yet.
                if ContinuousClock.now > end { throw error }
            }
            try await Task.sleep(for: .milliseconds(200))
        }
    }
}
