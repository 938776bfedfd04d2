import Archives
import PackageFiles
import SystemPackage
import Testing

/// What becomes of an archive that somebody made of a package.
@Suite struct UnpackingTests {
    private static let package: [Item] = [
        .file("problem.yaml", "name: Sum\n"), .folder("data"), .folder("data/secret"),
        .file("data/secret/1.in", "1 2\n"), .file("data/secret/1.ans", "3\n"),
        .file("output_validators/check", "#!/bin/sh\n", mode: 0o4775),
    ]

    private static let listed = ["data/secret/1.ans", "data/secret/1.in", "output_validators/check", "problem.yaml"]

    private static func placed(in folder: String, _ items: [Item] = package) -> [Item] {
        items.map { Item(path: folder + $0.path, kind: $0.kind) }
    }

    @Test(arguments: ["sum.zip", "sum.kpp", "sum.tar", "sum.tar.gz", "sum.tgz"])
    func eachFormatIsReadAndThePackageIsCalledAsTheFile(name: String) throws {
        let scratch = try Scratch()
        let directory = try scratch.archive(name, Self.package).unpack(into: scratch.unpacked)
        #expect(directory.listing.name == "sum")
        #expect(directory.listing.files.map(\.path) == Self.listed)
        #expect(directory.listing.findings.isEmpty)
        let input = try #require(directory.listing.files.first { $0.path == "data/secret/1.in" }).file
        #expect(try directory.contents([FileRequest(input, atMost: 99)]) == [input.path: Array("1 2\n".utf8)])
    }

    @Test func onlyTheRightToExecuteIsKeptOfTheModes() throws {
        let scratch = try Scratch()
        _ = try scratch.archive("sum.tar", Self.package).unpack(into: scratch.unpacked)
        #expect(scratch.mode("sum") == 0o700)
        #expect(scratch.mode("sum/data") == 0o700)
        #expect(scratch.mode("sum/output_validators/check") == 0o700)
        #expect(scratch.mode("sum/problem.yaml") == 0o600)
    }

    @Test func oneOutermostFolderIsThePackage() throws {
        let scratch = try Scratch()
        let beside: [Item] = [
            .file("__MACOSX/add/._problem.yaml"), .file(".git/config"), .file("README", "Hi\n"),
        ]
        let archive = try scratch.archive("sum-1.2.zip", Self.placed(in: "add/") + beside)
        let directory = try archive.unpack(into: scratch.unpacked)
        #expect(directory.listing.name == "add")
        #expect(directory.listing.files.map(\.path) == Self.listed)
        #expect(!scratch.isThere("unpacked/sum-1.2/__MACOSX"))
    }

    @Test func oneOfSeveralOutermostFoldersIsNotThePackage() throws {
        let scratch = try Scratch()
        let archive = try scratch.archive("two.zip", Self.placed(in: "add/") + Self.placed(in: "sum/"))
        let directory = try archive.unpack(into: scratch.unpacked)
        #expect(directory.listing.name == "two")
        #expect(directory.listing.root.children.map(\.name) == ["add", "sum"])
    }

    @Test func aLinkToAFolderIsNoOutermostFolder() throws {
        let scratch = try Scratch()
        let archive = try scratch.archive("x.tar", Self.placed(in: "add/") + [.link("sum", to: "add")])
        #expect(try archive.unpack(into: scratch.unpacked).listing.name == "add")
    }

    @Test func pathsMayBeginWithADotAndASlash() throws {
        let scratch = try Scratch()
        let items = [.folder("./")] + Self.placed(in: "./")
        let directory = try scratch.archive("sum.tar", items).unpack(into: scratch.unpacked)
        #expect(directory.listing.files.map(\.path) == Self.listed)
    }

    @Test func aFolderMayBeNamedAgainAndAfterItsFiles() throws {
        let scratch = try Scratch()
        let items = Self.package + [.folder("output_validators"), .folder("data")]
        let directory = try scratch.archive("sum.tar", items).unpack(into: scratch.unpacked)
        #expect(directory.listing.files.map(\.path) == Self.listed)
    }

    @Test func namesAreUnicode() throws {
        let scratch = try Scratch()
        let items = Self.package + [.file("data/secret/größe.in", "1\n")]
        let directory = try scratch.archive("sum.tar", items).unpack(into: scratch.unpacked)
        #expect(directory.listing.files.map(\.path).contains("data/secret/größe.in"))
        let name = Array("größe".utf8)
        let zip = ZipBytes(name: name, stored: [65], size: 1, checksum: 0xD3D9_9E8B, flags: 1 << 11)
        let second = try scratch.archive("zip.zip", bytes: zip.bytes).unpack(into: scratch.unpacked)
        #expect(second.listing.files.map(\.path) == ["größe"])
    }

    @Test func linksInsideAreFollowed() throws {
        let scratch = try Scratch()
        let items = Self.package + [.link("data/secret/2.in", to: "../secret/1.in"), .link("data/more", to: "secret")]
        let directory = try scratch.archive("sum.zip", items).unpack(into: scratch.unpacked)
        let files = directory.listing.files
        #expect(directory.listing.findings.isEmpty)
        #expect(files.first { $0.path == "data/secret/2.in" }?.file.path.text == "data/secret/1.in")
        #expect(files.contains { $0.path == "data/more/1.ans" })
    }

    @Test func whatIsNeitherFileNorFolderNorLinkIsLeftOutWithAWord() throws {
        let scratch = try Scratch()
        let odd: [Item] = [
            .pipe("sum/docs/pipe"), .hardLink("sum/docs/same", to: "sum/problem.yaml"), .pipe("beside"),
        ]
        let archive = try scratch.archive("x.tar", Self.placed(in: "sum/") + odd)
        let findings = try archive.unpack(into: scratch.unpacked).listing.findings
        #expect(
            findings.map(\.description) == [
                "docs/pipe: left out: neither a file nor a folder (a pipe, socket or device); remove it",
                "docs/same: left out: a hard link; put a copy of the file in its place",
            ])
        #expect(findings.map(\.isError) == [false, false])
    }

    @Test func whereReadersLookItIsAnError() throws {
        let scratch = try Scratch()
        let items = Self.package + [.hardLink("data/secret/2.in", to: "data/secret/1.in")]
        let findings = try scratch.archive("sum.tar", items).unpack(into: scratch.unpacked).listing.findings
        #expect(
            findings.map(\.description) == ["data/secret/2.in: a hard link; put a copy of the file in its place"])
        #expect(findings.map(\.isError) == [true])
    }

    @Test func onlyARegularFileMayBeAnArchive() throws {
        let scratch = try Scratch()
        let archive = try scratch.archive("sum.tar", Self.package)
        #expect(PackageArchive.mayBe(at: archive.path))
        #expect(!PackageArchive.mayBe(at: scratch.path))
        #expect(!PackageArchive.mayBe(at: scratch.path.appending("nothing")))
        #expect(!PackageArchive.mayBe(at: "/dev/null"))
    }

    @Test func aTemporaryFolderIsItsOwnersAndGoesWithAllThatIsInIt() throws {
        let scratch = try Scratch()
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        #expect(Scratch.mode(of: folder.path) == 0o700)
        _ = try scratch.archive("sum.tar", Self.package + [.link("x", to: "data")]).unpack(into: folder.path)
        #expect(PackageArchive.mayBe(at: folder.path.appending("sum/problem.yaml")))
        folder.remove()
        #expect(Scratch.mode(of: folder.path) == nil)
    }
}
