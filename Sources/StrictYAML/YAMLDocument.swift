internal import Files
public import SystemPackage
public import Units

/// One YAML document, read strictly: UTF-8, of bounded size and depth, without tags, and without duplicate keys, anchors and
/// aliases unless ``DuplicateKeys`` and ``Aliases`` say otherwise. A byte-order mark is skipped.
///
/// Values have no type of their own; the reader asks for one (``YAMLNode/string()``, ``YAMLNode/integer(in:)``), so
/// `name: 1984` can be a name and `version: 1.10` keeps its zero.
public struct YAMLDocument: Sendable {
    /// The file's name in error messages.
    public let file: String
    /// The document's only node; an empty document is an empty mapping.
    public let root: YAMLNode

    /// What was read although it is odd: keys that stand twice.
    public let warnings: [Diagnostic]

    /// What becomes of a key that stands twice in one mapping.
    public enum DuplicateKeys: Sendable {
        /// The document is refused.
        case refused
        /// The last one counts, as most parsers have it, with a warning.
        case lastCounts
    }

    /// What becomes of anchors (`&name`), aliases (`*name`) and merge keys (`<<`).
    public enum Aliases: Sendable {
        /// The document is refused.
        case refused
        /// An alias is the value of its anchor, and a merge key stands for the keys of a mapping that the mapping around it lacks;
        /// but all that is written so has no more values and no more bytes than a document could have without.
        case followed
    }

    /// The largest file that is read.
    public static let sizeLimit = 1 << 20
    /// The deepest nesting of lists and mappings.
    public static let depthLimit = 64

    /// Reads `text`; `file` is for error messages.
    public init(
        text: String, file: String, duplicateKeys: DuplicateKeys = .refused, aliases: Aliases = .refused
    ) throws(Diagnostic) {
        try self.init(bytes: Array(text.utf8), file: file, duplicateKeys: duplicateKeys, aliases: aliases)
    }

    /// Reads `bytes`, which must be UTF-8; `file` is for error messages.
    public init(
        bytes: [UInt8], file: String, duplicateKeys: DuplicateKeys = .refused, aliases: Aliases = .refused
    ) throws(Diagnostic) {
        let text = try SourceText(bytes: bytes, file: file, aliases: aliases).text
        self.file = file
        let reader = NodeReader(file: file, aliases: aliases)
        switch duplicateKeys {
        case .refused: (root, warnings) = (try reader.read(text), [])
        case .lastCounts: (root, warnings) = try SupersededKeys.read(text, by: reader)
        }
    }

    /// Reads the file at `path`; `file` is its name in error messages, `path` itself if nil.
    public init(path: FilePath, file: String? = nil) throws(Diagnostic) {
        let file = file ?? path.string
        let bytes: [UInt8]
        do {
            bytes = try Self.contents(of: path)
        } catch let error as Errno {
            throw Diagnostic(file: file, message: "cannot be read: \(error)")
        } catch {
            throw Diagnostic(file: file, message: "cannot be read: \(error)")
        }
        try self.init(bytes: bytes, file: file)
    }

    /// At most one byte more than the limit, so that a larger file is noticed without being read.
    private static func contents(of path: FilePath) throws -> [UInt8] {
        let descriptor = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking])
        return try descriptor.closeAfter { try descriptor.readToEnd(atMost: sizeLimit + 1) }
    }
}
