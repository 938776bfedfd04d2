import Files
import Judging
import SystemPackage
import TestSupport
import Testing
import Units

@testable import Judging

@Suite("Files that are kept for the next time") struct GeneratedFilesTests {
    private func with(limit: ByteCount = .mebibytes(1), _ body: (GeneratedFiles, FilePath) throws -> Void) throws {
        let place = try FilePath.temporaryDirectory.makeTemporaryDirectory(prefix: "kept-")
        defer { try? place.removeTree() }
        try body(GeneratedFiles(in: place.appending("tests"), limit: limit), place)
    }

    @Test("are copied back, all or none")
    func takeAndAdd() throws {
        try with { kept, place in
            let (one, two) = (place.appending("one"), place.appending("two"))
            try one.writeFile([1])
            try two.writeFile([2, 2])
            let files = [("a-0", one), ("a-1", two)]
            let targets = [("a-0", place.appending("x")), ("a-1", place.appending("y"))]
            #expect(try !kept.take(targets))
            try kept.add([files[0]])
            #expect(try !kept.take(targets) && !place.appending("x").exists)
            try kept.add(files)
            #expect(try kept.take(targets))
            #expect(try place.appending("x").contents() == [1] && place.appending("y").contents() == [2, 2])
        }
    }

    @Test("go when there are too many, those first that were not used for longest")
    func trim() throws {
        try with(limit: ByteCount(250)) { kept, place in
            let source = place.appending("source")
            try source.writeFile(Array(repeating: 7, count: 100))
            for name in ["first", "second", "third"] { try kept.add([(name, source)]) }
            #expect(try kept.take([("first", place.appending("out"))]))
            try kept.trim()
            #expect(try place.appending("tests").names() == ["first", "third"])
        }
    }
}
