import ArgumentParser
import Executions
import Files
import Judging
import PackageFiles
import Problems
import SystemPackage

/// Headers that a package's programs include and that the package does not have.
struct HeadersOption: ParsableArguments {
    /// How far above a package its collection may be.
    private static let levels = 4

    @Option(
        name: .customLong("headers"),
        help: ArgumentHelp(
            "Folder of headers, testlib.h say, that the package's programs include, if the package has none.",
            valueName: "folder"),
        completion: .directory)
    var folder: String?

    /// The headers that the package lacks, by where they are put in it. Waits for the file system.
    /// - Parameters:
    ///   - path: where the user found the package.
    ///   - format: as which it is read.
    func files(
        lackedBy package: PackageDirectory, at path: FilePath, as format: PackageFormat?
    ) throws -> [TreePath: [UInt8]] {
        guard let lacked = ProblemPackage.lackedHeaders(in: package, as: format) else { return [:] }
        guard let source = folder.map({ FilePath($0) }) ?? lacked.besideCollection.flatMap({ collection($0, at: path) })
        else { return [:] }
        var files: [TreePath: [UInt8]] = [:]
        for header in try HeaderFolder.files(in: source) {
            guard let place = TreePath("\(lacked.folder)/\(header.name)") else { continue }
            files[place] = header.bytes
        }
        return files
    }

    /// The folder `name` of the collection that the package at `path` lies in.
    private func collection(_ name: String, at path: FilePath) -> FilePath? {
        var above = path
        for _ in 0..<Self.levels {
            above = above.appending("..")
            if above.appending(name).isDirectory { return above.appending(name) }
        }
        return nil
    }
}
