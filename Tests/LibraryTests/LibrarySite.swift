import Archives
import Concurrency
import Coordinator
import EmbeddedStorage
import Events
import Executions
import Foundation
import Kernel
import KernelTestSupport
import PackageFiles
import Storage
import SystemPackage
import TestSupport
import Testing
import Toolchains
import Units
import Uploads

@testable import Library

/// A platform that has a library, on a store in a folder.
struct LibrarySite: Sendable {
    let rig: Rig
    let library: Library
    let desk: PackageDesk
    /// The packages whose time limits were to be measured.
    let measured: BoundedChannel<String>

    var log: any EventLog { rig.log }

    /// Runs a site while `body` goes on.
    /// - Parameters:
    ///   - settings: how the library works.
    ///   - run: what comes of programs that are run.
    ///   - body: what goes on.
    static func with(
        _ settings: LibraryOptions = LibraryOptions(),
        run: @escaping @Sendable (Execution) async throws -> ExecutionResult = { _ in
            throw DomainError(.exhausted, "no worker is free")
        },
        _ body: @Sendable (LibrarySite) async throws -> Void
    ) async throws {
        try await Rig.with { services, _ in
            let uploads = Uploads(services)
            let library = Library(services, options: settings, uploads: uploads)
            return ((library, uploads), [library.module(), uploads.module()])
        } _: { rig, parts in
            let (library, uploads) = parts
            let accounts = ContentAccounts(log: rig.log, admission: Admission(), quotas: Quotas(log: rig.log))
            let intake = ContentIntake(
                blobs: rig.store.blobs, contents: TenantContents(), options: BlobsService.Options(),
                logger: Rig.logger, accounts: accounts)
            uploads.connect(to: FileDesk(intake, largest: .gibibytes(1)))
            let measured = BoundedChannel<String>(room: 100)
            let desk = PackageDesk(
                try Packages(log: rig.log, blobs: rig.store.blobs), blobs: rig.store.blobs, tenant: "platform"
            ) { job async throws(StorageError) in _ = measured.offer(job.id) }
            let languages = try RepositoryLanguages.catalog
            library.connect(to: desk, runner: ProgramRunner(languages: languages, run: run))
            let site = LibrarySite(rig: rig, library: library, desk: desk, measured: measured)
            try await rig.whileRunning(rig.host(besides: [accounts]).run) { try await body(site) }
        }
    }

    /// The repository's folder.
    static let root = FilePath(#filePath).removingLastComponent().removingLastComponent().removingLastComponent()

    // MARK: Who asks

    static let setter = Actor(
        .person(EntityID("00000000000000000000000003") ?? .random()), grants: [RoleGrant("setter", in: .site)])
    static let admin = Actor(.program("admin"), grants: [RoleGrant(.admin, in: .site)])
    static let nobody = Actor(.anybody)

    /// A setter of one problem.
    static func setter(of problem: String) -> Actor {
        Actor(
            .person(EntityID("00000000000000000000000004") ?? .random()),
            grants: [RoleGrant("setter", in: Scope("problem", problem))])
    }

    // MARK: Asking

    /// Asks a route as the server does.
    @discardableResult
    func ask(
        _ method: Route.Method, _ path: String, by actor: Actor, _ parameters: [String: String] = [:],
        query: [String: String] = [:], body: [UInt8] = [], key: String? = nil, languages: String? = nil
    ) async throws -> Rig.Answer {
        try await rig.ask(
            method, path, by: actor, parameters, query: query, body: body, key: key, languages: languages)
    }

    /// Asks with a body in JSON.
    @discardableResult
    func ask(
        _ method: Route.Method, _ path: String, by actor: Actor, _ parameters: [String: String] = [:],
        json: [String: Any], key: String? = nil
    ) async throws -> Rig.Answer {
        try await ask(method, path, by: actor, parameters, body: try Rig.json(json), key: key)
    }

    // MARK: Packages

    /// A small package.
    static func package(_ changed: [String: String?] = [:]) -> [String: String] {
        var files: [String: String] = [
            "problem.yaml": "name: Adding\nlimits: {time_limit: 1}\n", ".timelimit": "1\n",
            "problem_statement/problem.en.tex":
                "\\problemname{Adding}\nAdd two \\textbf{integers}.\n\\includegraphics{map}\n\\section*{Input}\nTwo.",
            "problem_statement/problem.de.tex": "\\problemname{Addieren}\nAddiere zwei Zahlen.",
            "problem_statement/map.png": "\u{89}PNG", "problem_statement/evil.png": "<script>alert(1)</script>",
            "problem_statement/draw.svg": "<svg onload='alert(1)'/>",
            "solution/solution.en.md": "Use $a + b$. ![x](trick.png)", "solution/trick.png": "GIF89a",
            "data/sample/1.in": "1 2\n", "data/sample/1.ans": "3\n", "data/secret/1.in": "5 6\n",
            "data/secret/1.ans": "11\n", "data/secret/2.in": "7 8\n", "data/secret/2.ans": "15\n",
            "data/secret/2.hint": "sevens", "submissions/accepted/a.py": "print(sum(map(int, input().split())))\n",
        ]
        for (path, text) in changed { files[path] = text }
        return files
    }

    /// The archive of a package.
    static func archive(_ files: [String: String]) throws -> [UInt8] {
        let place = try TestPlace()
        let root = place.path.appending("adding")
        for (path, text) in files {
            // PNG's first byte is no character of UTF-8 alone.
            let isPicture = text.unicodeScalars.first == "\u{89}"
            let bytes = isPicture ? [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] : Array(text.utf8)
            try place.write(bytes, to: root.appending(path))
        }
        let zip = place.path.appending("adding.zip")
        try ZipWriter.write(try PackageDirectory(root), to: zip)
        return Array(try Data(contentsOf: URL(fileURLWithPath: zip.string)))
    }

    /// Makes a problem.
    /// - Returns: its id.
    func make(
        _ files: [String: String] = package(), by actor: Actor = setter, key: String? = nil
    ) async throws -> String {
        try await ask(.post, "problems", by: actor, body: try Self.archive(files), key: key).value("id")
    }
}
