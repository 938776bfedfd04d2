package import Kernel

/// What other modules ask of accounts.
extension Accounts {
    /// Whether somebody has an account that is theirs for good: confirmed, and not erased.
    package func isThere(_ person: EntityID) async throws -> Bool {
        let account = try await account(person)
        return account.isVerified && !account.isErased
    }

    /// The names that people log in with. Those who are not there, or are erased, have none.
    package func names(of people: [EntityID]) async throws -> [EntityID: String] {
        var names: [EntityID: String] = [:]
        for person in people {
            let account = try await account(person)
            guard account.isRegistered, !account.isErased else { continue }
            names[person] = try await seal.text(account.nameSealed, "name", of: person)
        }
        return names
    }
}
