internal import Coordinator
internal import Events
package import Kernel
package import PackageFiles
package import Problems
package import Storage

/// What other modules ask of problems' packages for those who look after them.
extension Library {
    /// A version of a problem, for whoever sees what is not public of it.
    /// - Parameters:
    ///   - id: the problem.
    ///   - number: the version; nil: the one that counts.
    ///   - actor: who asks.
    /// - Throws: `DomainError`: `notFound` if they see no such problem, or it has no such version; `forbidden` if they see only
    ///   what is public.
    package func inspected(_ id: EntityID, _ number: UInt32?, by actor: Actor) async throws -> LibraryVersion {
        let problem = try await problem(id, seenBy: actor)
        try services.require(actor, Self.inspect, to: problem.subject(id))
        guard let latest = problem.latest else { throw LibraryProblem.unknown }
        return try await version(id, number ?? latest.number)
    }

    /// Whose a problem is, and in which scope, for permissions; also of one that was removed.
    package func subject(of id: EntityID) async throws -> Subject { try await anyState(of: id).subject(id) }

    /// A package as the judge reads it.
    package func problem(of package: ContentHash) async throws -> Problem { try await open(package).problem }

    /// The content of a file of a package.
    /// - Throws: `DomainError`: `exhausted` if it has more bytes than that.
    package func bytes(of file: PackageFile, atMost limit: Int) async throws -> [UInt8] {
        try await content(file, atMost: limit)
    }

    /// The package that has only some of the test cases of another one.
    /// - Returns: its id; the fleet has it.
    /// - Throws: `DomainError` (`wrongState`) if there is none: the format lists its test cases, or the time limit is measured.
    package func package(_ package: ContentHash, withOnly names: Set<String>) async throws -> ContentHash {
        var files = TestFiles(try await open(package))
        try files.keep(only: names)
        let summary = try await desk.get().add(files.files, contents: [])
        guard let id = ContentHash(bytes: summary.package.id) else {
            throw DomainError(.failed, "the package has no id")
        }
        return id
    }
}
