/// Words in the bytes of a source, whatever its language and encoding.
enum SourceWords {
    /// More words are not looked for: somebody may choose both them and the text, and each beginning of theirs there would cost as
    /// many steps as there are words.
    private static let mostWords = 8

    /// Whether `words` stand in `text`, each as a whole, with any white space between them; small and capital ASCII letters are
    /// equal. More than eight words do not.
    static func contains(_ words: String, in text: [UInt8]) -> Bool {
        let wanted = words.split(whereSeparator: \.isWhitespace).map { Array($0.utf8).map(lowercase) }
        guard let first = wanted.first, let start = first.first, wanted.count <= mostWords else { return false }
        var index = text.startIndex
        while let found = text[index...].firstIndex(where: { lowercase($0) == start }) {
            if found == 0 || !isWordPart(text[found - 1]), stand(wanted, at: found, in: text) { return true }
            index = found + 1
        }
        return false
    }

    private static func stand(_ words: [[UInt8]], at start: Int, in text: [UInt8]) -> Bool {
        var rest = text[start...]
        for (number, word) in words.enumerated() {
            if number > 0 {
                let next = rest.drop { $0 <= 0x20 }
                guard next.startIndex > rest.startIndex else { return false }
                rest = next
            }
            guard rest.prefix(word.count).elementsEqual(word, by: { lowercase($0) == $1 }) else { return false }
            rest = rest.dropFirst(word.count)
            if let after = rest.first, isWordPart(after) { return false }
        }
        return true
    }

    private static func lowercase(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 32 : byte
    }

    /// Whether a byte may stand in a word: letters, digits and `_`, and whatever is not ASCII.
    static func isWordPart(_ byte: UInt8) -> Bool {
        switch lowercase(byte) {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }
}
