import Storage

@testable import JetStream

extension JetStreamClient {
    /// Makes the leader of a store's stream step down; that there is none to do so is as good.
    func dismissLeader(of name: String) async throws {
        let subject = "$JS.API.STREAM.LEADER.STEPDOWN.\(plan(name, allowsDeletion: true).name)"
        _ = try? await connection.request(subject, within: .milliseconds(500))
    }

    /// The same store over a connection of its own, whose calls give up earlier.
    func reconnected(patience: Duration) async throws -> JetStreamClient {
        var impatient = configuration
        impatient.patience = patience
        return try await JetStreamClient(impatient, keys: keys)
    }
}
