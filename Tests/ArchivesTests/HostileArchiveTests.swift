import PackageFiles
import SystemPackage
import Testing
import Units

@testable import Archives

/// Archives that were made to get out of their folder, or to fill the disk.
@Suite struct HostileArchiveTests {
    @Test(
        arguments: [
            "/etc/x", "../x", "a/../x", "a/..", "a//b", "a/./b", "..", "./../x", "././x", "a/../../../../../../tmp/x",
            String(repeating: "x", count: 256),
            Array(repeating: "d", count: 33).joined(separator: "/"),
        ])
    func aPathThatIsNoneIsRefused(path: String) throws {
        let scratch = try Scratch()
        for name in ["tar.tar", "zip.zip"] {
            let archive = try scratch.archive(name, [.file("problem.yaml"), .file(path, "x")])
            let error = scratch.refusal(of: archive)
            #expect(error?.code == .refused)
            #expect(error?.message == "\(path) is no path below a folder; name it otherwise")
            #expect(error?.location == archive.path.string)
        }
        #expect(try scratch.names() == ["tar", "tar/problem.yaml", "zip", "zip/problem.yaml"])
    }

    @Test func aNameThatIsNotUTF8IsRefusedAndShownPrintable() throws {
        let scratch = try Scratch()
        let zip = ZipBytes(name: [0x61, 0xFF, 0x1B], stored: [], size: 0)
        let error = scratch.refusal(of: try scratch.archive("x.zip", bytes: zip.bytes))
        #expect(error?.code == .refused)
        #expect(error?.message == #"a\xff\x1b is no path below a folder; name it otherwise"#)
    }

    struct Twice: CustomTestStringConvertible, Sendable {
        var items: @Sendable () -> [Item]
        var message: String
        var testDescription: String { message }
    }

    private static let twice = "is in it twice, or as a file and as a folder; make the archive again"
    private static let below = "lies below a file or link of the same archive; make the archive again"

    @Test(
        arguments: [
            Twice(items: { [.file("a", "1"), .file("a", "2")] }, message: "a " + twice),
            Twice(items: { [.file("a", "1"), .link("a", to: "b")] }, message: "a " + twice),
            Twice(items: { [.link("a", to: "b"), .file("a", "1")] }, message: "a " + twice),
            Twice(items: { [.file("a/b", "1"), .file("a", "2")] }, message: "a " + twice),
            Twice(items: { [.file("./a", "1"), .file("a", "2")] }, message: "a " + twice),
            Twice(items: { [.file("a", "1"), .file("a/b", "2")] }, message: "a/b " + below),
            Twice(items: { [.file("a", "1"), .folder("a")] }, message: "a/ " + below),
        ])
    func aNameThatIsThereTwiceIsRefused(_ example: Twice) throws {
        let scratch = try Scratch()
        let error = scratch.refusal(of: try scratch.archive("x.tar", example.items()))
        #expect(error?.code == .refused)
        #expect(error?.message == example.message)
    }

