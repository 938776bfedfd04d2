import Archives
import Concurrency
import Coordinator
import EmbeddedStorage
import Events
import Executions
import Foundation
import Kernel
import KernelTestSupport
import Logging
import PackageFiles
import Storage
import SystemPackage
import Testing
import Toolchains
import Units
import Uploads

@testable import Library

/// A platform that has a library, on a store in a folder.
struct LibrarySite: Sendable {
    let library: Library
    let platform: Platform
    let services: PlatformServices
    let desk: PackageDesk
    let log: any EventLog
    /// The packages whose time limits were to be measured.
    let measured: BoundedChannel<String>
    private let uploads: Uploads
    private let module: Module

    /// A folder that goes with it.
    final class Place: Sendable {
        let path = FilePath("/tmp/verdict-library-tests-\(UInt64.random(in: 0 ... .max))")

        init() throws {
            try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: false)
        }

        deinit { _ = try? FileManager.default.removeItem(atPath: path.string) }
    }

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
        let place = try Place()
        let logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        let ring = KeyRing()
        let store = try await EmbeddedStore.open(
            place.path.appending("store"), keys: ring, leaseDuration: .seconds(600))
        var options = Platform.Options()
        options.clock = TestClock()
        options.views = Platform.ViewPlace(file: place.path.appending("views"), codes: ring.codes(for: "cursor"))
        var made: (library: Library, uploads: Uploads, module: Module, services: PlatformServices)?
        let platform = try Platform(log: store.log, options: options, logger: logger) { services in
            let uploads = Uploads(services)
            let library = Library(services, options: settings, uploads: uploads)
            made = (library, uploads, library.module(), services)
            return [library.module(), uploads.module()]
        }
        let (library, uploads, module, services) = try #require(made)
        let accounts = ContentAccounts(log: store.log, admission: Admission(), quotas: Quotas(log: store.log))
        let intake = ContentIntake(
            blobs: store.blobs, contents: TenantContents(), options: BlobsService.Options(), logger: logger,
            accounts: accounts)
        uploads.connect(to: FileDesk(intake, largest: .gibibytes(1)))
        let measured = BoundedChannel<String>(room: 100)
        let desk = PackageDesk(
            try Packages(log: store.log, blobs: store.blobs), blobs: store.blobs, tenant: "platform"
        ) { job async throws(StorageError) in _ = measured.offer(job.id) }
        let languages = try LanguageCatalog(directory: root.appending("Languages"))
        library.connect(to: desk, runner: ProgramRunner(languages: languages, run: run))
        let host = ProjectionHost(
            log: store.log, projections: platform.projections + [accounts], snapshots: nil, logger: logger)
        let site = LibrarySite(
            library: library, platform: platform, services: services, desk: desk, log: store.log, measured: measured,
            uploads: uploads, module: module)
        let result = await platform.whileRunning(host.run) { try await body(site) }
        try await store.close()
        try withExtendedLifetime(place) { try result.get() }
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

    struct Answer {
        var status: RouteAnswer.Status
        var body: [UInt8]
        var file: RouteAnswer.File?
        var position: LogPosition?

        var object: [String: Any] {
            get throws { try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any] ?? [:] }
        }

        func value<Value>(_ name: String, as: Value.Type = Value.self) throws -> Value {
            try #require(try object[name] as? Value, "\(name) of \(String(decoding: body, as: UTF8.self))")
        }
    }

    /// Asks a route as the server does: who may not is refused before anything is read. A view that is not there yet is waited
    /// for.
    @discardableResult
    func ask(
        _ method: Route.Method, _ path: String, by actor: Actor, _ parameters: [String: String] = [:],
        query: [String: String] = [:], body: [UInt8] = [], key: String? = nil, languages: String? = nil
    ) async throws -> Answer {
        let routes = module.routes + uploads.module().routes
        let route = try #require(routes.first { $0.method == method && $0.path == "api/v1/" + path }, "\(path)")
        guard platform.mayAsk(actor, route.action) else {
            throw DomainError(.forbidden, "\(actor.identity) may not do \(route.action)")
        }
        var command = CommandRequest()
        (command.key, command.digest) = (key, body.isEmpty ? [] : [UInt8(truncatingIfNeeded: body.count)])
        let request = RouteRequest(
            actor: actor, parameters: parameters, query: query, body: body, command: command,
            seen: method == .get ? try await log.end() : nil, languages: languages, decoder: Decoder())
        while true {
            do {
                let answer = try await route.answer(request)
                return Answer(
                    status: answer.status, body: answer.body ?? [], file: answer.file, position: answer.position)
            } catch let error as DomainError where error.code == .unavailable {
                try await Task.sleep(for: .milliseconds(5))
            }
        }
    }

    /// Asks with a body in JSON.
    @discardableResult
    func ask(
        _ method: Route.Method, _ path: String, by actor: Actor, _ parameters: [String: String] = [:],
        json: [String: Any], key: String? = nil
    ) async throws -> Answer {
        try await ask(
            method, path, by: actor, parameters,
            body: Array(try JSONSerialization.data(withJSONObject: json, options: .sortedKeys)), key: key
        )
    }

    private struct Decoder: RouteDecoder {
        func decode<Value: Decodable>(_ type: Value.Type, from body: [UInt8]) throws -> Value {
            do {
                return try JSONDecoder().decode(type, from: Data(body))
            } catch {
                throw DomainError(.invalid, "\(error)")
            }
        }
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
        let place = try Place()
        let root = place.path.appending("adding")
        for (path, text) in files {
            let file = URL(fileURLWithPath: root.appending(path).string)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            // PNG's first byte is no character of UTF-8 alone.
            let isPicture = text.unicodeScalars.first == "\u{89}"
            let bytes = isPicture ? [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] : Array(text.utf8)
            try Data(bytes).write(to: file)
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

/// Asks that something is refused with such an error.
@discardableResult
func expectRefusal<Value>(
    _ code: DomainError.Code, _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async throws -> Value
) async throws -> String {
    do {
        _ = try await body()
        Issue.record(comment ?? "it was not refused", sourceLocation: sourceLocation)
        return ""
    } catch let error as DomainError {
        #expect(error.code == code, comment ?? "\(error)", sourceLocation: sourceLocation)
        return error.message
    }
}
