import SystemPackage

/// The keys that what is stored is sealed with: one that seals, and those before it, which still open.
///
/// As text, a ring is one key a line, oldest first: 32 random bytes in 64 hexadecimal digits or in base64 (`openssl rand
/// -hex 32`). The last one seals. Empty lines and those that begin with `#` say nothing. To change keys, add a line; a key
/// can be taken away when nothing is left that was sealed with it.
public struct KeyRing: Sendable {
    private let keys: [[UInt8]: SealingKey]
    /// What seals.
    let current: SealingKey

    private init(keys: [SealingKey], current: SealingKey) {
        self.keys = Dictionary(keys.map { ($0.name, $0) }) { first, _ in first }
        self.current = current
    }

    /// The key that has that name; nil if it is not in the ring.
    func key(named name: [UInt8]) -> SealingKey? { keys[name] }

    /// All keys, in no order.
    var all: some Collection<SealingKey> { keys.values }

    /// How many different keys there are.
    public var count: Int { keys.count }

    /// A ring of one new random key, for tests and for what need not outlive the process.
    public init() {
        let key = SealingKey()
        self.init(keys: [key], current: key)
    }

    /// The ring that `text` spells.
    /// - Parameter source: where the text is from, for the error: `the file keys`.
    /// - Throws: ``StorageError`` (`badRequest`) that says which line is no key; never the line itself.
    public init(parsing text: String, from source: String) throws(StorageError) {
        var keys: [SealingKey] = []
        for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let word = line.drop { $0.isWhitespace }.prefix { !$0.isWhitespace }
            guard !word.isEmpty, !word.hasPrefix("#") else { continue }
            let rest = line.drop { $0.isWhitespace }.dropFirst(word.count)
            guard rest.allSatisfy(\.isWhitespace), let bytes = KeyText.bytes(of: word),
                let key = SealingKey(bytes: bytes)
            else {
                throw StorageError(
                    .badRequest, stage: "read \(source)", reason: "line \(number + 1) is no key",
                    advice: "write 32 random bytes as 64 hexadecimal digits or in base64: openssl rand -hex 32")
            }
            keys.append(key)
        }
        guard let current = keys.last else {
            throw StorageError(
                .badRequest, stage: "read \(source)", reason: "there is no key",
                advice: "write one: openssl rand -hex 32")
        }
        self.init(keys: keys, current: current)
    }
}

/// Keys as people write them.
enum KeyText {
    /// The bytes that `text` spells, in hexadecimal digits if it has 64 characters, otherwise in base64.
    static func bytes(of text: Substring) -> [UInt8]? {
        text.utf8.count == 64 ? hexadecimal(text) : base64(text)
    }

    private static func hexadecimal(_ text: Substring) -> [UInt8]? {
        ContentHash(text.lowercased())?.bytes
    }

    /// Base64 of RFC 4648, section 4, of 32 bytes: 43 digits and a `=`, the last digit's two spare bits 0.
    private static func base64(_ text: Substring) -> [UInt8]? {
        let characters = Array(text.utf8)
        guard characters.count == 44, characters[43] == UInt8(ascii: "=") else { return nil }
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for character in characters[..<43] {
            let value: UInt8
            switch character {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = character - UInt8(ascii: "A")
            case UInt8(ascii: "a")...UInt8(ascii: "z"): value = character - UInt8(ascii: "a") + 26
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = character - UInt8(ascii: "0") + 52
            case UInt8(ascii: "+"): value = 62
            case UInt8(ascii: "/"): value = 63
            default: return nil
            }
            bits = bits << 6 | UInt32(value)
            count += 6
            guard count >= 8 else { continue }
            count -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            bits &= (1 << UInt32(count)) - 1
        }
        return bits == 0 ? bytes : nil
    }
}
