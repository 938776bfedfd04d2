internal import Coordinator
internal import Storage

/// What an admin sees of reactions that failed, and does with them.
struct DeadLetterRoutes {
    static let read: Action = "platform.read-dead-letters"

    private struct Answer: Encodable, Sendable {
        struct Letter: Encodable, Sendable {
            var reaction: String
            var position: UInt64
            var stream: String
            var reason: String
            var attempts: Int
        }

        var letters: [Letter]
    }

    let ownership: Ownership
    let commands: Commands

    var all: [Route] {
        let path = "api/v1/platform/dead-letters"
        return [
            Route(.get, path, Self.read, "The reactions that failed, oldest first.") { _ in
                try await self.list()
            },
            Route(
                .post, path + "/{reaction}/{position}/retry", SettleDeadLetter.action,
                "Has a reaction that failed tried again."
            ) { try await self.settle($0, .triedAgain) },
            Route(
                .delete, path + "/{reaction}/{position}", SettleDeadLetter.action, "Drops a reaction that failed."
            ) { try await self.settle($0, .dropped) },
        ]
    }

    private func list() async throws -> RouteAnswer {
        do throws(StorageError) {
            try await ownership.catchUp()
        } catch {
            throw DomainError(error)
        }
        let letters = ownership.ledger.dead.values.sorted { ($0.position, $0.reaction) < ($1.position, $1.reaction) }
        return try RouteAnswer(
            Answer(
                letters: letters.map {
                    Answer.Letter(
                        reaction: $0.reaction, position: $0.position.number, stream: $0.stream, reason: $0.reason,
                        attempts: $0.attempts)
                }))
    }

    private func settle(_ request: RouteRequest, _ way: DeadLetterWay) async throws -> RouteAnswer {
        guard let position = UInt64(request.parameter("position")) else {
            throw DomainError(.notFound, "there is no entry at that position")
        }
        let letter = ReactionLedger.Letter(
            reaction: request.parameter("reaction"), position: LogPosition(position))
        let done = try await commands.perform(
            SettleDeadLetter(letter: letter, way: way), by: request.actor, request.command)
        return RouteAnswer(.accepted, position: done.position)
    }
}
