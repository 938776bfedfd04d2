internal import Files
internal import SystemPackage
public import Units

/// A small archive from somebody who is not known, whose files are read to memory and never written to a disk.
public enum SmallArchive {
    /// A file of it.
    public struct File: Hashable, Sendable {
        /// Its path below the archive's root.
        public var name: String
        /// What is in it.
        public var bytes: [UInt8]
    }

    /// The files that `archive` has. What says, or has, more bytes than `largest` in all, or more than `most` files and folders,
    /// is refused before that is read.
    ///
    /// Links and what is no file are refused. Waits for a disk: not for the cooperative threads of a server.
    /// - Parameters:
    ///   - archive: The bytes of a zip or tar archive.
    ///   - largest: What its files may have in all.
    ///   - most: How many files and folders it may have.
    ///   - isCancelled: Asked now and then.
    /// - Throws: ``PackageArchiveError``; `CancellationError`.
    public static func files(
        _ archive: [UInt8], largest: ByteCount, most: Int, isCancelled: () -> Bool = { false }
    ) throws -> [File] {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let path = folder.path.appending("archive")
        do {
            try path.createFile { file in _ = try file.writeAll(archive) }
        } catch let error as Errno {
            throw PackageArchiveError(error, path, "keep it")
        }
        var reading = Reading(
            budget: ExtractionBudget(
                free: ByteCount(largest.bytes * 2), files: most, entries: most, size: largest))
        try UnicodeLocale.inThisThread {
            var reader = try ArchiveReader(path)
            while let entry = try reader.next() {
                if isCancelled() { throw CancellationError() }
                try reading.take(entry, from: &reader)
            }
        }
        return reading.files
    }

    private struct Reading {
        var budget: ExtractionBudget
        var files: [File] = []
        private var names: Set<String> = []
        private var buffer = [UInt8](repeating: 0, count: 1 << 16)

        init(budget: ExtractionBudget) { self.budget = budget }

        mutating func take(_ entry: ArchiveEntry, from reader: inout ArchiveReader) throws {
            guard let parts = entry.names else { throw refusal(.refused, entry, "is no path below a folder") }
            try within(entry) { budget throws(ExtractionBudget.Excess) in
                try budget.describe(size: entry.size, isMade: entry.isFile)
            }
            guard !entry.isEncrypted else { throw refusal(.encrypted, entry, "is encrypted") }
            guard entry.isFile else {
                guard entry.kind == .folder else { throw refusal(.refused, entry, "is neither a file nor a folder") }
                return
            }
            let name = parts.joined(separator: "/")
            guard names.insert(name).inserted else { throw refusal(.refused, entry, "is in it twice") }
            try within(entry) { budget throws(ExtractionBudget.Excess) in try budget.makeFile() }
            var bytes: [UInt8] = []
            while case let count = try reader.read(into: &buffer), count > 0 {
                try within(entry) { budget throws(ExtractionBudget.Excess) in try budget.write(count) }
                bytes += buffer[..<count]
            }
            files.append(File(name: name, bytes: bytes))
        }

        private mutating func within(
            _ entry: ArchiveEntry, _ count: (inout ExtractionBudget) throws(ExtractionBudget.Excess) -> Void
        ) throws(PackageArchiveError) {
            do throws(ExtractionBudget.Excess) {
                try count(&budget)
            } catch {
                throw refusal(
                    .tooLarge, entry,
                    "is more than is allowed: \(budget.files) files and folders, \(budget.size) in all")
            }
        }

        private func refusal(
            _ code: PackageArchiveError.Code, _ entry: ArchiveEntry, _ reason: String
        ) -> PackageArchiveError {
            PackageArchiveError(code, FilePath("archive"), "\(entry.label) \(reason)")
        }
    }
}
