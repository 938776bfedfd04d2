import FoundationEssentials
import PackageFiles
import Problems
import SystemPackage
import Units

/// A package in a directory of its own, gone when the test is over.
final class TemporaryPackage: Sendable {
    let path: FilePath

    /// A package of these files, by their paths; folders are made as needed.
    init(_ files: [String: String]) throws {
        path = FilePath(FileManager.default.temporaryDirectory.path).appending("verdict-\(UUID().uuidString)")
        try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: true)
        for (name, text) in files { try write(text, to: name) }
    }

    /// A package that is read without errors and warnings, with `changes` to its files; nil takes one away.
    convenience init(changing changes: [String: String?] = [:]) throws {
        var files = [
            "problem.yaml": "name: Sum\n",
            "data/sample/1.in": "1 2\n", "data/sample/1.ans": "3\n",
            "data/secret/1.in": "2 2\n", "data/secret/1.ans": "4\n",
            "submissions/accepted/sum.py": "print(sum(map(int, input().split())))\n",
        ]
        for (name, text) in changes { files[name] = text }
        try self.init(files)
    }

    deinit {
        // Nothing is left to do for a directory that cannot be removed.
        try? FileManager.default.removeItem(atPath: path.string)
    }

    func write(_ text: String, to name: String) throws {
        // Without optimizations paths take longer than all else of most tests.
        let file = path.string + "/" + name
        if let end = file.lastIndex(of: "/") { try makeFolder(FilePath(String(file[..<end]))) }
        try Data(text.utf8).write(to: URL(filePath: file))
    }

    func makeFolder(_ name: String) throws {
        try makeFolder(path.appending(name))
    }

    func link(_ name: String, to target: String) throws {
        let file = path.appending(name)
        try makeFolder(file.removingLastComponent())
        try FileManager.default.createSymbolicLink(atPath: file.string, withDestinationPath: target)
    }

    /// The package as it is read.
    func problem() throws(ProblemError) -> Problem {
        // The directory goes when the last reference does, which may be before the reading ends.
        defer { withExtendedLifetime(self) {} }
        return try ProblemPackage(path).problem
    }

    /// The errors of reading the package, one text each; empty if it can be read.
    func errors() -> [String] {
        do {
            _ = try problem()
            return []
        } catch {
            return error.diagnostics.map(\.description)
        }
    }

    func warnings() throws -> [String] {
        try problem().warnings.map(\.description)
    }

    private func makeFolder(_ folder: FilePath) throws {
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
    }
}

extension Submission {
    /// Where its sources lie in the package.
    var paths: [String] {
        guard case .inPackage(let files) = sources else { return [] }
        return files.map(\.file.path.text)
    }
}
