/// What an account logs in with and is known by: 3 to 32 letters, digits, dots, hyphens and low lines, a letter first. Two that
/// differ in case only are one.
struct AccountName: Hashable, Sendable {
    let text: String

    /// The name that `text` is; nil if it is none.
    init?(_ text: String) {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard (3...32).contains(text.utf8.count), isPlain, text.first?.isLetter == true else { return nil }
        self.text = text
    }
}
