import ArgumentParser
import Files
import PackageFiles
import Problems
import SystemPackage

/// Headers that a package's programs include and that the package does not have.
struct HeadersOption: ParsableArguments {
    /// The most that one may have.
    private static let sizeLimit = 4 << 20
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
        guard source.isDirectory else { throw CommandError("--headers: there is no folder \(source)") }
        var files: [TreePath: [UInt8]] = [:]
        for name in try source.names() where ["h", "hpp", "hh"].contains(FilePath(name).extension ?? "") {
            guard let place = TreePath("\(lacked.folder)/\(name)") else { continue }
            let bytes = try source.appending(name).contents(atMost: Self.sizeLimit + 1)
            guard bytes.count <= Self.sizeLimit else {
                throw CommandError(
                    "\(source.appending(name)) is larger than \(Self.sizeLimit >> 20) MiB; it is no header")
            }
            files[place] = bytes
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
