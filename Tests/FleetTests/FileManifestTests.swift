import Fleet
import Foundation
import PackageFiles
import SwiftProtobuf
import SystemPackage
import TestSupport
import Testing
import Units
import Wire

@Suite struct FileManifestTests {
    private static func file(_ path: String, size: UInt64 = 3, hash: Int = 32) -> Verdict_V1_FileRef {
        .with {
            $0.path = path
            $0.content.hash = Data(repeating: 7, count: hash)
            $0.content.size = size
        }
    }

    private static func encoded(_ files: [Verdict_V1_FileRef]) throws -> [UInt8] {
        try Verdict_V1_Tree.with { $0.files = files }.serializedBytes()
    }

    @Test func theOrderOfFilesDoesNotMatterAndTheBytesAreTheSame() throws {
        let files = ["problem.yaml", "data/secret/1.in", "data/secret/1.ans", "data-more", "data.txt"]
            .map { Self.file($0) }
        let tree = try FileManifest(files: files)
        #expect(try FileManifest(files: files.reversed()) == tree)
        let again = try FileManifest(decoding: tree.encoded)
        #expect(again == tree)
        #expect(again.id.description == tree.content.name)
        #expect(tree.size.bytes == 15)
        // SHA-256 of nothing: the tree of no files.
        #expect(
            try FileManifest(decoding: []).id.description
                == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    /// Files in folders of their own, each as deep as may be.
    private static func deep(_ count: Int) -> [Verdict_V1_FileRef] {
        let tail = String(repeating: "d/", count: TreeLimits.depth - 2) + "f"
        return (0..<count).map { file(String(format: "%06d/", $0) + tail) }
    }

    @Test(
        "Folders count as files do, before any is made: for client, coordinator and worker alike",
        .enabled(if: LongTests.areAskedFor))
    func foldersCount() async throws {
        // 32 entries each.
        let most = TreeLimits.entries / TreeLimits.depth
        let fits = try FileManifest(files: Self.deep(most))
        _ = try FileManifest(decoding: fits.encoded)
        let tooMany = Self.deep(most + 1)
        let time = ContinuousClock().measure {
            for hostile in [tooMany, Self.deep(90_000)] {
                let error = #expect(throws: FileManifestError.self) { try FileManifest(files: hostile) }
                #expect(error?.problems.count == 1)
                #expect(error?.description.contains("more than \(TreeLimits.entries) files and folders") == true)
            }
        }
        print("a tree of 90000 files in 31 folders each is refused after \(time)")
        let folder = FilePath("/tmp/verdict-tree-\(UInt64.random(in: 0 ... .max))")
        let error = await #expect(throws: TreeWriterError.self) {
            try await TreeWriter.write(tooMany, to: folder) { _, _ in }
        }
        #expect(error?.message.contains("files and folders") == true)
        #expect(!FileManager.default.fileExists(atPath: folder.string))
    }

    /// Trees that nobody's own code would make, and what is said of them.
    static let hostile: [(name: String, files: [Verdict_V1_FileRef], says: String)] = [
        ("parent", [file("../etc/passwd")], "no path"),
        ("parent inside", [file("data/../../x")], "no path"),
        ("absolute", [file("/etc/passwd")], "no path"),
        ("empty", [file("")], "no path"),
        ("empty part", [file("a//b")], "no path"),
        ("trailing slash", [file("a/")], "no path"),
        ("dot", [file("./a")], "no path"),
        ("byte 0", [file("a\0b")], "no path"),
        ("long name", [file(String(repeating: "n", count: 256))], "no path"),
        ("long path", [file(String(repeating: String(repeating: "n", count: 100) + "/", count: 40) + "n")], "no path"),
        ("deep path", [file(Array(repeating: "d", count: 33).joined(separator: "/"))], "no path"),
        ("twice", [file("a"), file("a")], "is there twice"),
        ("out of order", [file("b"), file("a")], "out of order"),
        ("file as directory", [file("a"), file("a/b")], "which is a file"),
        ("file as directory, apart", [file("a"), file("a-b"), file("a/b")], "which is a file"),
        ("file as a directory that ends in an accent", [file("a"), file("a/\u{301}b")], "which is a file"),
        ("short hash", [file("a", hash: 31)], "hash of 31 bytes"),
        ("long hash", [file("a", hash: 33)], "hash of 33 bytes"),
        ("no hash", [file("a", hash: 0)], "hash of 0 bytes"),
        ("huge", [file("a", size: .max)], "have more than"),
        ("huge together", [file("a", size: 1 << 37), file("b", size: 1 << 37), file("c", size: 1)], "have more than"),
        ("no content", [.with { $0.path = "a" }], "one encoding"),
        ("everything wrong", [file("../a", hash: 3), file("z"), file("b", hash: 4)], "out of order"),
    ]

    @Test(arguments: hostile.indices)
    func hostileTreesAreRefused(_ index: Int) throws {
        let (name, files, says) = Self.hostile[index]
        let bytes = try Self.encoded(files)
        let error = #expect(throws: FileManifestError.self, "\(name)") { try FileManifest(decoding: bytes) }
        #expect(error?.description.contains(says) == true, "\(name): \(error?.description ?? "")")
    }

    @Test func pathsAreComparedByteByByte() throws {
        // Both are "é" to Unicode, and two files to Linux.
        let tree = try FileManifest(files: [Self.file("\u{E9}"), Self.file("e\u{301}")])
        #expect(tree.files.count == 2)
        #expect(TreePath("\u{E9}") != TreePath("e\u{301}"))
        #expect(TreePath("a/\u{301}b")?.directories == ["a"])
        #expect(TreePath("a/\u{301}b")?.parts.count == 2)
    }

    @Test func bytesThatAreNoTreeAreRefused() throws {
        let good = try Self.encoded([Self.file("a"), Self.file("b")])
        #expect((try? FileManifest(decoding: good)) != nil)
        // Cut off anywhere but between two files.
        for count in 1..<good.count where count != good.count / 2 {
            #expect(throws: FileManifestError.self) { try FileManifest(decoding: Array(good.prefix(count))) }
        }
        // A field of a newer version; a length in more bytes than it needs.
        #expect(throws: FileManifestError.self) { try FileManifest(decoding: good + [0x50, 1]) }
        let longer = [good[0], good[1] | 0x80, 0] + good.dropFirst(2)
        #expect(throws: FileManifestError.self) { try FileManifest(decoding: longer) }
        var random = SeededGenerator(seed: 17)
        for _ in 0..<2000 {
            var bytes = good
            for _ in 0...random.below(3) { bytes[random.below(bytes.count)] = UInt8(random.below(256)) }
            guard let tree = try? FileManifest(decoding: bytes) else { continue }
            #expect(tree.encoded == bytes)
        }
    }

    @Test(.enabled(if: LongTests.areAskedFor)) func aHundredThousandFilesAreTakenAndOneMoreIsNot() throws {
        let files = (0..<FileManifest.fileLimit).map { Self.file("data/secret/\(100_000 + $0).in") }
        let tree = try FileManifest(files: files)
        #expect(try FileManifest(decoding: tree.encoded) == tree)
        let more = try Self.encoded(files + [Self.file("data/secret/9.in")])
        let error = #expect(throws: FileManifestError.self) { try FileManifest(decoding: more) }
        #expect(error?.code == .tooLarge)
        // Empty files are counted before they cost any memory.
        let bomb = [UInt8](repeating: 0, count: 1 << 20).indices.map { $0 % 2 == 0 ? UInt8(0x0A) : 0 }
        #expect(throws: FileManifestError.self) { try FileManifest(decoding: bomb) }
    }
}
