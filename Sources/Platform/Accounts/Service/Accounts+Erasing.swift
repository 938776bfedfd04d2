internal import Coordinator
internal import Kernel
package import PersonalData
internal import Storage

extension Accounts {
    /// Erases a person: nobody can read any more who it was, and nobody can log in. Whoever is stopped in the middle does it
    /// again.
    func erase(_ id: EntityID, by actor: Actor) async throws {
        let state = try await account(id)
        guard state.isRegistered || state.isErased else { throw AccountRefusal.noAccount }
        do {
            try await PersonErasure(people).erase(PersonID(id)) {
                try await commands.perform(EraseAccount(account: id), by: actor)
                try await giveUp(state, of: id, by: actor)
            }
        } catch let error as StorageError {
            throw DomainError(error)
        }
    }

    /// Gives up what an erased account had: others may take it. The address comes last; what is done again does nothing.
    private func giveUp(_ state: Account, of id: EntityID, by actor: Actor) async throws {
        for identity in state.identities {
            try await commands.perform(UnlinkIdentity(identity: identity.id, account: id), by: actor)
        }
        guard let address = state.keys?.address else { return }
        try await commands.perform(ReleaseAddress(address: address, account: id), by: actor)
    }

    /// Brings the keys of people and the log together: who is erased by one of them is erased by both, and has nothing any more.
    /// For the start, when the log is read, and harmless at any time.
    /// - Returns: what was to be done.
    /// - Throws: `DomainError`; `CancellationError`.
    package func reconcileErasures() async throws -> PersonErasure.Reconciliation {
        let platform = Actor(.platform("accounts.reconcile"))
        // As it was when this began: who is erased meanwhile is erased by another call.
        let unfinished = erased.unfinished
        do {
            let done = try await PersonErasure(people).reconcile(erasedInLog: Set(erased.all.map { PersonID($0) })) {
                let id = EntityID($0)
                let state = try await account(id)
                // A key without an account is of a registration that came to nothing.
                guard state.isRegistered || state.isErased else { return }
                try await commands.perform(EraseAccount(account: id), by: platform)
                try await giveUp(state, of: id, by: platform)
            }
            for id in unfinished { try await giveUp(try await account(id), of: id, by: platform) }
            return done
        } catch let error as StorageError {
            throw DomainError(error)
        }
    }

    /// All that is kept of a person, as JSON.
    func export(of id: EntityID) async throws -> [UInt8] {
        var text = ""
        try await PersonalExport.write(
            of: PersonID(id), from: [AccountRecords(accounts: self)] + otherRecords, at: clock.now
        ) { text += $0 }
        return Array(text.utf8)
    }

    /// What people, and admins for them, can ask about all that is kept of them.
    var personalRoutes: [Route] {
        [
            Route(.get, "api/v1/auth/export", "accounts.export", "All that is kept of oneself.") { request in
                var answer = RouteAnswer(.ok)
                answer.body = try await self.export(of: try Self.person(request))
                return answer
            },
            Route(.post, "api/v1/auth/erase", EraseAccount.action, "Erase oneself, for good.") { request in
                let body = try request.decoded(AccountBody.Password.self)
                let id = try Self.person(request)
                try await self.requirePassword(
                    body.password, of: id, try await self.account(id), for: EraseAccount.action, by: request.actor)
                try await self.erase(id, by: request.actor)
                return RouteAnswer()
            },
            Route(.delete, "api/v1/auth/accounts/{id}", "accounts.erase-others", "Erase a person, for good.") {
                request in
                let id = try request.id(of: "account")
                // Its owner shows the password elsewhere.
                guard request.actor.person != id else {
                    throw DomainError(.forbidden, "this is for admins", advice: "erase yourself at auth/erase")
                }
                try await self.erase(id, by: request.actor)
                return RouteAnswer()
            },
        ]
    }
}

/// What this module keeps of a person.
private struct AccountRecords: PersonalRecords {
    let section = "accounts"
    let accounts: Accounts

    func records(of person: PersonID) -> AsyncThrowingStream<PersonalRecord, any Error> {
        ListedRecords(section) { try await all(of: EntityID($0)) }.records(of: person)
    }

    private func all(of id: EntityID) async throws -> [PersonalRecord] {
        let state = try await accounts.account(id)
        var records = [
            PersonalRecord(
                "account", time: nil,
                [
                    "name": try await text(state.nameSealed, "name", of: id),
                    "address": try await text(state.addressSealed, "address", of: id),
                    "confirmed": .flag(state.isVerified),
                ])
        ]
        for session in state.sessions {
            let client = try await text(session.clientSealed, "client", of: id)
            records.append(PersonalRecord("session", time: session.at, ["id": .text("\(session.id)"), "from": client]))
        }
        for token in try await accounts.tokens(of: id) {
            records.append(
                PersonalRecord(
                    "token", time: token.made,
                    [
                        "id": .text("\(token.id)"), "name": .text(token.name),
                        "scopes": .list(token.scopes.map { .text($0) }),
                    ]))
        }
        for login in try await accounts.linkedLogins(of: id) {
            records.append(
                PersonalRecord(
                    "login", time: login.at,
                    [
                        "provider": .text(login.provider), "issuer": .text(login.issuer),
                        "subject": .text(login.subject),
                    ]))
        }
        let roles = accounts.roles(id).map { grant in
            [grant.role.rawValue, grant.scope.kind, grant.scope.id].filter { !$0.isEmpty }.joined(separator: " ")
        }
        if !roles.isEmpty {
            records.append(PersonalRecord("roles", time: nil, ["roles": .list(roles.sorted().map { .text($0) })]))
        }
        return records
    }

    private func text(_ sealed: [UInt8], _ what: String, of id: EntityID) async throws -> PersonalRecord.Value {
        try await accounts.seal.text(sealed, what, of: id).map { .text($0) } ?? .nothing
    }
}
