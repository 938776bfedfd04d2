/// What a backup may be called: a folder's name that means the same in every shell and on every file system.
public struct BackupName: Hashable, Sendable {
    /// 1 to 128 letters, digits, `-`, `_` and `.` of ASCII, and no `.` at the beginning.
    public let text: String

    /// Checks a name that somebody sent, before it becomes part of a path.
    /// - Throws: `DomainError` with the code `invalid` if it is none.
    public init(_ text: String) throws(DomainError) {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        guard isPlain, !text.isEmpty, text.utf8.count <= 128, !text.hasPrefix(".") else {
            throw DomainError(
                .invalid,
                "a backup's name is that of a folder: 1 to 128 letters, digits, - _ and ., not beginning with .")
        }
        self.text = text
    }
}
