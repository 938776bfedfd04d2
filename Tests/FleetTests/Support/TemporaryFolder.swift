import Foundation
import SystemPackage

/// A folder that is removed when nobody has it any more.
final class TemporaryFolder: Sendable {
    let path: FilePath

    init() throws {
        path = FilePath("/tmp/verdict-fleet-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: false)
    }

    deinit {
        _ = try? FileManager.default.removeItem(atPath: path.string)
    }

    /// Writes a file, and the folders that it lies in.
    @discardableResult
    func write(_ contents: some Sequence<UInt8>, to name: String) throws -> FilePath {
        let file = path.appending(FilePath(name).components)
        try FileManager.default.createDirectory(
            atPath: file.removingLastComponent().string, withIntermediateDirectories: true)
        try Data(contents).write(to: URL(fileURLWithPath: file.string))
        return file
    }

    func write(_ text: String, to name: String) throws {
        try write(text.utf8, to: name)
    }

    func contents(of name: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: URL(fileURLWithPath: path.appending(FilePath(name).components).string)))
    }
}

/// The packages that the repository keeps for tests.
enum RepositoryPackages {
    static let repository = FilePath(#filePath)
        .removingLastComponent().removingLastComponent().removingLastComponent().removingLastComponent()
    static let folder = repository.appending("Testcases").appending("problems")

    static let names: [String] = {
        // Where there is no such folder the test says that it has no arguments.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.string)) ?? []
        return names.sorted().filter { name in
            ["problem.yaml", "problem.xml"].contains {
                FileManager.default.fileExists(atPath: "\(folder)/\(name)/\($0)")
            }
        }
    }()
}

/// The error with which something fails; nil if it does not, or with another kind.
func failure<Failure: Error, Result>(_: Failure.Type, of body: () async throws -> Result) async -> Failure? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error as? Failure
    }
}
