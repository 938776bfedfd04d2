import Fleet
import Foundation
import SwiftProtobuf
import Synchronization
import SystemPackage
import Testing
import Wire

@Suite struct TreeWriterTests {
    private static func file(_ path: String, executable: Bool = false) -> Verdict_V1_FileRef {
        .with {
            $0.path = path
            $0.executable = executable
        }
    }

    @Test func filesStandWhereTheirPathsSay() async throws {
        let folder = try TemporaryFolder()
        let target = folder.path.appending("tree")
        let files =
            ["a", "data/secret/1.in", "data/secret/1.ans"].map { Self.file($0) }
            + [Self.file("run", executable: true)]
        try await TreeWriter.write(files, to: target) { file, write in
            for byte in file.path.utf8 { try write([byte]) }
        }
        for file in files { #expect(try folder.contents(of: "tree/\(file.path)") == Array(file.path.utf8)) }
        #expect(FileManager.default.isExecutableFile(atPath: target.appending("run").string))
        #expect(try mode(of: target.appending("data")) == 0o700)
        #expect(try mode(of: target.appending("a")) == 0o600)
        try TreeWriter.remove(target)
        #expect(!FileManager.default.fileExists(atPath: target.string))
        try TreeWriter.remove(target)
    }

    private func mode(of path: FilePath) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path.string)[.posixPermissions] as? Int
    }

    @Test(arguments: ["../x", "/tmp/x", "a/../../x", "", "a\0", "a//b", "."])
    func noPathLeadsOut(_ path: String) async throws {
        let folder = try TemporaryFolder()
        let target = folder.path.appending("tree")
        let wasAsked = Atomic(false)
        let error = await failure(TreeWriterError.self) {
            try await TreeWriter.write([Self.file("fine"), Self.file(path)], to: target) { _, _ in
                wasAsked.store(true, ordering: .relaxed)
            }
        }
        #expect(error != nil)
        let asked = wasAsked.load(ordering: .relaxed)
        #expect(!asked)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path.string).isEmpty)
    }

    @Test func linksThatSomebodyPutsThereMeanwhileAreNotFollowed() async throws {
        let folder = try TemporaryFolder()
        let target = folder.path.appending("tree")
        try folder.write("kept", to: "outside/file")
        let error = await failure(TreeWriterError.self) {
            try await TreeWriter.write([Self.file("first"), Self.file("way/file")], to: target, atOnce: 1) { file, _ in
                guard file.path == "first" else { return }
                try FileManager.default.createSymbolicLink(
                    atPath: target.appending("way").string, withDestinationPath: "../outside")
            }
        }
        #expect(error?.reason == .notDirectory || error?.reason == .tooManySymbolicLinkLevels)
        #expect(try folder.contents(of: "outside/file") == Array("kept".utf8))
        #expect(!FileManager.default.fileExists(atPath: target.string))
    }

    @Test func nothingIsLeftOfWhatFailed() async throws {
        struct Stop: Error {}
        let folder = try TemporaryFolder()
        let files = (0..<50).map { Self.file("d\($0 % 7)/e/\($0)") }
        let error = await failure(Stop.self) {
            try await TreeWriter.write(files, to: folder.path.appending("tree")) { file, write in
                try write([1, 2, 3])
                if file.path.hasSuffix("/40") { throw Stop() }
            }
        }
        #expect(error != nil)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path.string).isEmpty)
    }

    @Test func whatIsThereAlreadyStays() async throws {
        let folder = try TemporaryFolder()
        try folder.write("mine", to: "tree/file")
        let error = await failure(TreeWriterError.self) {
            try await TreeWriter.write([Self.file("file")], to: folder.path.appending("tree")) { _, _ in }
        }
        #expect(error?.reason == .fileExists)
        #expect(try folder.contents(of: "tree/file") == Array("mine".utf8))
        let twice = await failure(TreeWriterError.self) {
            try await TreeWriter.write([Self.file("a"), Self.file("a")], to: folder.path.appending("new")) { _, _ in }
        }
        #expect(twice?.reason == .fileExists)
    }
}
