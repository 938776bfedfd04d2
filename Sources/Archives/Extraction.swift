internal import PackageFiles
internal import SystemPackage
internal import Units

/// Makes the files of an archive in a folder that is new.
///
/// No path leads out of it: each name on the way is opened in the folder before it, no link that the archive brought is
/// followed, and nothing is written over. So what is there already also tells which names the archive has twice.
struct Extraction {
    /// What was not made, and why, by paths below the folder.
    private(set) var leftOut: [(path: String, reason: String)] = []
    private let archive: FilePath
    private let root: OpenFolder
    /// What may still be made.
    private(set) var budget: ExtractionBudget
    private var buffer = [UInt8](repeating: 0, count: 1 << 18)

    /// - Parameter archive: as the user named it, for messages.
    init(of archive: FilePath, to root: OpenFolder, _ budget: ExtractionBudget) {
        self.archive = archive
        self.root = root
        self.budget = budget
    }

    /// Makes all that a package may have.
    mutating func run(_ reader: inout ArchiveReader, isCancelled: () -> Bool) throws {
        while let entry = try reader.next() {
            if isCancelled() { throw CancellationError() }
            guard let names = entry.names else { throw refusal(entry, "is no path below a folder; name it otherwise") }
            // What macOS puts beside the files of an archive is no part of the package.
            let isWanted = !names.isEmpty && names.first != "__MACOSX"
            try within(entry) { budget throws(ExtractionBudget.Excess) in
                try budget.describe(size: entry.size, isMade: isWanted && entry.isFile)
            }
            guard isWanted else { continue }
            guard !entry.isEncrypted else {
                let message = "\(entry.label) is encrypted; make the archive without a password"
                throw PackageArchiveError(.encrypted, archive, message)
            }
            try make(entry, names, &reader, isCancelled)
        }
    }

    private mutating func make(
        _ entry: ArchiveEntry, _ names: [String], _ reader: inout ArchiveReader, _ isCancelled: () -> Bool
    ) throws {
        let path = names.joined(separator: "/")
        switch entry.kind {
        case .folder: _ = try folder(names[...], entry)
        case .file(let isExecutable):
            try within(entry) { budget throws(ExtractionBudget.Excess) in try budget.makeFile() }
            let folder = try folder(names.dropLast(), entry)
            let file = try making(entry) { () throws(Errno) in
                try folder.file(names.last ?? "", isExecutable: isExecutable)
            }
            try copy(from: &reader, to: file, entry, isCancelled)
        case .symbolicLink(let target):
            guard let target = LinkRule.target(target, from: names) else {
                return leftOut.append((path, LinkRule.reason))
            }
            try within(entry) { budget throws(ExtractionBudget.Excess) in try budget.make() }
            let folder = try folder(names.dropLast(), entry)
            try making(entry) { () throws(Errno) in try folder.link(names.last ?? "", to: target) }
        case .hardLink: leftOut.append((path, "a hard link; put a copy of the file in its place"))
        case .special: leftOut.append((path, "neither a file nor a folder (a pipe, socket or device); remove it"))
        }
    }

    /// The folder of these names, made where it is not there.
    private mutating func folder(_ names: ArraySlice<String>, _ entry: ArchiveEntry) throws -> OpenFolder {
        var folder = root
        for name in names {
            let (next, isNew) = try making(entry) { () throws(Errno) in try folder.folder(name) }
            if isNew { try within(entry) { budget throws(ExtractionBudget.Excess) in try budget.make() } }
            folder = next
        }
        return folder
    }

    private mutating func copy(
        from reader: inout ArchiveReader, to file: OpenFile, _ entry: ArchiveEntry, _ isCancelled: () -> Bool
    ) throws {
        while case let count = try reader.read(into: &buffer), count > 0 {
            if isCancelled() { throw CancellationError() }
            try within(entry) { budget throws(ExtractionBudget.Excess) in try budget.write(count) }
            let piece = count < buffer.count ? Array(buffer[..<count]) : buffer
            try making(entry) { () throws(Errno) in try file.write(piece) }
        }
    }

    /// Counts, and says what the entry has too much of.
    private mutating func within(
        _ entry: ArchiveEntry, _ count: (inout ExtractionBudget) throws(ExtractionBudget.Excess) -> Void
    ) throws(PackageArchiveError) {
        do throws(ExtractionBudget.Excess) {
            try count(&budget)
        } catch {
            switch error {
            case .count:
                let most = "\(budget.files) files, or \(budget.entries) files and folders"
                throw PackageArchiveError(.tooLarge, archive, "there are more than \(most) in it; split the package")
            case .size:
                let message = "the files have more than \(budget.size) up to \(entry.label); split the package"
                throw PackageArchiveError(.tooLarge, archive, message)
            case .room:
                let message = "there is no room for the files from \(entry.label) on; make room in the directory for "
                throw PackageArchiveError(
                    .noRoom, archive, message + "temporary files, or set TMPDIR to one that has it")
            }
        }
    }

    /// Makes something, and says what the kernel's refusal means for the entry.
    private func making<Result>(
        _ entry: ArchiveEntry, _ make: () throws(Errno) -> Result
    ) throws(PackageArchiveError) -> Result {
        do throws(Errno) {
            return try make()
        } catch {
            switch error {
            case .fileExists:
                throw refusal(entry, "is in it twice, or as a file and as a folder; make the archive again")
            case .notDirectory, .tooManySymbolicLinkLevels:
                throw refusal(entry, "lies below a file or link of the same archive; make the archive again")
            default: throw PackageArchiveError(error, archive, "unpack \(entry.label)")
            }
        }
    }

    private func refusal(_ entry: ArchiveEntry, _ reason: String) -> PackageArchiveError {
        PackageArchiveError(.refused, archive, "\(entry.label) \(reason)")
    }
}

/// Which symbolic links of an archive are made. Only those that stay inside by their text: what a link through other links
/// leads to is for the walk through the folder to find out.
enum LinkRule {
    /// What is said of others.
    static let reason = "the symbolic link leads out of the package, or is no text; put a copy of the file in its place"

    /// The target as text; nil if the link with these names leads out, or nowhere that has a name.
    static func target(_ target: [UInt8], from link: [String]) -> String? {
        guard let text = String(validating: target, as: UTF8.self), !text.isEmpty, target.first != UInt8(ascii: "/")
        else { return nil }
        var depth = link.count - 1
        for part in target.split(separator: UInt8(ascii: "/")) {
            if part.elementsEqual("..".utf8) { depth -= 1 } else if !part.elementsEqual(".".utf8) { depth += 1 }
            guard depth >= 0 else { return nil }
        }
        return text
    }
}
