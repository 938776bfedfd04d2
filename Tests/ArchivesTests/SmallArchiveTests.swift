import Testing
import Units

@testable import Archives

/// Archives that somebody sends along with a program.
@Suite struct SmallArchiveTests {
    private func read(_ items: [Item], called name: String = "x.zip", password: String? = nil) throws
        -> [SmallArchive.File]
    {
        let scratch = try Scratch()
        _ = try scratch.archive(name, items, password: password)
        return try SmallArchive.files(try scratch.bytes(of: name), largest: .kibibytes(64), most: 4)
    }

    private func refusal(_ items: [Item], called name: String = "x.zip", password: String? = nil) throws
        -> PackageArchiveError?
    {
        do {
            _ = try read(items, called: name, password: password)
            return nil
        } catch let error as PackageArchiveError {
            return error
        }
    }

    @Test func theFilesAreRead() throws {
        let files = try read([.folder("a"), .file("a/b.txt", "hi"), .file("c", "")])
        #expect(files.map(\.name) == ["a/b.txt", "c"] && files.map(\.bytes) == [Array("hi".utf8), []])
    }

    @Test(arguments: ["/etc/x", "../x", "a/../../x", "a//b"]) func aPathThatLeadsOutIsRefused(path: String) throws {
        #expect(try refusal([.file(path, "x")])?.code == .refused)
    }

    @Test func linksAndPipesAreRefused() throws {
        #expect(try refusal([.link("a", to: "/etc/passwd")])?.code == .refused)
        #expect(try refusal([.pipe("a")], called: "x.tar")?.code == .refused)
        #expect(try refusal([.file("b"), .hardLink("a", to: "b")], called: "x.tar")?.code == .refused)
    }

    @Test func whatIsTooMuchIsRefused() throws {
        let large = String(repeating: "0", count: 64 << 10)
        #expect(try refusal([.file("a", large)]) == nil)
        #expect(try refusal([.file("a", large + "0")])?.code == .tooLarge)
        #expect(try refusal([.file("a", large), .file("b", "0")])?.code == .tooLarge)
        #expect(try refusal(["a", "b", "c", "d", "e"].map { .file($0) })?.code == .tooLarge)
        #expect(try refusal([.file("a"), .file("a")])?.code == .refused)
        #expect(try refusal([.file("a", "x")], password: "secret")?.code == .encrypted)
    }

    @Test(arguments: [[], Array("no archive".utf8), [0x50, 0x4B, 3, 4], [UInt8](repeating: 0xFF, count: 4096)])
    func whatIsNoneIsRefused(bytes: [UInt8]) {
        #expect(throws: PackageArchiveError.self) {
            try SmallArchive.files(bytes, largest: .kibibytes(1), most: 1)
        }
    }
}