    @Test func aFileThroughALinkToAnAbsolutePathLeavesThatAlone() throws {
        let scratch = try Scratch()
        try scratch.makeFolder("outside")
        let target = scratch.path.appending("outside").string
        let items: [Item] = [.file("problem.yaml"), .link("data", to: target), .file("data/y", "attack")]
        let directory = try scratch.archive("x.tar", items).unpack(into: scratch.unpacked)
        #expect(!scratch.isThere("outside/y"))
        // The link was not made, and says so; a folder of that name was.
        #expect(
            directory.listing.findings.map(\.description) == [
                "data: the symbolic link leads out of the package, or is no text; put a copy of the file in its place"
            ])
        #expect(directory.listing.findings.map(\.isError) == [true])
        #expect(try scratch.names() == ["x", "x/data", "x/data/y", "x/problem.yaml"])
    }

    @Test(arguments: ["..", "../outside", "a/../../outside", "./../../outside", ""])
    func aRelativeLinkThatLeadsOutIsNotMade(target: String) throws {
        #expect(LinkRule.target(Array(target.utf8), from: ["data"]) == nil)
        let scratch = try Scratch()
        guard !target.isEmpty else { return }
        let items: [Item] = [.file("problem.yaml"), .link("more", to: target)]
        let findings = try scratch.archive("x.zip", items).unpack(into: scratch.unpacked).listing.findings
        #expect(!scratch.isThere("unpacked/x/more"))
        #expect(findings.map(\.location) == ["more"])
    }

    @Test func aFileThroughALinkInsideIsRefused() throws {
        let scratch = try Scratch()
        let items: [Item] = [.folder("other"), .link("data", to: "other"), .file("data/y", "attack")]
        let error = scratch.refusal(of: try scratch.archive("x.tar", items))
        #expect(error?.message == "data/y " + Self.below)
        #expect(!scratch.isThere("unpacked/x/other/y"))
    }

    @Test func aLinkThatLeadsOutThroughAnotherOneIsFoundByTheWalk() throws {
        let scratch = try Scratch()
        let items: [Item] = [
            .file("problem.yaml"), .folder("a/b"), .link("a/up", to: ".."), .link("out", to: "a/up/.."),
            .file("out/y", "attack"),
        ]
        let error = scratch.refusal(of: try scratch.archive("x.tar", items))
        #expect(error?.message == "out/y " + Self.below)
        let second = try scratch.archive("y.tar", Array(items.dropLast())).unpack(into: scratch.unpacked)
        #expect(second.listing.files.map(\.path) == ["problem.yaml"])
        #expect(
            second.listing.findings.map(\.description).last
                == "out: left out: the symbolic link leads out of the package; put a copy of the file in its place")
    }

    @Test func anEncryptedFileIsSaidToBeOne() throws {
        let scratch = try Scratch()
        let archive = try scratch.archive("x.zip", [.file("problem.yaml", "name: X\n")], password: "secret")
        let error = scratch.refusal(of: archive)
        #expect(error?.code == .encrypted)
        #expect(error?.message == "problem.yaml is encrypted; make the archive without a password")
    }

    @Test func tenGibibytesOfZerosEndAtTheLimit() throws {
        let scratch = try Scratch()
        let zeros = ZipBytes.zeros(10 << 30)
        // What it says is little: only counting what comes helps.
        let zip = ZipBytes(name: Array("bomb".utf8), stored: zeros, method: 8, size: 10)
        let archive = try scratch.archive("x.zip", bytes: zip.bytes)
        let budget = ExtractionBudget(free: .gibibytes(1 << 20), size: .mebibytes(1))
        let error = scratch.refusal(of: archive, budget)
        #expect(error?.code == .tooLarge)
        #expect(error?.message == "the files have more than 1 MiB up to bomb; split the package")
        #expect(try scratch.size(of: "unpacked/x/bomb") <= 1 << 20)
    }

    @Test func aFileThatSaysItIsTooLargeIsNotBegun() throws {
        let scratch = try Scratch()
        let zip = ZipBytes(name: Array("bomb".utf8), stored: [65], size: 3 << 30)
        let archive = try scratch.archive("x.zip", bytes: zip.bytes)
        let error = scratch.refusal(of: archive, ExtractionBudget(free: .gibibytes(9), size: .gibibytes(2)))
        #expect(error?.code == .tooLarge)
        #expect(!scratch.isThere("unpacked/x/bomb"))
    }

    @Test func aDiskThatIsNearlyFullIsNotFilled() throws {
        let scratch = try Scratch()
        let text = String(repeating: "x", count: 1000)
        let archive = try scratch.archive("x.tar", [.file("a", text), .file("b", text)])
        let error = scratch.refusal(of: archive, ExtractionBudget(free: ByteCount(2000)))
        #expect(error?.code == .noRoom)
        #expect(
            error?.message
                == "there is no room for the files from b on; make room in the directory for temporary files, "
                + "or set TMPDIR to one that has it")
        let full = PackageArchiveError(Errno.noSpace, "x.tar", "unpack a")
        #expect(full.code == .noRoom)
        #expect(full.message.hasSuffix("; make room there, or set TMPDIR to a directory that has it"))
    }

    @Test func twoHundredThousandEntriesAreTooMany() throws {
        let scratch = try Scratch()
        // Nothing is made of any of them: looking at them takes time all the same.
        let archive = try scratch.archive("x.tgz", (0..<200_000).map { .pipe("data/\($0)") })
        let error = scratch.refusal(of: archive)
        #expect(error?.code == .tooLarge)
        #expect(
            error?.message == "there are more than 100000 files, or 120000 files and folders in it; split the package")
    }

    @Test func filesAndFoldersOnTheWayCount() throws {
        let scratch = try Scratch()
        let files = try scratch.archive("files.tar", (0..<5).map { .file("data/\($0)") })
        #expect(scratch.refusal(of: files, ExtractionBudget(free: .gibibytes(1), files: 4))?.code == .tooLarge)
        let folders = try scratch.archive("folders.tar", [.file("a/b/c/d/e/f")])
        #expect(scratch.refusal(of: folders, ExtractionBudget(free: .gibibytes(1), entries: 5))?.code == .tooLarge)
        let enough = try scratch.archive("enough.tar", (0..<5).map { .file("data/\($0)") })
        #expect(scratch.refusal(of: enough, ExtractionBudget(free: .gibibytes(1), files: 5, entries: 6)) == nil)
    }

    @Test func bytesThatAreSkippedCount() throws(ExtractionBudget.Excess) {
        var budget = ExtractionBudget(free: .gibibytes(1), size: ByteCount(100))
        try budget.describe(size: 60, isMade: false)
        #expect(throws: ExtractionBudget.Excess.size) { try budget.describe(size: 60, isMade: false) }
        try budget.write(40)
        #expect(throws: ExtractionBudget.Excess.size) { try budget.write(1) }
    }

    @Test func unpackingEndsWhenItIsCancelled() throws {
        let scratch = try Scratch()
        let archive = try scratch.archive("x.tar", [.file("a", "1"), .file("b", "2")])
        #expect(throws: CancellationError.self) {
            try archive.unpack(into: scratch.unpacked) { scratch.isThere("unpacked/x/a") }
        }
        #expect(!scratch.isThere("unpacked/x/b"))
    }
}
