import Fleet
import Foundation
import PackageFiles
import Problems
import Provenance
import SwiftProtobuf
import SystemPackage
import TestSupport
import Testing
import Units
import Wire

/// Packages that are read from a tree and the contents that it names.
@Suite struct PackageContentsTests {
    private struct HasNoHash: Error {
        var path: TreePath
    }

    /// The problem of a tree, with what the reader asks for read from the files that `package` names.
    private func problem(of package: LocalPackage, name: String) throws -> Problem {
        let listing = package.tree.listing(name: name)
        var contents: [TreePath: [UInt8]] = [:]
        for request in try Problem.needs(of: listing) {
            var content = Verdict_V1_BlobRef()
            content.hash = Data(request.file.hash ?? [])
            content.size = UInt64(request.file.size.bytes)
            let path = try #require(package.contents[content])
            contents[request.file.path] = Array(
                try Data(contentsOf: URL(fileURLWithPath: path.string)).prefix(request.count))
        }
        return try Problem(listing, contents: contents)
    }

    @Test(
        "Each of the repository's packages is the same problem from its tree as from its folder",
        .enabled(if: !RepositoryPackages.names.isEmpty, "no Testcases/problems"), arguments: RepositoryPackages.names)
    func sameProblem(_ name: String) async throws {
        let folder = RepositoryPackages.folder.appending(name)
        let problem = try ProblemPackage(folder).problem
        let package = try await LocalPackage.read(folder)
        #expect(try self.problem(of: package, name: name).withoutHashes == problem)
    }

    @Test("A tree's files bring their hashes along, so that nobody reads them for that")
    func hashes() async throws {
        let folder = RepositoryPackages.folder.appending("sum")
        let read = try ProblemPackage(folder)
        let problem = try self.problem(of: try await LocalPackage.read(folder), name: "sum")
        let known = try PackageDigests(problem) { throw HasNoHash(path: $0.path) }
        let found = try PackageDigests(read.problem) { file in
            try ContentDigest(ofFileAt: read.path(of: file), isCancelled: { false })
        }
        #expect(known == found)
    }

    @Test("What a link leads to is read from a tree as from the folder, but lies where the link is")
    func links() async throws {
        let folder = try TemporaryFolder()
        for (name, text) in [
            ("problem.yaml", ""), ("data/secret/1.in", "1"), ("data/secret/1.ans", "1"),
            ("submissions/shared/a.py", "# @EXPECTED_RESULTS@: ACCEPTED\n"), ("settings/times", "3"),
        ] {
            try folder.write(text, to: name)
        }
        for (path, target) in [
            ("data/sample", "secret"), ("data/secret/2.in", "1.in"), ("data/secret/2.ans", "1.in"),
            ("submissions/accepted", "shared"), (".timelimit", "settings/times"),
        ] {
            try FileManager.default.createSymbolicLink(
                atPath: folder.path.appending(path).string, withDestinationPath: target)
        }
        let here = try ProblemPackage(folder.path).problem
        let there = try self.problem(of: try await LocalPackage.read(folder.path), name: here.shortName)
        #expect(here.testCases[3].input.path.text == "data/secret/1.in")
        #expect(there.testCases[3].input.path.text == "data/secret/2.in")
        // All else is equal.
        var same = there
        same.testCases = zip(there.testCases, here.testCases).map { there, here in
            var test = there
            (test.input, test.answer) = (here.input, here.answer)
            return test
        }
        same.submissions = zip(there.submissions, here.submissions).map { there, here in
            var submission = there
            submission.sources = here.sources
            return submission
        }
        #expect(same == here)
        #expect(here.testCases.count == 4 && here.submissions.count == 2)
        #expect(here.timeLimit == .fixed(.seconds(3), source: ".timelimit"))
    }

    @Test("A folder and its tree have the same listing but for the hashes, and ask for the same")
    func sameListing() async throws {
        for name in RepositoryPackages.names {
            let directory = try PackageDirectory(RepositoryPackages.folder.appending(name))
            let listing = try await LocalPackage.read(directory.root).tree.listing(name: name)
            #expect(listing.name == directory.listing.name)
            #expect(listing.files.map(\.path) == directory.listing.files.map(\.path))
            for (here, there) in zip(directory.listing.files, listing.files) {
                #expect(here.file.path == there.file.path && here.file.size == there.file.size)
                #expect(here.file.isExecutable == there.file.isExecutable)
                #expect(here.file.hash == nil && there.file.hash?.count == 32)
            }
            let (here, there) = (try Problem.needs(of: directory.listing), try Problem.needs(of: listing))
            #expect(here.map(\.file.path) == there.map(\.file.path) && here.map(\.count) == there.map(\.count))
        }
    }

