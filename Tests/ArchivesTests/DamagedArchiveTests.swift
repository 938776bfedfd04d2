import Archives
import PackageFiles
import SystemPackage
import Testing

/// Files that are no archives, or parts of one.
@Suite struct DamagedArchiveTests {
    private static let items: [Item] = [.file("problem.yaml", "name: Sum\n"), .file("data/secret/1.in", text)]
    /// Nothing that packs well.
    private static let text = (0..<4000).map { "\($0 * 7919 % 10007)" }.joined(separator: " ")
    private static let noArchive =
        "neither a zip nor a tar archive (with gzip or without), or a part is missing; download it again"

    @Test(arguments: ["x.zip", "x.tar", "x.tar.gz"]) func aPartOfAnArchiveIsSaidToBeDamaged(name: String) throws {
        let scratch = try Scratch()
        _ = try scratch.archive(name, Self.items)
        let bytes = try scratch.bytes(of: name)
        let error = scratch.refusal(of: try scratch.archive("cut-\(name)", bytes: Array(bytes[..<(bytes.count / 3)])))
        if name == "x.zip" {
            // Its table of contents is at the end.
            #expect(error?.code == .noArchive)
            #expect(error?.message == Self.noArchive)
        } else {
            #expect(error?.code == .damaged)
            #expect(error?.message.hasPrefix("the archive is damaged or incomplete: ") == true)
        }
    }

    @Test(arguments: ["x.zip", "x.tar.gz"]) func aChangedByteIsFound(name: String) throws {
        let scratch = try Scratch()
        _ = try scratch.archive(name, Self.items)
        var bytes = try scratch.bytes(of: name)
        for place in bytes.count / 2..<bytes.count / 2 + 8 { bytes[place] ^= 0x55 }
        let error = scratch.refusal(of: try scratch.archive("odd-\(name)", bytes: bytes))
        #expect(error?.code == .damaged)
    }

    @Test func aFileWithAnotherChecksumIsFound() throws {
        let scratch = try Scratch()
        let zip = ZipBytes(name: Array("a".utf8), stored: [65], size: 1, checksum: 0x1234_5678)
        let error = scratch.refusal(of: try scratch.archive("x.zip", bytes: zip.bytes))
        #expect(error?.code == .damaged)
        #expect(error?.message.contains("CRC") == true)
    }

    @Test func otherFilesAreSaidToBeNoArchives() throws {
        let scratch = try Scratch()
        let text = try scratch.archive("x.zip", bytes: Array("int main(void) { return 0; }\n".utf8))
        #expect(scratch.refusal(of: text)?.message == Self.noArchive)
        let empty = try scratch.archive("empty.zip", bytes: [])
        #expect(scratch.refusal(of: empty)?.message == "the file is empty; download it again")
        let missing = PackageArchive(scratch.path.appending("missing.zip"))
        #expect(scratch.refusal(of: missing)?.code == .system)
        let folder = PackageArchive(scratch.path)
        #expect(scratch.refusal(of: folder)?.message == "not a file; name a package's folder or archive")
    }

    @Test func anArchiveWithoutFilesIsNoPackage() throws {
        let scratch = try Scratch()
        for (name, items) in [("a.tar", []), ("b.zip", [Item.folder("data")]), ("c.tar", [.file(".hidden")])] {
            let archive = try scratch.archive(name, items)
            let error = #expect(throws: PackageFolderError.self) { try archive.unpack(into: scratch.unpacked) }
            #expect(error?.code == .noPackage)
            #expect(
                error?.description == "\(archive.path): there is no file of a package in it; name a package")
        }
    }
}
