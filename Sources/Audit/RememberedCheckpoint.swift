internal import Files
public import SystemPackage
public import Transparency

/// What somebody keeps of an audit log, in a file of their own, to find out later whether it was changed: whose signatures they
/// believe, the checkpoint that they saw, and a mark of each command, so that what was changed can be named.
///
///     verdict audit 1
///     verdict-5m2k…+c74f20a3+ARpc2Qc…
///
///     verdict-5m2k…
///     2
///     bjQLnP+z…
///
///     — verdict-5m2k… x08go/Z…
///     commands 2
///     6e340b9c
///     fac54203
public struct RememberedCheckpoint: Hashable, Sendable {
    /// The file is not one of these.
    public struct Malformed: Error, Hashable, CustomStringConvertible {
        /// Why, and what to do.
        public let description: String

        init(_ reason: String) {
            description = reason + "; name another file, or restore it: a new one trusts what it sees"
        }
    }

    private static let header = "verdict audit 1"
    private static let commands = "commands "
    /// Some 30 million commands.
    private static let largest = 300 << 20

    /// Whose signatures are believed.
    public var keys: [NoteVerifier]
    /// The checkpoint.
    public var note: String
    /// The start of each command's hash: too little to prove anything, and enough to name what differs.
    public var marks: [UInt32]

    /// What is to be remembered.
    public init(keys: [NoteVerifier], note: String, marks: [UInt32]) {
        (self.keys, self.note, self.marks) = (keys, note, marks)
    }

    /// A command's mark.
    static func mark(of hash: TreeHash) -> UInt32 { hash.bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) } }

    /// Reads what ``text`` is.
    /// - Throws: ``Malformed``.
    public init(parsing text: String) throws(Malformed) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.first == Self.header[...], lines.last == "" else {
            throw Malformed("it does not begin or end as it should")
        }
        guard let blank = lines.firstIndex(of: ""), blank > 1,
            let end = lines[blank...].lastIndex(where: { $0.hasPrefix(Self.commands) })
        else { throw Malformed("a part of it is missing") }
        do throws(AuditKeys.Malformed) {
            keys = try AuditKeys.verifiers(parsing: lines[1..<blank].joined(separator: "\n"))
        } catch {
            throw Malformed("\(error)")
        }
        note = lines[(blank + 1)..<end].map { $0 + "\n" }.joined()
        marks = []
        for line in lines[(end + 1)...].dropLast() {
            guard line.utf8.count == 8, let mark = UInt32(line, radix: 16) else {
                throw Malformed("a line of it is no mark of a command")
            }
            marks.append(mark)
        }
        guard lines[end].dropFirst(Self.commands.count) == "\(marks.count)" else {
            throw Malformed("it has \(marks.count) commands, and says another number")
        }
    }

    /// As ``init(parsing:)`` reads it.
    public var text: String {
        var text =
            Self.header + "\n" + keys.map { $0.text + "\n" }.joined() + "\n" + note + Self.commands + "\(marks.count)\n"
        text.reserveCapacity(text.utf8.count + marks.count * 9)
        for mark in marks {
            let digits = String(mark, radix: 16)
            text += String(repeating: "0", count: 8 - digits.utf8.count) + digits + "\n"
        }
        return text
    }

    /// Reads the file at `path`; nil if there is none. Waits for the disk.
    /// - Throws: `Errno`; ``Malformed``.
    public static func read(_ path: FilePath) throws -> RememberedCheckpoint? {
        let bytes: [UInt8]
        do {
            bytes = try path.contents(atMost: largest)
        } catch Errno.noSuchFileOrDirectory {
            return nil
        }
        guard bytes.count < largest, let text = String(validating: bytes, as: UTF8.self) else {
            throw Malformed("it is no text, or too large")
        }
        return try RememberedCheckpoint(parsing: text)
    }

    /// Makes this the whole content of the file at `path`; if that fails, the old one stays. Waits for the disk.
    /// - Throws: `Errno`.
    public func write(to path: FilePath) throws {
        let text = text
        try path.replaceFile { _ = try $0.writeAll(text.utf8) }
    }
}
