internal import Archives
internal import Concurrency
internal import Files
internal import PackageFiles
internal import SystemPackage

extension DemonstrationProblem {
    /// Its package, as a zip archive.
    /// - Throws: what the file system does not allow.
    func archive() async throws -> [UInt8] {
        try await BlockingWork.run { isCancelled in
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            let root = folder.path.appending(name)
            for (path, text) in files {
                let file = root.pushing(FilePath(path))
                try file.removingLastComponent().makeDirectories()
                try file.createFile { _ = try $0.writeAll(text.utf8) }
            }
            let archive = folder.path.appending("package.zip")
            try ZipWriter.write(try PackageDirectory(root), to: archive, isCancelled: isCancelled)
            return try archive.contents()
        }
    }
}
