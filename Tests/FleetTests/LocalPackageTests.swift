import Fleet
import Foundation
import Glibc
import SystemPackage
import Testing
import Wire

@Suite struct LocalPackageTests {
    private func link(_ target: String, at path: FilePath) throws {
        try FileManager.default.createSymbolicLink(atPath: path.string, withDestinationPath: target)
    }

    @Test func aFolderIsSentAsPackagesAreRead() async throws {
        let folder = try TemporaryFolder()
        try folder.write("name: x\n", to: "problem.yaml")
        try folder.write("1\n", to: "data/secret/1.in")
        try folder.write("1\n", to: "data/secret/1.ans")
        try folder.write("2", to: ".timelimit")
        try folder.write("x", to: ".git/config")
        try folder.write("x", to: "data/.hidden")
        try folder.write("x", to: "submissions/__pycache__/a.pyc")
        try folder.write("#!/bin/sh\n", to: "submissions/accepted/run")
        #expect(unsafe chmod(folder.path.appending("submissions/accepted/run").string, 0o744) == 0)
        try link("secret", at: folder.path.appending("data/sample"))
        try link("../problem.yaml", at: folder.path.appending("data/linked.yaml"))
        let package = try await LocalPackage.read(folder.path)
        #expect(
            package.tree.files.map(\.path) == [
                ".timelimit", "data/linked.yaml", "data/sample/1.ans", "data/sample/1.in", "data/secret/1.ans",
                "data/secret/1.in", "problem.yaml", "submissions/accepted/run",
            ])
        #expect(package.tree.files.filter(\.executable).map(\.path) == ["submissions/accepted/run"])
        #expect(package.warnings.isEmpty)
        #expect(package.contents.count == 4)
        #expect(try await LocalPackage.read(folder.path).tree == package.tree)
        #expect(try FileManifest(decoding: package.tree.encoded) == package.tree)
    }

    @Test func everythingOddIsNamed() async throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "problem.yaml")
        try folder.write("", to: "data/1.in")
        try link("/etc/passwd", at: folder.path.appending("data/passwd"))
        try link("..", at: folder.path.appending("data/up"))
        try link("nowhere", at: folder.path.appending("data/dangling"))
        #expect(unsafe mkfifo(folder.path.appending("submissions").string, 0o600) == 0)
        let name: [CChar] = Array(folder.path.appending("data").string.utf8CString.dropLast()) + [47, -1, 0]
        let descriptor = unsafe open(name, O_CREAT | O_WRONLY | O_CLOEXEC, 0o600)
        #expect(descriptor >= 0)
        close(descriptor)
        let error = await failure(FileManifestError.self) { try await LocalPackage.read(folder.path) }
        #expect(error?.code == .odd)
        #expect(error?.problems.count == 5)
        for part in [
            "data/passwd: the symbolic link leads out", "data/up: the symbolic link leads back",
            "data/dangling: the symbolic link leads nowhere", "submissions: neither a file nor a folder",
            "is not UTF-8",
        ] {
            #expect(error?.problems.contains { $0.contains(part) } == true, "\(part)")
        }
    }

    @Test(arguments: ["nothing", "file", "empty"])
    func whatIsNoFolderOfFilesIsRefused(_ name: String) async throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "file")
        try FileManager.default.createDirectory(
            atPath: folder.path.appending("empty").string, withIntermediateDirectories: false)
        let error = await failure(FileManifestError.self) { try await LocalPackage.read(folder.path.appending(name)) }
        #expect(error != nil)
    }
}
