/// A file's path below a directory that somebody else names: `data/secret/1.in`.
///
/// Relative, parts separated by `/`, none of them empty, `.` or `..`, none with a byte 0; a part has at most 255 bytes and
/// the whole at most 4000 (`NAME_MAX` and `PATH_MAX` of Linux, with room for the directory), and there are at most
/// ``TreeLimits/depth`` parts. Whoever writes files that another program named holds their paths to this.
/// Paths are compared byte by byte, as Linux does.
public struct TreePath: Sendable {
    /// The path.
    public let text: String

    /// The path `text`; nil if it is none.
    public init?(_ text: String) {
        guard !text.isEmpty, text.utf8.count <= 4000 else { return nil }
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count <= TreeLimits.depth else { return nil }
        for part in parts {
            guard !part.isEmpty, part.count <= 255, !part.contains(0), !part.elementsEqual(".".utf8),
                !part.elementsEqual("..".utf8)
            else { return nil }
        }
        self.text = text
    }

    /// The names on the way, the file's own last: `data`, `secret`, `1.in`.
    public var parts: [String] {
        text.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
    }

    /// The directories that it lies in, outermost first: `data`, `data/secret`.
    public var directories: [String] {
        // Not by characters: a slash and a combining accent are one, and two names all the same.
        text.utf8.indices.filter { text.utf8[$0] == UInt8(ascii: "/") }.map { String(text[..<$0]) }
    }
}

extension TreePath: Hashable {
    /// Whether both are the same bytes.
    public static func == (left: TreePath, right: TreePath) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

    /// Hashes the bytes.
    public func hash(into hasher: inout Hasher) {
        let isDone: Void? = unsafe text.utf8.withContiguousStorageIfAvailable {
            unsafe hasher.combine(bytes: UnsafeRawBufferPointer($0))
        }
        guard isDone == nil else { return }
        unsafe Array(text.utf8).withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
    }
}
