import FoundationEssentials
import Storage
import TestSupport

@testable import JetStream

extension JetStreamClient {
    /// Makes the leader of a store's stream step down; that there is none to do so is as good.
    func dismissLeader(of name: String) async throws {
        let subject = "$JS.API.STREAM.LEADER.STEPDOWN.\(plan(name, allowsDeletion: true).name)"
        _ = try? await connection.request(subject, within: .milliseconds(500))
    }

    /// The node that leads a store's stream, from 0.
    func leader(of name: String) async throws -> Int {
        struct Answer: Decodable {
            struct Cluster: Decodable { var leader: String? }
            var cluster: Cluster?
        }
        let subject = "$JS.API.STREAM.INFO.\(plan(name, allowsDeletion: true).name)"
        let answer = try await connection.request(subject, within: .seconds(5))
        let leader = try JSONDecoder().decode(Answer.self, from: Data(answer.payload)).cluster?.leader
        guard let number = leader?.split(separator: "-").last.flatMap({ Int($0) }) else {
            throw NATSCluster.Failure(description: "nobody leads \(name)")
        }
        return number - 1
    }

    /// The same store over a connection of its own, whose calls give up earlier.
    func reconnected(patience: Duration) async throws -> JetStreamClient {
        var impatient = configuration
        impatient.patience = patience
        return try await JetStreamClient(impatient, keys: keys)
    }
}
