internal import Glibc
public import PackageFiles
public import SystemPackage
internal import Units

extension PackageDirectory {
    /// Copies the package to a new folder in `folder`, with archives of its own unpacked: each becomes a folder of the same name.
    /// So whoever reads the copy finds in folders what the archives have, on this machine or another. Nobody else has the copy:
    /// more files can be put into it.
    ///
    /// Archives are unpacked as ``PackageArchive`` unpacks packages; all files together are held to `TreeLimits`. Waits for the
    /// file system. What is there when this fails is for the caller to remove.
    /// - Parameters:
    ///   - archives: where the archives are listed, below the package.
    ///   - texts: further files, by where they are put; nothing is there.
    ///   - isCancelled: asked now and then.
    /// - Throws: ``PackageArchiveError``; `PackageFolderError`; `CancellationError`.
    public func unpacked(
        _ archives: [TreePath], adding texts: [TreePath: [UInt8]] = [:], into folder: FilePath,
        isCancelled: () -> Bool = { false }
    ) throws -> PackageDirectory {
        let copy = folder.appending(root.lastComponent?.string ?? "package")
        var budget = ExtractionBudget(free: try PackageArchive(folder).free(in: folder))
        let paths = Set(archives.map(\.text))
        var leftOut: [(path: String, reason: String)] = []
        do {
            let target = try OpenFolder(making: copy)
            for (path, file) in listing.files {
                if isCancelled() { throw CancellationError() }
                guard let path = TreePath(path) else { continue }
                guard !paths.contains(path.text) else {
                    leftOut += try unpack(file, at: path, below: copy, target, &budget, isCancelled)
                    continue
                }
                try count(path, file, &budget)
                try copyBytes(of: file, to: target.create(path, isExecutable: file.isExecutable))
            }
            for (path, bytes) in texts { try target.create(path, isExecutable: false).write(bytes) }
        } catch let error as Errno {
            throw PackageArchiveError(error, root, "copy the package to \(copy)")
        }
        return try PackageDirectory(copy, called: root, leftOut: leftOut, findings: listing.findings)
    }

    private func unpack(
        _ file: PackageFile, at place: TreePath, below copy: FilePath, _ target: OpenFolder,
        _ budget: inout ExtractionBudget, _ isCancelled: () -> Bool
    ) throws -> [(path: String, reason: String)] {
        var folder = target
        for name in place.parts { folder = try folder.folder(name).folder }
        let archive = path(of: file)
        var extraction = Extraction(of: archive, to: folder, budget)
        try UnicodeLocale.inThisThread {
            var reader = try ArchiveReader(archive)
            try extraction.run(&reader, isCancelled: isCancelled)
        }
        budget = extraction.budget
        return extraction.leftOut.map { ("\(place.text)/\($0.path)", $0.reason) }
    }

    private func copyBytes(of file: PackageFile, to copy: OpenFile) throws(Errno) {
        let reader = try FileReader(path(of: file))
        while let piece = try reader.next(upTo: 1 << 18) { try copy.write(piece) }
    }

    private func count(
        _ path: TreePath, _ file: PackageFile, _ budget: inout ExtractionBudget
    ) throws(PackageArchiveError) {
        do throws(ExtractionBudget.Excess) {
            try budget.makeFile()
            try budget.write(Int(clamping: file.size.bytes))
        } catch {
            let message = "the copy of the package, which is needed to complete its test data, has no room from "
            throw PackageArchiveError(error == .room ? .noRoom : .tooLarge, root, message + path.text)
        }
    }
}
