internal import CArchive
internal import Glibc
public import PackageFiles
public import SystemPackage
internal import Units

/// Writes zip archives of packages.
public enum ZipWriter {
    /// Writes all files of a package to a new zip archive, in one outermost folder that is called as the package.
    ///
    /// Times of files are left out, so that the same files make the same archive. What is there when this fails is for the caller to
    /// remove. Waits for the file system.
    /// - Parameters:
    ///   - path: where; nothing must be there.
    ///   - isCancelled: asked before each file.
    /// - Throws: ``PackageArchiveError``; `CancellationError`.
    public static func write(
        _ package: PackageDirectory, to path: FilePath, isCancelled: () -> Bool = { false }
    ) throws {
        try UnicodeLocale.inThisThread {
            let archive = try WrittenArchive(path)
            for (place, file) in package.listing.files {
                if isCancelled() { throw CancellationError() }
                try archive.add(file, at: "\(package.listing.name)/\(place)", from: package.path(of: file))
            }
            try archive.finish()
        }
    }
}

/// A zip archive that is being written.
@safe private struct WrittenArchive: ~Copyable {
    /// libarchive's number for one (`AE_IFREG`), which is a macro with a cast.
    private static let regularFile: UInt32 = 0o100_000

    private let path: FilePath
    private let archive: OpaquePointer
    private let file: CInt

    init(_ path: FilePath) throws(PackageArchiveError) {
        let file = unsafe open(path.string, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard file >= 0 else { throw PackageArchiveError(Errno(rawValue: errno), path, "make it") }
        guard let archive = unsafe archive_write_new() else {
            _ = close(file)
            throw PackageArchiveError(Errno.noMemory, path, "write it")
        }
        let isReady = unsafe [
            archive_write_set_format_zip(archive), archive_write_open_fd(archive, file),
        ].allSatisfy { $0 == ARCHIVE_OK }
        guard isReady else {
            let error = unsafe Self.failure(of: archive, path)
            _ = unsafe archive_write_free(archive)
            _ = close(file)
            throw error
        }
        self.path = path
        self.file = file
        unsafe self.archive = archive
    }

    deinit {
        _ = unsafe archive_write_free(archive)
        _ = close(file)
    }

    /// Adds a file at `place`.
    borrowing func add(
        _ source: PackageFile, at place: String, from location: FilePath
    ) throws(PackageArchiveError) {
        guard let entry = unsafe archive_entry_new() else {
            throw PackageArchiveError(Errno.noMemory, path, "write it")
        }
        defer { unsafe archive_entry_free(entry) }
        unsafe archive_entry_set_pathname_utf8(entry, place)
        unsafe archive_entry_set_filetype(entry, Self.regularFile)
        unsafe archive_entry_set_perm(entry, source.isExecutable ? 0o755 : 0o644)
        unsafe archive_entry_set_size(entry, source.size.bytes)
        guard unsafe archive_write_header(archive, entry) == ARCHIVE_OK else {
            throw unsafe Self.failure(of: archive, path)
        }
        do throws(Errno) {
            let reader = try FileReader(location)
            while let piece = try reader.next(upTo: 1 << 18) {
                let count = unsafe piece.withUnsafeBytes { bytes in
                    unsafe archive_write_data(archive, bytes.baseAddress, bytes.count)
                }
                guard count == piece.count else { throw .ioError }
            }
        } catch {
            throw PackageArchiveError(error, path, "put \(location) into it")
        }
    }

    /// Writes the table of contents.
    borrowing func finish() throws(PackageArchiveError) {
        guard unsafe archive_write_close(archive) == ARCHIVE_OK else { throw unsafe Self.failure(of: archive, path) }
    }

    private static func failure(of archive: OpaquePointer, _ path: FilePath) -> PackageArchiveError {
        let reason = unsafe archive_error_string(archive).map { unsafe String(cString: $0) } ?? "no reason was given"
        return PackageArchiveError(
            .system, path, "the archive cannot be written: \(reason); make room, or name another place")
    }
}
