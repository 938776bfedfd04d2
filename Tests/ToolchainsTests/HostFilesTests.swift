import Foundation
import Testing

@testable import Toolchains

@Suite struct HostFilesTests {
    @Test(arguments: [
        ("java-8", "java-17"), ("go-1.9", "go-1.19"), ("a-1.2/bin", "a-1.10/bin"), ("a-2", "a-10/b"), ("a", "a-1"),
        ("kotlinc-2.0.0-RC/lib", "kotlinc-2.0.0/lib"), ("a-9", "a-010"),
        ("x-99999999999999999999", "x-100000000000000000000"),
    ])
    func numbersAreComparedAsNumbers(_ older: String, _ newer: String) {
        #expect(HostFiles.isOlder(older, newer))
        #expect(!HostFiles.isOlder(newer, older))
        #expect(!HostFiles.isOlder(newer, newer))
    }

    @Test(
        "A pattern names what is there, in order, and nothing that is hidden",
        arguments: [
            ("python3.*", ["python3.11", "python3.9"]), ("python3.*/os.py", ["python3.11/os.py"]), ("pyth?n", []),
            ("python3.9", ["python3.9"]), ("python3.9/os.py", []), ("*", ["[a]", "python3.11", "python3.9"]),
            ("[[]a]/*", ["[a]/b*"]), ("[!p]*/b*", ["[a]/b*"]), ("nothing/*", []), (".h*", [".hidden"]), ("*/*/*", []),
        ])
    func matches(pattern: String, names: [String]) throws {
        let place = try FileManager.default.temporaryFolder()
        defer { _ = try? FileManager.default.removeItem(atPath: place) }
        for folder in ["python3.9", "python3.11", "[a]", ".hidden"] {
            try FileManager.default.createDirectory(atPath: place + "/" + folder, withIntermediateDirectories: false)
        }
        for file in ["python3.11/os.py", "[a]/b*"] {
            try #require(FileManager.default.createFile(atPath: place + "/" + file, contents: nil))
        }
        for _ in 0..<2 {
            #expect(HostFiles.matches(place + "/" + pattern) == names.map { place + "/" + $0 })
        }
    }

    @Test("What comes into a directory is found, and what goes is not, however long nothing has changed there")
    func changes() throws {
        let place = try FileManager.default.temporaryFolder()
        defer { _ = try? FileManager.default.removeItem(atPath: place) }
        let old = Date(timeIntervalSinceNow: -100)
        #expect(HostFiles.matches(place + "/*").isEmpty)
        for names in [["a"], ["a", "b"], ["b"], []] {
            for name in ["a", "b"] {
                let path = place + "/" + name
                if names.contains(name) {
                    try #require(FileManager.default.createFile(atPath: path, contents: nil))
                } else if FileManager.default.fileExists(atPath: path) {
                    try FileManager.default.removeItem(atPath: path)
                }
            }
            #expect(HostFiles.matches(place + "/*") == names.map { place + "/" + $0 })
            // Long ago, so that it is remembered.
            let time = old.addingTimeInterval(Double(names.count))
            try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: place)
            #expect(HostFiles.matches(place + "/*") == names.map { place + "/" + $0 })
        }
    }
}

extension FileManager {
    /// A new empty folder.
    fileprivate func temporaryFolder() throws -> String {
        let path = "/tmp/verdict-host-files-\(UInt64.random(in: 0 ... .max))"
        try createDirectory(atPath: path, withIntermediateDirectories: false)
        return path
    }
}
