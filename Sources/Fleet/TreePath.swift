/// A file's path below a directory that somebody else names: `data/secret/1.in`.
///
/// Relative, parts separated by `/`, none of them empty, `.` or `..`, none with a byte 0; a part has at most 255 bytes and
/// the whole at most 4000 (`NAME_MAX` and `PATH_MAX` of Linux, with room for the directory). Whoever writes files that
/// another program named holds their paths to this.
public struct TreePath: Hashable, Sendable {
    /// The path.
    public let text: String

    /// The path `text`; nil if it is none.
    public init?(_ text: String) {
        guard !text.isEmpty, text.utf8.count <= 4000 else { return nil }
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        for part in parts {
            guard !part.isEmpty, part.count <= 255, !part.contains(0), !part.elementsEqual(".".utf8),
                !part.elementsEqual("..".utf8)
            else { return nil }
        }
        self.text = text
    }

    /// The directories that it lies in, outermost first: `data`, `data/secret`.
    public var directories: [String] {
        text.indices.filter { text[$0] == "/" }.map { String(text[..<$0]) }
    }
}