    @Test("Names in a tree are listed in the order of their bytes in each folder")
    func order() throws {
        let names = ["a/b", "a.c", "a-/x", "a0", "b/e\u{301}", "b/\u{E9}", "b/z"]
        let files = names.map { name in
            Verdict_V1_FileRef.with { file in
                file.path = name
                file.content = Verdict_V1_BlobRef(of: [])
            }
        }
        let listing = try FileManifest(files: files).listing(name: "x")
        #expect(listing.root.children.map(\.name) == ["a", "a-", "a.c", "a0", "b"])
        #expect(
            listing.root.child("b")?.children.map { Array($0.name.utf8) } == [
                Array("e\u{301}".utf8), Array("z".utf8), Array("\u{E9}".utf8),
            ])
    }

    @Test(
        "A package of which too much has to be read is refused in words, from its folder and from its tree",
        .timeLimit(.minutes(1)), .enabled(if: LongTests.areAskedFor))
    func tooMuchToRead() async throws {
        let folder = try TemporaryFolder()
        for (name, text) in [("problem.yaml", ""), ("data/secret/1.in", "1"), ("data/secret/1.ans", "1")] {
            try folder.write(text, to: name)
        }
        // 64 KiB of each are read.
        let source = [UInt8](repeating: 32, count: 70_000)
        for number in 0..<1025 { try folder.write(source, to: "submissions/accepted/\(number).py") }
        let says = "have more than 64 MiB; remove some submissions"
        let read = #expect(throws: ProblemError.self) { try ProblemPackage(folder.path).problem }
        #expect(read?.code == .invalid)
        #expect(read?.diagnostics.map(\.description).first?.hasSuffix(says) == true, "\(read?.description ?? "")")
        try await FleetServer.with { server in
            try await server.withClient { client in
                let error = await failure(WireError.self) { try await client.addPackage(at: folder.path) }
                #expect(error?.code == .invalidArgument)
                #expect(error?.message.hasSuffix(says) == true, "\(error?.message ?? "no error")")
            }
        }
        try FileManager.default.removeItem(atPath: folder.path.appending("submissions/accepted/0.py").string)
        #expect(try ProblemPackage(folder.path).problem.submissions.count == 1024)
    }

    @Test("No file has what a coordinator unseals to read a package", .timeLimit(.minutes(1)))
    func nothingUnsealedOnDisk() async throws {
        let folder = try TemporaryFolder()
        let mark = "mark-\(UInt64.random(in: 0 ... .max))"
        for (name, text) in [
            ("problem.yaml", "name: Marked\n# \(mark)\n"), ("data/secret/1.in", mark), ("data/secret/1.ans", mark),
            ("submissions/accepted/a.py", "# \(mark)\n"),
        ] {
            try folder.write(text, to: name)
        }
        try await FleetServer.with { server in
            let added = try await server.withClient { try await $0.addPackage(at: folder.path) }
            #expect(added.name == "Marked")
            let files = try PackageDirectory(server.folder.path).listing.files
            #expect(!files.isEmpty)
            for (path, _) in files {
                let bytes = try Data(contentsOf: URL(fileURLWithPath: server.folder.path.appending(path).string))
                #expect(bytes.firstRange(of: Data(mark.utf8)) == nil, "\(path)")
            }
        }
    }
}

extension Problem {
    /// The same, read from a listing that does not know what its files hash to.
    fileprivate var withoutHashes: Problem {
        var problem = self
        for index in testCases.indices {
            problem.testCases[index].input = testCases[index].input.withoutHash
            problem.testCases[index].answer = testCases[index].answer.withoutHash
            problem.testCases[index].files = testCases[index].files.map(\.withoutHash)
        }
        for index in submissions.indices {
            guard case .inPackage(let files) = submissions[index].sources else { continue }
            problem.submissions[index].sources = .inPackage(files.map(\.withoutHash))
        }
        if case .custom(var custom) = validation {
            custom.validators = custom.validators.map(\.withoutHashes)
            custom.interactor = custom.interactor?.withoutHashes
            problem.validation = .custom(custom)
        }
        problem.staticValidator = staticValidator?.withoutHashes
        problem.graders = graders.map(\.withoutHashes)
        problem.inputValidators = inputValidators.map(\.withoutHashes)
        problem.includes = includes.mapValues { $0.map(\.withoutHash) }
        return problem
    }
}

extension Program {
    fileprivate var withoutHashes: Program { Program(name: name, files: files.map(\.withoutHash)) }
}

extension SourceFile {
    fileprivate var withoutHash: SourceFile { SourceFile(file.withoutHash, name: name) }
}

extension PackageFile {
    fileprivate var withoutHash: PackageFile { PackageFile(path: path, size: size, isExecutable: isExecutable) }
}
