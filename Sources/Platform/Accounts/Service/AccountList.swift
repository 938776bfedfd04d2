internal import Coordinator
internal import Events
internal import FoundationEssentials
internal import Kernel
internal import Storage
internal import Units
internal import Views

/// The accounts that there are, as an admin sees them.
struct AccountList: Sendable {
    static let read: Action = "accounts.list"

    /// When each was made, and whether its address is confirmed. Who somebody is does not stand here.
    static let view = ViewDeclaration(
        name: "accounts", version: 1, streams: .prefixed(AccountStream.people + "-"),
        schema: [
            "CREATE TABLE accounts (id TEXT PRIMARY KEY, made INTEGER NOT NULL, confirmed INTEGER NOT NULL) STRICT",
            "CREATE INDEX accounts_by_time ON accounts (made, id)",
        ]
    ) { entry, writer in
        guard let id = AccountStream.id(entry.stream, of: AccountStream.people) else { return }
        for event in entry.events {
            if let made = try event.unpackedIfHeld(AccountRegistered.self) {
                try writer.execute(
                    "INSERT INTO accounts (id, made, confirmed) VALUES (\("\(id)"), \(made.atNs), \(false))")
            } else if event.type == AccountErased.persistedType {
                try writer.execute("DELETE FROM accounts WHERE id = \("\(id)")")
            } else if event.type == AddressVerified.persistedType {
                try writer.execute("UPDATE accounts SET confirmed = \(true) WHERE id = \("\(id)")")
            }
        }
    }

    /// A page of the list.
    struct Answer: Encodable, Sendable {
        struct Account: Encodable, Sendable {
            var id: String
            var name: String?
            var made: String
            var confirmed: Bool
        }

        var accounts: [Account]
        var next: String?
    }

    let accounts: Accounts

    /// The newest first, page by page.
    var route: Route {
        Route(.get, "api/v1/auth/accounts", Self.read, "The accounts that there are, newest first.") { request in
            return try RouteAnswer(
                try await page(request.limit(), after: request.query["cursor"], atLeast: request.seen))
        }
    }

    /// A page of the list.
    /// - Parameters:
    ///   - limit: at most so many.
    ///   - cursor: where the page before ended; nil: the first one.
    ///   - seen: what must be in it.
    func page(_ limit: Int, after cursor: String?, atLeast seen: LogPosition?) async throws -> Answer {
        let page = try await accounts.views.read("accounts", atLeast: seen) { reader in
            let list = ViewList(
                columns: "id, made, confirmed", from: "accounts", order: [.descending("made"), .ascending("id")])
            return try reader.page(of: list, atMost: limit, after: cursor)
        }
        var found: [Answer.Account] = []
        for row in page.rows { found.append(try await account(row)) }
        return Answer(accounts: found, next: page.next)
    }

    private func account(_ row: ViewRow) async throws -> Answer.Account {
        let text: String = try row.get("id")
        var name: String?
        if let id = EntityID(text) {
            name = try await accounts.seal.text(try await accounts.account(id).nameSealed, "name", of: id)
        }
        return Answer.Account(
            id: text, name: name, made: "\(Timestamp(nanoseconds: try row.get("made")))",
            confirmed: try row.get("confirmed"))
    }
}
