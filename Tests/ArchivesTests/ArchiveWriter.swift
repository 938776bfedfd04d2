import CArchive
import Glibc
import SystemPackage

/// Something to be put in an archive.
struct Item {
    enum Kind {
        case file(String, mode: mode_t)
        case folder
        case link(String)
        case hardLink(String)
        case pipe
    }

    var path: String
    var kind: Kind

    static func file(_ path: String, _ text: String = "", mode: mode_t = 0o644) -> Item {
        Item(path: path, kind: .file(text, mode: mode))
    }

    static func folder(_ path: String) -> Item { Item(path: path, kind: .folder) }
    static func link(_ path: String, to target: String) -> Item { Item(path: path, kind: .link(target)) }
    static func hardLink(_ path: String, to target: String) -> Item { Item(path: path, kind: .hardLink(target)) }
    static func pipe(_ path: String) -> Item { Item(path: path, kind: .pipe) }
}

/// Writes archives with libarchive, which takes any name: zip or tar, by the file's name.
@safe final class ArchiveWriter {
    struct Failure: Error {
        var message: String
    }

    private let archive: OpaquePointer

    init(_ file: FilePath, password: String? = nil) throws {
        guard let archive = unsafe archive_write_new() else { throw Failure(message: "no memory") }
        unsafe self.archive = archive
        let isZip = file.extension == "zip" || file.extension == "kpp"
        try check(unsafe isZip ? archive_write_set_format_zip(archive) : archive_write_set_format_gnutar(archive))
        if file.extension == "gz" || file.extension == "tgz" {
            try check(unsafe archive_write_add_filter_gzip(archive))
        }
        if let password {
            try check(unsafe archive_write_set_options(archive, "zip:encryption=traditional"))
            try check(unsafe archive_write_set_passphrase(archive, password))
        }
        try check(unsafe archive_write_open_filename(archive, file.string))
    }

    deinit {
        _ = unsafe archive_write_free(archive)
    }

    /// Writes all items, and ends the archive.
    func write(_ items: [Item]) throws {
        for item in items { try write(item) }
        try check(unsafe archive_write_close(archive))
    }

    private func write(_ item: Item) throws {
        guard let entry = unsafe archive_entry_new() else { throw Failure(message: "no memory") }
        defer { unsafe archive_entry_free(entry) }
        unsafe archive_entry_set_pathname(entry, item.path)
        unsafe archive_entry_set_perm(entry, 0o755)
        var bytes: [UInt8] = []
        switch item.kind {
        case .file(let text, let mode):
            bytes = Array(text.utf8)
            unsafe archive_entry_set_filetype(entry, S_IFREG)
            unsafe archive_entry_set_perm(entry, mode)
            unsafe archive_entry_set_size(entry, Int64(bytes.count))
        case .folder: unsafe archive_entry_set_filetype(entry, S_IFDIR)
        case .link(let target):
            unsafe archive_entry_set_filetype(entry, S_IFLNK)
            unsafe archive_entry_set_symlink(entry, target)
        case .hardLink(let target):
            unsafe archive_entry_set_filetype(entry, S_IFREG)
            unsafe archive_entry_set_hardlink(entry, target)
        case .pipe: unsafe archive_entry_set_filetype(entry, S_IFIFO)
        }
        try check(unsafe archive_write_header(archive, entry))
        guard !bytes.isEmpty else { return }
        guard unsafe archive_write_data(archive, bytes, bytes.count) == bytes.count else {
            return try check(ARCHIVE_FATAL)
        }
    }

    private func check(_ result: CInt) throws {
        guard result != ARCHIVE_OK else { return }
        throw Failure(message: unsafe archive_error_string(archive).map { unsafe String(cString: $0) } ?? "failed")
    }
}
