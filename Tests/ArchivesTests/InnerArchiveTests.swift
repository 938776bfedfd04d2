import Foundation
import PackageFiles
import SystemPackage
import Testing
import Units

@testable import Archives

/// Packages whose test data lies in an archive of their own.
@Suite struct InnerArchiveTests {
    /// A package in a folder, with an archive `tests.zip` of these items.
    private func package(_ scratch: Scratch, _ items: [Item], at place: String = "tests.zip") throws -> PackageDirectory
    {
        _ = try scratch.archive("inner.zip", items)
        try scratch.write("sum/init.yml", Array("archive: \(place)\n".utf8))
        try scratch.write("sum/tools/run.sh", Array("#!/bin/sh\n".utf8), isExecutable: true)
        try scratch.write("sum/\(place)", try scratch.bytes(of: "inner.zip"))
        return try PackageDirectory(scratch.path.appending("sum"))
    }

    private func path(_ text: String) throws -> TreePath { try #require(TreePath(text)) }

    @Test(arguments: ["tests.zip", "data/all.zip"])
    func `an archive becomes a folder of its name, and all else is copied`(_ place: String) throws {
        let scratch = try Scratch()
        let original = try package(scratch, [.file("1.in", "1 2\n"), .file("more/2.in", "3\n")], at: place)
        let copy = try original.unpacked([path(place)], into: scratch.unpacked)
        #expect(copy.listing.name == "sum")
        #expect(
            Set(copy.listing.files.map(\.path)) == ["init.yml", "tools/run.sh", "\(place)/1.in", "\(place)/more/2.in"])
        #expect(copy.listing.findings.isEmpty)
        let input = try #require(copy.listing.files.first { $0.path.hasSuffix("/1.in") }).file
        #expect(try copy.contents([FileRequest(input, atMost: 99)]) == [input.path: Array("1 2\n".utf8)])
        let script = try #require(copy.listing.files.first { $0.path == "tools/run.sh" }).file
        #expect(script.isExecutable)
        #expect(original.listing.files.contains { $0.path == place }, "the package itself stays as it was")
    }

    @Test(arguments: ["../x", "/etc/x", "a/../x"])
    func `a path that leads out is refused`(_ name: String) throws {
        let scratch = try Scratch()
        let original = try package(scratch, [.file(name, "x")])
        let error = #expect(throws: PackageArchiveError.self) {
            try original.unpacked([path("tests.zip")], into: scratch.unpacked)
        }
        #expect(error?.code == .refused)
    }

    @Test func `what is no archive, or is damaged, is told`() throws {
        let scratch = try Scratch()
        let original = try package(scratch, [.file("1.in", String(repeating: "x", count: 5000))])
        let archive = scratch.path.appending("sum").appending("tests.zip")
        let whole = try scratch.bytes(of: "sum/tests.zip")
        for bytes in [
            Array("no archive".utf8), Array(whole.prefix(60)),
        ] {
            try scratch.write("sum/tests.zip", bytes)
            let place = "unpacked/\(bytes.count)"
            try scratch.makeFolder(place)
            let error = #expect(throws: PackageArchiveError.self) {
                try original.unpacked([path("tests.zip")], into: scratch.path.pushing(FilePath(place)))
            }
            #expect(error?.code == .noArchive, "\(error?.description ?? "")")
            #expect(error?.location == archive.string)
        }
    }

    @Test func `what was left out of either is among the findings`() throws {
        let scratch = try Scratch()
        _ = try package(scratch, [.file("1.in", "1\n"), .link("2.in", to: "/etc/passwd")])
        try FileManager.default.createSymbolicLink(
            atPath: scratch.path.pushing("sum/away").string, withDestinationPath: "/etc/passwd")
        let copy = try PackageDirectory(scratch.path.appending("sum"))
            .unpacked([path("tests.zip")], into: scratch.unpacked)
        #expect(copy.listing.findings.map(\.location).sorted() == ["away", "tests.zip/2.in"])
    }
}
