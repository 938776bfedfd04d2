internal import CArchive
internal import Glibc
internal import PackageFiles

/// Something that an archive has, as the archive describes it: nothing of it has to be true.
struct ArchiveEntry: Equatable {
    /// What it is.
    enum Kind: Equatable {
        case file(isExecutable: Bool)
        case folder
        case symbolicLink(target: [UInt8])
        case hardLink
        /// A pipe, socket or device.
        case special
    }

    /// Its path.
    var path: [UInt8]
    var kind: Kind
    /// How many bytes it says that it has.
    var size: Int64 = 0
    var isEncrypted = false

    /// Whether it is a file with bytes of its own.
    var isFile: Bool { if case .file = kind { true } else { false } }

    /// The path for messages.
    var label: String { PrintableText.escape(PrintableText.decode(path)) }

    /// The path without what programs add to it without meaning anything: `./` before, `/` after a folder's; empty for
    /// the outermost folder itself. Nil if it is no `TreePath`.
    var names: [String]? {
        var rest = path[...]
        if rest.starts(with: "./".utf8) { rest = rest.dropFirst(2) } else if rest.elementsEqual(".".utf8) { rest = [] }
        if kind == .folder, rest.last == UInt8(ascii: "/"), rest.count > 1 { rest = rest.dropLast() }
        if rest.isEmpty, !path.isEmpty { return [] }
        return String(validating: rest, as: UTF8.self).flatMap { TreePath($0)?.parts }
    }
}

extension ArchiveEntry {
    /// What libarchive has read; nil if it could not make a path of it.
    /// - Parameter entry: a `struct archive_entry *`.
    @safe init?(reading entry: OpaquePointer) {
        guard let path = unsafe Self.bytes(archive_entry_pathname(entry)) else { return nil }
        self.path = path
        size = unsafe archive_entry_size(entry)
        isEncrypted = unsafe archive_entry_is_encrypted(entry) != 0
        if unsafe archive_entry_hardlink(entry) != nil {
            kind = .hardLink
            return
        }
        switch unsafe archive_entry_filetype(entry) {
        case S_IFREG: kind = .file(isExecutable: unsafe archive_entry_perm(entry) & S_IXUSR != 0)
        case S_IFDIR: kind = .folder
        case S_IFLNK: kind = .symbolicLink(target: unsafe Self.bytes(archive_entry_symlink(entry)) ?? [])
        default: kind = .special
        }
    }

    private static func bytes(_ text: UnsafePointer<CChar>?) -> [UInt8]? {
        guard let text = unsafe text else { return nil }
        return unsafe Array(UnsafeRawBufferPointer(start: text, count: strlen(text)))
    }
}
