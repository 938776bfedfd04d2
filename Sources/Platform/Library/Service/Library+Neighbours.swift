internal import Coordinator
package import Kernel
package import Storage
package import Submissions
package import Units
internal import Views

/// A version of a problem, as other modules know it.
package struct LibraryVersion: Hashable, Sendable {
    /// The problem.
    package var id: EntityID
    /// Its version.
    package var version: UInt32
    /// The package that it is judged by.
    package var package: ContentHash
    /// What it is called.
    package var title: String
    /// The ids of the languages that programs may be in; empty: all.
    package var languages: [String]
}

/// What other modules ask the library.
extension Library: SubmittableProblems {
    /// The version that counts of a problem that somebody may see and use.
    /// - Throws: `DomainError`: `notFound` if there is none that they may see.
    package func published(_ id: EntityID, for actor: Actor) async throws -> LibraryVersion {
        let problem = try await problem(id, seenBy: actor)
        guard let version = problem.latest else { throw LibraryProblem.unknown }
        return LibraryVersion(problem, version, of: id)
    }

    /// See `SubmittableProblems`.
    package func problem(_ id: EntityID, for actor: Actor) async throws -> SubmittableProblem {
        let version = try await published(id, for: actor)
        return SubmittableProblem(id: id, version: version.version, package: version.package)
    }

    /// A version of a problem, also of one that was withdrawn or removed: what was handed in for it stays what it was.
    /// - Throws: `DomainError`: `notFound` if there was none.
    package func version(_ id: EntityID, _ number: UInt32) async throws -> LibraryVersion {
        let problem = try await anyState(of: id)
        guard let version = problem.versions.first(where: { $0.number == number }) else {
            throw DomainError(.notFound, "the problem has no version \(number)")
        }
        return LibraryVersion(problem, version, of: id)
    }

    /// What problems are called, also those that were removed; one that never was has no title.
    /// - Parameters:
    ///   - ids: the problems, at most 1000 of them.
    ///   - position: what the titles have to be as new as; nil: as they are known here.
    package func titles(of ids: [EntityID], atLeast position: LogPosition? = nil) async throws -> [EntityID: String] {
        try await column(of: ids, atLeast: position) { try $0.get("title") }
    }

    /// How hard problems are: `easy`, `medium`, `hard` or `expert`; one of which nobody has said it has none.
    /// - Parameter ids: the problems, at most 1000 of them.
    package func difficulties(of ids: [EntityID]) async throws -> [EntityID: String] {
        try await column(of: ids, atLeast: nil) {
            Difficulty(rawValue: UInt32(clamping: try $0.get("difficulty", as: Int64.self)))?.name
        }
    }

    /// The problems that are a person's, the oldest first, with what they are called and when they were made.
    package func problems(of person: EntityID) async throws -> [(id: String, title: String, made: Timestamp)] {
        let log = services.log
        let end = try await DomainError.mapping { () async throws(StorageError) in try await log.end() }
        let rows = try await services.views.read(LibraryView.name, atLeast: end) { reader in
            try reader.rows(
                """
                SELECT id, title, made FROM library
                WHERE owner = \("\(person)") AND state != \(LibraryView.deleted) ORDER BY number
                """)
        }
        return try rows.map { row in
            (
                try row.get("id", as: String.self), try row.get("title", as: String.self),
                Timestamp(nanoseconds: try row.get("made", as: Int64.self))
            )
        }
    }

    private func column(
        of ids: [EntityID], atLeast position: LogPosition?, _ read: (ViewRow) throws -> String?
    ) async throws -> [EntityID: String] {
        guard ids.count <= 1000 else { throw DomainError(.invalid, "at most 1000 problems are asked for at once") }
        guard !ids.isEmpty else { return [:] }
        let rows = try await services.views.read(LibraryView.name, atLeast: position) { reader in
            try reader.rows("SELECT id, title, difficulty FROM library WHERE id IN \(list: ids.map { "\($0)" })")
        }
        var found: [EntityID: String] = [:]
        for row in rows {
            if let id = EntityID(try row.get("id", as: String.self)) { found[id] = try read(row) }
        }
        return found
    }
}

extension LibraryVersion {
    fileprivate init(_ problem: LibraryProblem, _ version: LibraryProblem.Version, of id: EntityID) {
        self.init(
            id: id, version: version.number, package: version.package, title: problem.title(of: version),
            languages: problem.languages(of: version))
    }
}
