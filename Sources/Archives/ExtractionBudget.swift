internal import PackageFiles
internal import Units

/// How much an archive may still bring. Pure: it is asked before anything is made.
struct ExtractionBudget {
    /// Why there is no more.
    enum Excess: Error, Equatable {
        /// More files, or files and folders, than a package may have.
        case count
        /// More bytes than a package may have.
        case size
        /// More bytes than the disk has room for.
        case room
    }

    /// The most files.
    let files: Int
    /// The most files, folders and links together.
    let entries: Int
    /// The most bytes of all files together.
    let size: ByteCount
    private let room: Int64
    private var described = 0
    private var made = 0
    private var madeFiles = 0
    private var bytes: Int64 = 0

    /// What `TreeLimits` allow.
    /// - Parameter free: what the disk has; a sixteenth of it is left to others.
    init(
        free: ByteCount, files: Int = TreeLimits.files, entries: Int = TreeLimits.entries,
        size: ByteCount = TreeLimits.size
    ) {
        self.files = files
        self.entries = entries
        self.size = size
        room = free.bytes - free.bytes / 16
    }

    /// Counts an entry that the archive describes. What it says of its size must fit; what it has may be more.
    /// - Parameter isMade: whether its bytes will be written, and be counted then. Skipping them takes time as well, so
    ///   those that are left out count as they are described.
    mutating func describe(size: Int64, isMade: Bool) throws(Excess) {
        described += 1
        guard described <= entries else { throw .count }
        try check(adding: max(0, size))
        if !isMade { bytes += max(0, size) }
    }

    /// Counts a folder or a link.
    mutating func make() throws(Excess) {
        made += 1
        guard made <= entries else { throw .count }
    }

    /// Counts a file.
    mutating func makeFile() throws(Excess) {
        try make()
        madeFiles += 1
        guard madeFiles <= files else { throw .count }
    }

    /// Counts bytes of a file.
    mutating func write(_ count: Int) throws(Excess) {
        try check(adding: Int64(count))
        bytes += Int64(count)
    }

    private func check(adding count: Int64) throws(Excess) {
        guard count <= size.bytes - bytes else { throw .size }
        guard count <= room - bytes else { throw .room }
    }
}
