import Files
import Glibc
import SystemPackage
import Testing

@testable import Judging

/// Where sources lie that run as they are.
@Suite("Directories of sources") struct SourceDirectoriesTests {
    private let package: ToyPackage
    private let place: FilePath

    init() throws {
        package = try ToyPackage(testCases: 1)
        place = package.directory.appending("builds")
    }

    private static func source(_ name: String, _ text: String) -> Source { Source(name: name, bytes: Array(text.utf8)) }

    private static func contents(_ directory: BuildDirectory?) throws -> [String: String] {
        let path = try #require(directory).path
        return Dictionary(
            uniqueKeysWithValues: try path.files().map {
                ($0, String(decoding: try path.appending($0).contents(), as: UTF8.self))
            })
    }

    @Test("have those that were asked for and nothing else, also where one is used again")
    func again() throws {
        let directories = SourceDirectories(in: place)
        var used = Set<FilePath>()
        for sources in [
            [Self.source("main.py", "a long program")], [Self.source("main.py", "short")],
            [Self.source("a.py", "1"), Self.source("b.py", "2")], [Self.source("main.py", "")],
        ] {
            var directory: BuildDirectory? = try directories.directory(with: sources)
            let wanted = sources.map { ($0.name, String(decoding: $0.bytes, as: UTF8.self)) }
            #expect(try Self.contents(directory) == Dictionary(uniqueKeysWithValues: wanted))
            if let path = directory?.path { used.insert(path) }
            directory = nil
        }
        #expect(used.count == 1)
        #expect(try place.names().count == 1)
    }

    @Test("are nobody else's while somebody has them")
    func apart() throws {
        let directories = SourceDirectories(in: place)
        let first = try directories.directory(with: [Self.source("main.py", "1")])
        let second = try directories.directory(with: [Self.source("main.py", "2")])
        #expect(first.path != second.path)
        #expect(try Self.contents(first) == ["main.py": "1"] && Self.contents(second) == ["main.py": "2"])
    }

    @Test("do not change what has another name by now")
    func linked() throws {
        let directories = SourceDirectories(in: place)
        var directory: BuildDirectory? = try directories.directory(with: [Self.source("main.py", "1")])
        let other = place.appending("other")
        try other.makeLink(to: try #require(directory).path.appending("main.py"))
        directory = nil
        directory = try directories.directory(with: [Self.source("main.py", "2")])
        #expect(try Self.contents(directory) == ["main.py": "2"])
        #expect(try other.contents() == Array("1".utf8))
    }

    @Test(
        "are removed when they are large, deep or of many files, and all of them with who made them",
        arguments: [
            [source("main.py", String(repeating: "x", count: 1 << 17))], [source("deep/main.py", "")],
            (0..<5).map { source("\($0).py", "") },
        ])
    func removed(sources: [Source]) throws {
        var directories: SourceDirectories? = SourceDirectories(in: place)
        var directory = try directories?.directory(with: sources)
        #expect(try Self.contents(directory).count == sources.count)
        directory = nil
        #expect(try place.names() == [])
        directory = try directories?.directory(with: [Self.source("main.py", "")])
        (directory, directories) = (nil, nil)
        #expect(try place.names() == [])
    }

    @Test("are not left behind where a source leads out of them")
    func outside() throws {
        let directories = SourceDirectories(in: place)
        do {
            _ = try directories.directory(with: [Self.source("main.py", ""), Self.source("../x.py", "")])
            Issue.record("it was made")
        } catch {
            #expect(error.code == .badPackage)
        }
        #expect(try place.names() == [])
    }
}
