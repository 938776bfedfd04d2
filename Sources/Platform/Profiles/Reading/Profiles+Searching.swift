internal import Coordinator
internal import Kernel
package import Storage
internal import Views

/// People who were found by their names.
package struct FoundPeople: Encodable, Hashable, Sendable {
    /// One of them.
    package struct Person: Encodable, Hashable, Sendable {
        /// The person.
        package var id: String
        /// The name that everybody sees.
        package var displayName: String
    }

    /// Those who were found, the shortest names first.
    package var people: [Person]
}

extension Profiles {
    private static let page = 500
    /// How many pages one search may read: more, and it has to be asked for again.
    private static let mostPages = 20
    /// How many of those whose names were right some time ago are looked at.
    private static let mostLooks = 200

    /// Finds people by the names that everybody sees. Who hides the name, or was erased, is never found.
    /// - Parameters:
    ///   - text: words of the name, of which the last may go on.
    ///   - limit: how many at most.
    ///   - seen: what must be known.
    /// - Throws: `DomainError`: `unavailable` while names are read after a start.
    package func search(_ text: String, atMost limit: Int, seen: LogPosition?) async throws -> FoundPeople {
        try await readNames(seen: seen)
        let wanted = NameIndex.words(text)
        var found = FoundPeople(people: [])
        for id in names.find(text, atMost: Self.mostLooks) where found.people.count < limit {
            // What is known of names may be late.
            guard try await isThere(id), let (fields, shown) = try await profile(of: id),
                let name = fields.only(shown).displayName, NameIndex.matches(NameIndex.words(name), wanted)
            else { continue }
            found.people.append(FoundPeople.Person(id: "\(id)", displayName: name))
        }
        return found
    }

    /// Reads the names that people have shown since.
    private func readNames(seen: LogPosition?) async throws {
        for _ in 0..<Self.mostPages {
            let last = names.position
            let rows = try await services.views.read(PracticeTable.name, atLeast: seen) { reader in
                try reader.rows(
                    """
                    SELECT person, position FROM profiles_named WHERE position > \(last)
                    ORDER BY position LIMIT \(Self.page)
                    """)
            }
            for row in rows {
                guard let id = EntityID(try row.get(0, as: String.self)) else { continue }
                let profile = try await profile(of: id)
                names.set(profile.flatMap { $0.fields.only($0.shown).displayName }, of: id, at: try row.get(1))
            }
            if rows.count < Self.page { return }
        }
        throw DomainError(
            .unavailable, "the names of people are still being read", advice: "try again", retryAfter: .seconds(1))
    }
}
