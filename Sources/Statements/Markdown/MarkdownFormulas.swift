/// The formulas of a Markdown text, taken out before Markdown is read: what `_` and `*` mean there is TeX's.
struct MarkdownFormulas {
    struct Formula {
        var tex: String
        var isDisplayed: Bool
        /// As it was written.
        var source: String
    }

    /// Signs of no language, which no text has that was read by ``init(_:)``.
    static let (opening, closing): (Unicode.Scalar, Unicode.Scalar) = ("\u{e000}", "\u{e001}")

    private(set) var formulas: [Formula] = []
    /// The text, with a number between two signs in place of each formula.
    private(set) var text = ""

    /// Takes the formulas out: `$…$` and `$$…$$`, as pandoc has them. Those in code are put back by whoever meets them there.
    init(_ source: String) {
        let bytes = Array(source.utf8)
        var output: [UInt8] = []
        var place = 0
        // Where runs of so many backticks are known not to come any more.
        var missing: Set<Int> = []
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "\\") where place + 1 < bytes.count:
                output += bytes[place...(place + 1)]
                place += 2
            case UInt8(ascii: "`"):
                let end = Self.endOfCode(bytes, place, &missing)
                output += bytes[place..<end]
                place = end
            case UInt8(ascii: "$"):
                guard let (formula, end) = Self.formula(bytes, place) else {
                    output.append(bytes[place])
                    place += 1
                    continue
                }
                output += "\(Self.opening)\(formulas.count)\(Self.closing)".utf8
                formulas.append(formula)
                place = end
            case 0xEE
            where bytes[place...].starts(with: String(Self.opening).utf8)
                || bytes[place...].starts(with: String(Self.closing).utf8):
                output += "\u{fffd}".utf8
                place += 3
            default:
                output.append(bytes[place])
                place += 1
            }
        }
        // Notes, which CommonMark has none of, would be taken for addresses, and be lost.
        text = Self.noted(String(decoding: output, as: UTF8.self), "[^", "\\[^")
    }

    private static func noted(_ text: String, _ from: String, _ to: String) -> String {
        guard text.contains(from) else { return text }
        let inner = text.replacing("\n" + from, with: "\n" + to)
        return inner.hasPrefix(from) ? to + inner.dropFirst(from.count) : inner
    }

    /// Where the code ends that begins with backticks there; behind the backticks if they are no code.
    private static func endOfCode(_ bytes: [UInt8], _ start: Int, _ missing: inout Set<Int>) -> Int {
        let length = bytes[start...].prefix { $0 == UInt8(ascii: "`") }.count
        var place = start + length
        guard !missing.contains(length) else { return place }
        while let next = bytes[place...].firstIndex(of: UInt8(ascii: "`")) {
            let run = bytes[next...].prefix { $0 == UInt8(ascii: "`") }.count
            place = next + run
            if run == length { return place }
        }
        missing.insert(length)
        return start + length
    }

    private static func formula(_ bytes: [UInt8], _ start: Int) -> (Formula, Int)? {
        let isDisplayed = start + 1 < bytes.count && bytes[start + 1] == UInt8(ascii: "$")
        let begin = start + (isDisplayed ? 2 : 1)
        guard begin < bytes.count, isDisplayed || !isSpace(bytes[begin]) else { return nil }
        var place = begin
        while place < bytes.count, place - begin < 4096 {
            if bytes[place] == UInt8(ascii: "\\") {
                place += 2
                continue
            }
            let isEmptyLine = bytes[place] == 10 && place + 1 < bytes.count && bytes[place + 1] == 10
            guard !isEmptyLine else { return nil }
            if bytes[place] == UInt8(ascii: "$") {
                if isDisplayed {
                    guard place + 1 < bytes.count, bytes[place + 1] == UInt8(ascii: "$") else { return nil }
                } else {
                    let next = place + 1 < bytes.count ? bytes[place + 1] : 0
                    guard place > begin, !isSpace(bytes[place - 1]), !(48...57).contains(next) else { return nil }
                }
                let end = place + (isDisplayed ? 2 : 1)
                return (
                    Formula(
                        tex: LaTeXScanner.trimmed(bytes[begin..<place]), isDisplayed: isDisplayed,
                        source: String(decoding: bytes[start..<end], as: UTF8.self)), end
                )
            }
            place += 1
        }
        return nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

    /// A text that has been read, in pieces: words, and formulas.
    func pieces(_ text: String) -> [(words: String, formula: Formula?)] {
        guard text.unicodeScalars.contains(Self.opening) else { return [(text, nil)] }
        var pieces: [(String, Formula?)] = []
        for (number, part) in text.unicodeScalars.split(separator: Self.opening, omittingEmptySubsequences: false)
            .enumerated()
        {
            let halves = part.split(separator: Self.closing, maxSplits: 1, omittingEmptySubsequences: false)
            if number > 0, halves.count == 2, let index = Int(String(halves[0])), formulas.indices.contains(index) {
                pieces.append(("", formulas[index]))
                if !halves[1].isEmpty { pieces.append((String(halves[1]), nil)) }
            } else if !part.isEmpty {
                pieces.append((String(part), nil))
            }
        }
        return pieces
    }

    /// A text with the formulas as they were written.
    func restored(_ text: String) -> String {
        Self.noted(pieces(text).map { $0.formula?.source ?? $0.words }.joined(), "\\[^", "[^")
    }
}
