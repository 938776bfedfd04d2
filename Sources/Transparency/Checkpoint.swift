/// What a log had at one time: its tree's size and hash (C2SP tlog-checkpoint). Signed, in a note, it binds whoever signed.
public struct Checkpoint: Hashable, Sendable {
    /// Names the log.
    public var origin: String
    /// How many leaves the tree had.
    public var size: UInt64
    /// The tree's hash.
    public var root: TreeHash

    /// The checkpoint of a tree of the log `origin`.
    public init(origin: String, size: UInt64, root: TreeHash) {
        (self.origin, self.size, self.root) = (origin, size, root)
    }

    /// Reads a note's text. Lines below the third say nothing about the tree, and are passed over.
    /// - Throws: ``NoteError`` if it is none.
    public init(parsing body: String) throws(NoteError) {
        let lines = body.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
        guard lines.count >= 4, lines.last == "", !lines.dropLast().contains("") else {
            throw NoteError("a checkpoint has three lines or more, none of them empty")
        }
        guard let size = UInt64(lines[1]), String(size) == lines[1] else { throw NoteError("its size is no number") }
        guard let root = Base64.bytes(of: lines[2]).flatMap({ TreeHash($0) }) else {
            throw NoteError("its root is no hash in base 64")
        }
        guard size > 0 || root == .empty else { throw NoteError("its root is not that of a tree without leaves") }
        self.init(origin: lines[0], size: size, root: root)
    }

    /// The text to sign.
    public var body: String { "\(origin)\n\(size)\n\(Base64.text(of: root.bytes))\n" }

    /// A note of it, signed by each of `signers`.
    /// - Throws: ``NoteError`` if the origin is no line of text, or there is nobody to sign.
    public func signed(by signers: [NoteSigner]) throws(NoteError) -> SignedNote {
        guard try Checkpoint(parsing: body) == self else { throw NoteError("its origin is no line of text") }
        return try SignedNote(signing: body, with: signers)
    }
}
