package import Kernel

extension Accounts {
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
