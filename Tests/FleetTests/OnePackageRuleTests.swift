import Fleet
import Foundation
import Glibc
import PackageFiles
import Problems
import SystemPackage
import TestSupport
import Testing
import Units
import Wire

/// What a package may contain is the same for who reads a folder and for who sends it.
@Suite struct OnePackageRuleTests {
    /// Something odd, made at a path.
    private struct Oddity: Sendable {
        var name: String
        var says: String
        var make: @Sendable (FilePath) throws -> Void
    }

    private static let oddities: [Oddity] = [
        Oddity(name: "a dangling link", says: "leads nowhere: No such file") { try link("nowhere", at: $0) },
        Oddity(name: "a link to itself", says: "leads nowhere: Too many levels") { try link("odd", at: $0) },
        Oddity(name: "a link out", says: "leads out of the package") { try link("/etc/passwd", at: $0) },
        Oddity(name: "a link to a folder out", says: "leads out of the package") { try link("/etc", at: $0) },
        Oddity(name: "a link back", says: "leads back to a folder") { try link("..", at: $0) },
        Oddity(name: "a pipe", says: "neither a file nor a folder") { path in
            guard unsafe mkfifo(path.string, 0o600) == 0 else { throw Errno(rawValue: errno) }
        },
        Oddity(name: "a name that is no text", says: "odd\\xff: ") { path in
            try create(path.string.utf8.map { CChar(bitPattern: $0) } + [-1], mode: 0o600)
        },
        Oddity(name: "a link to a name that is no text", says: "leads to a name that is not UTF-8") { path in
            let hidden = path.removingLastComponent().appending(".hidden")
            try create(hidden.string.utf8.map { CChar(bitPattern: $0) } + [-1], mode: 0o600)
            let target: [CChar] = ".hidden".utf8.map { CChar(bitPattern: $0) } + [-1, 0]
            guard unsafe symlink(target, path.string) == 0 else { throw Errno(rawValue: errno) }
        },
        Oddity(name: "folders too deep", says: "nested deeper than 32 levels") { path in
            try FileManager.default.createDirectory(
                atPath: path.string + String(repeating: "/d", count: 40), withIntermediateDirectories: true)
        },
    ]

    private static let unreadable: [Oddity] = [
        Oddity(name: "an unreadable file", says: "the file cannot be read: Permission denied") { path in
            try create(path.string.utf8.map { CChar(bitPattern: $0) }, mode: 0)
        },
        Oddity(name: "an unreadable folder", says: "the folder cannot be read: Permission denied") { path in
            guard unsafe mkdir(path.string, 0o300) == 0 else { throw Errno(rawValue: errno) }
        },
    ]

    private static func link(_ target: String, at path: FilePath) throws {
        try FileManager.default.createSymbolicLink(atPath: path.string, withDestinationPath: target)
    }

    private static func create(_ path: [CChar], mode: mode_t) throws {
        let descriptor = unsafe open(path + [0], O_CREAT | O_WRONLY | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        close(descriptor)
    }

    private static func package() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for (name, text) in [
            ("problem.yaml", ""), ("data/sample/1.in", "1"), ("data/sample/1.ans", "1"), ("data/secret/1.in", "2"),
            ("data/secret/1.ans", "2"), ("submissions/accepted/a.py", "print(1)"), ("notes/x", ""),
        ] {
            try folder.write(text, to: name)
        }
        return folder
    }

    /// All that a rule may tell apart of this process.
    private static var all: [Oddity] { oddities + (geteuid() == 0 ? [] : unreadable) }

    @Test("What is odd where readers look is an error, in the same words for who reads and who sends")
    func oddWhereReadersLook() async throws {
        for oddity in Self.all {
            for place in ["data/secret", "submissions/accepted", "include"] {
                let folder = try Self.package()
                try folder.write("", to: "include/c/x.h")
                try oddity.make(folder.path.appending(place).appending("odd"))
                let read = #expect(throws: ProblemError.self) { try ProblemPackage(folder.path).problem }
                let sent = await failure(FileManifestError.self) { try await LocalPackage.read(folder.path) }
                #expect(read?.code == .invalid && sent?.code == .odd, "\(oddity.name) in \(place)")
                #expect(read?.diagnostics.map(\.description) == sent?.problems, "\(oddity.name) in \(place)")
                #expect(sent?.problems.count == 1, "\(oddity.name) in \(place)")
                #expect(sent?.problems.first?.hasPrefix("\(place)/odd") == true)
                #expect(sent?.problems.first?.contains(oddity.says) == true, "\(sent?.problems ?? [])")
            }
        }
    }

