import Units

/// Bytes that may be given to the parser: small enough, UTF-8, without control characters and alias bombs.
struct SourceText {
    let text: String

    /// An alias can only stand for a node before it, so this many cannot multiply a document by more than a few hundred.
    static let aliasLimit = 16
    /// The most aliases where none can stand in a key: what values they multiply is found while these are converted.
    private static let valueAliasLimit = 2000

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    init(bytes: [UInt8], file: String, aliases: YAMLDocument.Aliases = .refused) throws(Diagnostic) {
        let bytes = bytes.starts(with: Self.byteOrderMark) ? Array(bytes.dropFirst(Self.byteOrderMark.count)) : bytes
        guard bytes.count <= YAMLDocument.sizeLimit else {
            throw Diagnostic(file: file, message: "larger than \(YAMLDocument.sizeLimit >> 10) KiB; make it smaller")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Diagnostic(
                file: file, line: Self.firstInvalidLine(of: bytes), message: "not UTF-8; save the file as UTF-8")
        }
        if let index = bytes.firstIndex(where: Self.isForbidden) {
            let code = String(bytes[index], radix: 16, uppercase: true)
            throw Diagnostic(
                file: file, line: bytes[..<index].count { $0 == UInt8(ascii: "\n") } + 1,
                message: "control character 0x\(code); remove it")
        }
        let count = Self.countPossibleAliases(in: bytes)
        if count > Self.aliasLimit {
            guard aliases == .followed else {
                throw Diagnostic(file: file, message: "anchors and aliases are not supported; write the values out")
            }
            guard count <= Self.valueAliasLimit, !Self.mayHaveLargeKeys(bytes) else {
                throw Diagnostic(file: file, message: "there are too many aliases; write fewer, or the values out")
            }
        }
        self.text = text
    }

    private static func isForbidden(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): false
        default: byte < 0x20 || byte == 0x7F
        }
    }

    private static func firstInvalidLine(of bytes: [UInt8]) -> Int? {
        bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .firstIndex { String(validating: $0, as: UTF8.self) == nil }
            .map { $0 + 1 }
    }

    /// Counts what looks like `*name` with a `&name` somewhere. The parser hashes keys, aliases among them, before
    /// anybody can look at the nodes, so a bomb has to be found in the text; real anchors are refused later.
    private static func countPossibleAliases(in bytes: [UInt8]) -> Int {
        var anchors: Set<ArraySlice<UInt8>> = []
        var aliases: [ArraySlice<UInt8>] = []
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            index += 1
            guard byte == UInt8(ascii: "&") || byte == UInt8(ascii: "*") else { continue }
            let name = bytes[index...].prefix(while: isAnchorCharacter)
            guard !name.isEmpty else { continue }
            if byte == UInt8(ascii: "&") { anchors.insert(name) } else { aliases.append(name) }
            index = name.endIndex
        }
        return aliases.count { anchors.contains($0) }
    }

    /// Whether a key may be a list, a mapping or an alias: something that looks like the end of one stands before a colon, or a
    /// question mark alone.
    private static func mayHaveLargeKeys(_ bytes: [UInt8]) -> Bool {
        func isBlank(_ index: Int) -> Bool { index >= bytes.endIndex || bytes[index] <= 0x20 }
        for index in bytes.indices {
            switch bytes[index] {
            case UInt8(ascii: "?"): if isBlank(index + 1) { return true }
            case UInt8(ascii: ":"):
                let before = bytes[..<index].lastIndex { $0 > 0x20 }
                guard let before else { continue }
                if "]}".utf8.contains(bytes[before]) { return true }
                let word = bytes[...before].lastIndex { !isAnchorCharacter($0) }
                if let word, bytes[word] == UInt8(ascii: "*") { return true }
            default: break
            }
        }
        return false
    }

    /// What libyaml takes into a name: ASCII letters, digits, `-` and `_`.
    private static func isAnchorCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
