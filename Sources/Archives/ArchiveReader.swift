internal import CArchive
internal import Glibc
internal import SystemPackage

/// Reads an archive from front to back: zip by its table of contents, tar, and tar with gzip. No other format of libarchive's
/// is let in.
///
/// For one thread from the beginning to the end: libarchive takes names as that thread's locale says.
@safe struct ArchiveReader: ~Copyable {
    private let path: FilePath
    private let archive: OpaquePointer
    private let file: CInt
    private var isAtBeginning = true

    /// Opens the regular file `path`.
    init(_ path: FilePath) throws(PackageArchiveError) {
        let file = try Self.open(path)
        guard let archive = unsafe archive_read_new() else {
            _ = close(file)
            throw PackageArchiveError(Errno.noMemory, path, "read it")
        }
        let isReady = unsafe [
            archive_read_support_filter_gzip(archive), archive_read_support_format_tar(archive),
            archive_read_support_format_zip_seekable(archive), archive_read_open_fd(archive, file, 1 << 16),
        ].allSatisfy { $0 == ARCHIVE_OK }
        guard isReady else {
            let error = unsafe Self.failure(of: archive, path, isAtBeginning: true)
            _ = unsafe archive_read_free(archive)
            _ = close(file)
            throw error
        }
        self.path = path
        self.file = file
        unsafe self.archive = archive
    }

    deinit {
        _ = unsafe archive_read_free(archive)
        _ = close(file)
    }

    private static func open(_ path: FilePath) throws(PackageArchiveError) -> CInt {
        let descriptor = unsafe Glibc.open(path.string, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw PackageArchiveError(Errno(rawValue: errno), path, "open it") }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else {
            _ = close(descriptor)
            let isFile = status.st_mode & S_IFMT == S_IFREG
            let message =
                isFile ? "the file is empty; download it again" : "not a file; name a package's folder or archive"
            throw PackageArchiveError(.noArchive, path, message)
        }
        return descriptor
    }

    /// The next entry; nil at the end.
    mutating func next() throws(PackageArchiveError) -> ArchiveEntry? {
        var entry: OpaquePointer?
        let result = unsafe archive_read_next_header(archive, &entry)
        if result == ARCHIVE_EOF { return nil }
        // A warning is about times, owners and the like, or about the name, which is then missing or odd and refused.
        guard result == ARCHIVE_OK || result == ARCHIVE_WARN, let entry = unsafe entry else {
            throw unsafe Self.failure(of: archive, path, isAtBeginning: isAtBeginning)
        }
        isAtBeginning = false
        guard let read = ArchiveEntry(reading: entry) else {
            throw PackageArchiveError(.refused, path, "a name in it cannot be read; make the archive again")
        }
        return read
    }

    /// The next bytes of the last entry, up to the size of `buffer`, put at its beginning.
    /// - Returns: how many; 0 at the end.
    mutating func read(into buffer: inout [UInt8]) throws(PackageArchiveError) -> Int {
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe archive_read_data(archive, bytes.baseAddress, bytes.count)
        }
        // Less than 0 may also be a warning: that the bytes are not those that the archive says.
        guard count >= 0 else { throw unsafe Self.failure(of: archive, path, isAtBeginning: isAtBeginning) }
        return count
    }

    /// What libarchive complained of last.
    private static func failure(
        of archive: OpaquePointer, _ path: FilePath, isAtBeginning: Bool
    ) -> PackageArchiveError {
        if isAtBeginning, unsafe archive_errno(archive) == EILSEQ {
            let message =
                "neither a zip nor a tar archive (with gzip or without), or a part is missing; download it again"
            return PackageArchiveError(.noArchive, path, message)
        }
        let reason = unsafe archive_error_string(archive).map { unsafe String(cString: $0) } ?? "no reason was given"
        return PackageArchiveError(.damaged, path, "the archive is damaged or incomplete: \(reason); download it again")
    }
}

/// The locale in which file names are UTF-8. In a program's own, which may be "C", libarchive loses all others than ASCII.
enum UnicodeLocale {
    /// Runs `body` in it, and only this thread.
    /// - Throws: `Errno` if there is no such locale; what `body` throws.
    static func inThisThread(_ body: () throws -> Void) throws {
        guard let locale = unsafe newlocale(LC_CTYPE_MASK, "C.UTF-8", nil) else { throw Errno(rawValue: errno) }
        let before = unsafe uselocale(locale)
        defer {
            _ = unsafe uselocale(before)
            unsafe freelocale(locale)
        }
        try body()
    }
}