    @Test("What is odd where nobody looks is left out with a warning, in the same words for who reads and who sends")
    func oddElsewhere() async throws {
        for oddity in Self.all {
            let folder = try Self.package()
            try oddity.make(folder.path.appending("notes/odd"))
            let problem = try ProblemPackage(folder.path).problem
            let local = try await LocalPackage.read(folder.path)
            #expect(problem.warnings.map(\.description) == local.warnings, "\(oddity.name)")
            #expect(local.warnings.count == 1, "\(oddity.name)")
            let warning = local.warnings.first ?? ""
            #expect(warning.hasPrefix("notes/odd") && warning.contains(": left out: "), "\(warning)")
            #expect(warning.contains(oddity.says) || oddity.says.hasSuffix(": "), "\(warning)")
            #expect(local.tree.files.map(\.path).filter { $0.hasPrefix("notes") } == ["notes/x"])
        }
    }

    @Test("Hidden files and compiled Python are left out, and nobody is told")
    func hidden() async throws {
        let folder = try Self.package()
        for name in [
            ".git/config", ".DS_Store", "data/secret/.2.in", "data/.timelimit", "submissions/accepted/.swp",
            "submissions/accepted/__pycache__/a.pyc", "notes/.hidden/pipe",
        ] {
            try folder.write("", to: name)
        }
        try folder.write("2", to: ".timelimit")
        let problem = try ProblemPackage(folder.path).problem
        let local = try await LocalPackage.read(folder.path)
        #expect(problem.warnings.isEmpty && local.warnings.isEmpty)
        #expect(
            local.tree.files.map(\.path) == [
                ".timelimit", "data/sample/1.ans", "data/sample/1.in", "data/secret/1.ans", "data/secret/1.in",
                "notes/x", "problem.yaml", "submissions/accepted/a.py",
            ])
        #expect(problem.submissions.flatMap(\.names) == ["a.py"])
        // A tree that somebody else made may name such files: they are not seen either.
        var files = local.tree.files
        for path in [".git/config", "data/secret/.2.in", "submissions/accepted/__pycache__/a.pyc"] {
            var file = files[0]
            file.path = path
            files.append(file)
        }
        let listing = try FileManifest(files: files).listing(name: "x")
        #expect(listing.files.map(\.path).sorted() == local.tree.files.map(\.path).sorted())
    }

    @Test(
        "A package with too many files is refused by who reads and who sends", .timeLimit(.minutes(1)),
        .enabled(if: LongTests.areAskedFor))
    func tooMany() async throws {
        let folder = try Self.package()
        for number in 0..<340 {
            try folder.write("", to: "notes/files/\(number)")
            try Self.link("files", at: folder.path.appending("notes/link-\(number)"))
        }
        #expect(340 * 340 > TreeLimits.files)
        let read = #expect(throws: ProblemError.self) { try ProblemPackage(folder.path).problem }
        let sent = await failure(FileManifestError.self) { try await LocalPackage.read(folder.path) }
        #expect(read?.code == .invalid && sent?.code == .tooLarge)
        #expect(read?.diagnostics.map(\.description) == sent?.problems)
        #expect(sent?.problems.first?.hasSuffix("split it") == true)
    }

    @Test("What is no package is refused in the same words by who reads and who sends")
    func noPackage() async throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "file")
        try FileManager.default.createDirectory(
            atPath: folder.path.appending("empty/inner").string, withIntermediateDirectories: true)
        for name in ["nothing", "file", "empty"] {
            let path = folder.path.appending(name)
            let read = #expect(throws: ProblemError.self) { try ProblemPackage(path).problem }
            let sent = await failure(FileManifestError.self) { try await LocalPackage.read(path) }
            #expect(read?.code == .notAPackage)
            #expect(read?.diagnostics.map(\.description) == sent?.problems)
        }
    }
}
