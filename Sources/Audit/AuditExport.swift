internal import Files
public import SystemPackage
public import Transparency

/// Writes an audit log as files that other programs know (C2SP tlog-tiles): `checkpoint`, `tile/0/000`, `tile/entries/000`. It keeps
/// one tile of each level in memory.
public struct AuditExport: Sendable {
    /// What a file says that everybody may read.
    private static let permissions: FilePermissions = [.ownerReadWrite, .groupRead, .otherRead]
    private static let largestEntry = Int(UInt16.max)

    private let folder: FilePath
    private let note: String
    private let checkpoint: Checkpoint
    private var rows: [[TreeHash]] = []
    private var written: [UInt64] = []
    private var entries: [UInt8] = []
    private var tree = CompactRange()

    /// Writes to the new folder `folder` what the checkpoint in `note` is of.
    /// - Throws: ``AuditInspection/Impossible`` if the folder is there, or cannot be made.
    public init(to folder: FilePath, note: String, _ checkpoint: Checkpoint) throws(AuditInspection.Impossible) {
        do throws(Errno) {
            guard try folder.makeDirectory() else { throw .fileExists }
        } catch {
            throw AuditInspection.Impossible("cannot make the folder \(folder): \(error); name a new one")
        }
        (self.folder, self.note, self.checkpoint) = (folder, note, checkpoint)
    }

    /// Adds the next command; those that the checkpoint does not have are left out. Waits for the disk.
    /// - Throws: ``AuditInspection/Impossible`` for one that is too large; `Errno`.
    public mutating func add(_ leaf: AuditLeaf) throws {
        guard tree.size < checkpoint.size else { return }
        let (data, hash) = (leaf.data, leaf.hash)
        guard data.count <= Self.largestEntry else {
            throw AuditInspection.Impossible(
                "command \(tree.size) has more than 64 KiB, which no file of the format takes")
        }
        entries += [UInt8(data.count >> 8), UInt8(data.count & 0xff)] + data
        tree.append(hash)
        if tree.size.isMultiple(of: Tile.width) { try writeEntries(count: Tile.width) }
        try add(hash, level: 0)
    }

    private mutating func add(_ hash: TreeHash, level: Int) throws {
        if level == rows.count { (rows, written) = (rows + [[]], written + [0]) }
        rows[level].append(hash)
        guard rows[level].count == Int(Tile.width) else { return }
        let above = TiledTree.hash(ofTile: rows[level])
        try writeRow(level)
        try add(above, level: level + 1)
    }

    private mutating func writeRow(_ level: Int) throws {
        let tile = Tile(level: level, index: written[level], count: UInt64(rows[level].count))
        try write(rows[level].flatMap(\.bytes), to: tile.path)
        written[level] += 1
        rows[level] = []
    }

    private mutating func writeEntries(count: UInt64) throws {
        try write(entries, to: Tile(level: 0, index: (tree.size - 1) / Tile.width, count: count).entriesPath)
        entries = []
    }

    /// Writes what is left, and the checkpoint last.
    /// - Throws: ``AuditFinding`` if the commands are not those of the checkpoint; `Errno`.
    public mutating func finish() throws {
        guard tree.size == checkpoint.size else { throw AuditFinding.shrunk(signed: checkpoint.size, found: tree.size) }
        guard tree.root == checkpoint.root else { throw AuditFinding.differs(size: checkpoint.size, fitting: 0) }
        if !entries.isEmpty { try writeEntries(count: tree.size % Tile.width) }
        for level in rows.indices where !rows[level].isEmpty { try writeRow(level) }
        try write(Array(note.utf8), to: "checkpoint")
    }

    private func write(_ bytes: [UInt8], to path: String) throws {
        let file = folder.appending(FilePath(path).components)
        try file.removingLastComponent().makeDirectories()
        try file.createFile(permissions: Self.permissions) { _ = try $0.writeAll(bytes) }
    }

    /// Writes all of `source` that its newest checkpoint has.
    /// - Parameters:
    ///   - source: the audit log.
    ///   - folder: a new folder.
    ///   - keys: whose signatures are believed.
    /// - Returns: how many commands were written.
    /// - Throws: ``AuditInspection/Impossible``; ``AuditFinding``; what reading and writing throws.
    public static func export(
        _ source: some AuditSource, to folder: FilePath, keys: [NoteVerifier]
    ) async throws -> UInt64 {
        var newest: SignedCheckpoint?
        try await source.checkpoints { newest = $0.last ?? newest }
        guard let newest else {
            throw AuditInspection.Impossible("nothing was signed yet, and so there is nothing to export")
        }
        let checkpoint = try SignedCheckpoint.checkpoint(in: newest.note, signedBy: keys, of: nil)
        var export = try AuditExport(to: folder, note: newest.note, checkpoint)
        try await source.leaves { leaves, _, _ in for leaf in leaves { try export.add(leaf) } }
        try export.finish()
        return checkpoint.size
    }
}
