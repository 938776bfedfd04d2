internal import Coordinator
internal import Storage
internal import Templates

/// The page of reactions that failed.
struct DeadLetterPages {
    static let home = LocalPath(of: ["admin", "reactions"])

    let ownership: Ownership
    let commands: Commands

    /// It, and its forms.
    var all: [Page] {
        [
            Page(.get, "admin/reactions", DeadLetterRoutes.read, "The reactions that failed.") { _ in
                do throws(StorageError) {
                    try await ownership.catchUp()
                } catch {
                    throw DomainError(error)
                }
                return .show(content)
            },
            Page(.post, "admin/reactions/retry", SettleDeadLetter.action, "Has a reaction tried again.") { request in
                try await settle(request, .triedAgain, "It is tried again.")
            },
            Page(.post, "admin/reactions/drop", SettleDeadLetter.action, "Drops a reaction that failed.") { request in
                try await settle(request, .dropped, "It is dropped.")
            },
        ]
    }

    private func settle(_ request: PageRequest, _ way: DeadLetterWay, _ message: String) async throws -> PageAnswer {
        guard let position = UInt64(request.field("position")) else {
            throw DomainError(.notFound, "there is no entry at that position")
        }
        let letter = ReactionLedger.Letter(reaction: request.field("reaction"), position: LogPosition(position))
        return try await .trying(content) {
            let done = try await commands.perform(
                SettleDeadLetter(letter: letter, way: way), by: request.actor, request.command)
            return .go(PageRedirect(to: Self.home, saying: message, position: done.position))
        }
    }

    private var content: PageContent {
        let letters = ownership.ledger.dead.values.sorted { ($0.position, $0.reaction) < ($1.position, $1.reaction) }
        return PageContent(
            "platform/reactions", "Reactions that failed",
            [
                "letters": .list(
                    letters.map { letter in
                        [
                            "reaction": .text(letter.reaction), "position": TemplateValue(letter.position.number),
                            "stream": .text(letter.stream), "reason": .text(letter.reason),
                            "attempts": TemplateValue(letter.attempts),
                        ]
                    })
            ])
    }

    static let templates = [
        "platform/reactions": """
        <p>Mails, jobs and the like that follow from what happens, and could not be done however often they were tried.</p>
        <div class="scroll" tabindex="0" role="region" aria-label="Reactions that failed">
        <table>
        <thead><tr><th scope="col">Reaction</th><th scope="col">To</th><th scope="col" class="number">Tries</th><th scope="col">Why it failed</th><th scope="col">What now</th></tr></thead>
        <tbody>
        {{#letters}}
        <tr><td class="nowrap">{{reaction}}</td><td class="nowrap">{{stream}} at {{position}}</td><td class="number">{{attempts}}</td><td>{{reason}}</td>
        <td class="nowrap"><form method="post" action="/admin/reactions/retry">{{> token}}<input type="hidden" name="reaction" value="{{reaction}}"><input type="hidden" name="position" value="{{position}}"><button>Try again</button></form>
        <form method="post" action="/admin/reactions/drop">{{> token}}<input type="hidden" name="reaction" value="{{reaction}}"><input type="hidden" name="position" value="{{position}}"><button class="second">Drop</button></form></td></tr>
        {{/letters}}
        {{^letters}}
        <tr><td colspan="5">None: all is well.</td></tr>
        {{/letters}}
        </tbody>
        </table>
        </div>

        """
    ]
}
