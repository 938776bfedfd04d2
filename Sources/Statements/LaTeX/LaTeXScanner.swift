/// Reads LaTeX piece by piece, by the rules of its ordinary text. It never goes deeper than one piece: what is in braces or in
/// an environment is given as it stands there.
struct LaTeXScanner {
    enum Piece: Equatable {
        case text(String)
        /// `\name`, and whether a star follows.
        case command(String, isStarred: Bool)
        /// What stands between `{` and its `}`.
        case group(ArraySlice<UInt8>)
        /// A formula, and whether it stands on its own.
        case formula(String, isDisplayed: Bool)
        /// An empty line.
        case paragraph
        /// `&`, which parts cells.
        case cell
    }

    /// How many bytes are still looked at to find where something ends: so no text takes longer than its length allows.
    final class Effort {
        var left: Int

        init(_ left: Int) { self.left = left }
    }

    var rest: ArraySlice<UInt8>
    let effort: Effort

    init(_ text: ArraySlice<UInt8>, _ effort: Effort) { (rest, self.effort) = (text, effort) }

    /// The next piece; nil at the end.
    mutating func next() -> Piece? {
        skipComment()
        guard let byte = rest.first else { return nil }
        switch byte {
        case UInt8(ascii: "\\"): return command()
        case UInt8(ascii: "{"):
            guard let inner = braced() else {
                rest = rest.dropFirst()
                return .text("{")
            }
            return .group(inner)
        case UInt8(ascii: "}"):
            // One that closes nothing.
            rest = rest.dropFirst()
            return .text("}")
        case UInt8(ascii: "$"): return dollars()
        case UInt8(ascii: "&"):
            rest = rest.dropFirst()
            return .cell
        case UInt8(ascii: "~"):
            rest = rest.dropFirst()
            return .text("\u{a0}")
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): return space()
        default: return .text(words())
        }
    }

    // MARK: Pieces

    /// A comment, with the end of its line and what the next one begins with.
    mutating func skipComment() {
        while rest.first == UInt8(ascii: "%") {
            rest = rest.drop { $0 != UInt8(ascii: "\n") }.dropFirst()
            let next = rest.drop { $0 == 32 || $0 == 9 }
            // An empty line behind it ends the paragraph all the same.
            if next.first != UInt8(ascii: "\n") { rest = next }
        }
    }

    private mutating func space() -> Piece {
        let spaces = rest.prefix { $0 == 32 || (9...13).contains($0) }
        rest = rest[spaces.endIndex...]
        return spaces.count { $0 == UInt8(ascii: "\n") } > 1 ? .paragraph : .text(" ")
    }

    private mutating func words() -> String {
        let ends = Array("\\{}$&~ \t\n\r%".utf8)
        let words = rest.prefix { !ends.contains($0) }
        rest = rest[words.endIndex...]
        return String(decoding: words, as: UTF8.self)
    }

    mutating func command() -> Piece {
        rest = rest.dropFirst()
        let letters = rest.prefix { (65...90).contains($0) || (97...122).contains($0) }
        if letters.isEmpty {
            guard let sign = rest.first else { return .text("\\") }
            rest = rest.dropFirst()
            switch sign {
            case UInt8(ascii: "("): return formula(until: "\\)", isDisplayed: false)
            case UInt8(ascii: "["): return formula(until: "\\]", isDisplayed: true)
            case 128...: return .text("\\" + String(decoding: [sign] + takeContinuation(), as: UTF8.self))
            default: break
            }
            return .command(String(decoding: [sign], as: UTF8.self), isStarred: false)
        }
        rest = rest[letters.endIndex...]
        let isStarred = rest.first == UInt8(ascii: "*")
        if isStarred { rest = rest.dropFirst() }
        let name = String(decoding: letters, as: UTF8.self)
        // What ends a name is no space of the text.
        if name != "verb", !isStarred { rest = skippingSpaces(rest) }
        return .command(name, isStarred: isStarred)
    }

    private mutating func takeContinuation() -> [UInt8] {
        let bytes = rest.prefix { $0 & 0xC0 == 0x80 }
        rest = rest[bytes.endIndex...]
        return Array(bytes)
    }

    private func skippingSpaces(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let next = bytes.drop { $0 == 32 || $0 == 9 }
        // One end of a line is a space, too; two are a paragraph's.
        guard next.first == UInt8(ascii: "\n") else { return next }
        let behind = next.dropFirst().drop { $0 == 32 || $0 == 9 }
        return behind.first == UInt8(ascii: "\n") ? next : behind
    }

    private mutating func dollars() -> Piece {
        let isDisplayed = rest.starts(with: [UInt8(ascii: "$"), UInt8(ascii: "$")])
        rest = rest.dropFirst(isDisplayed ? 2 : 1)
        return formula(until: isDisplayed ? "$$" : "$", isDisplayed: isDisplayed)
    }

    private mutating func formula(until end: String, isDisplayed: Bool) -> Piece {
        let end = Array(end.utf8)
        var place = rest.startIndex
        var hasEmptyLine = false
        while place < rest.endIndex, !hasEmptyLine, place - rest.startIndex < effort.left {
            if rest[place...].starts(with: end) {
                let inner = rest[..<place]
                rest = rest[(place + end.count)...]
                return .formula(Self.trimmed(inner), isDisplayed: isDisplayed)
            }
            hasEmptyLine =
                rest[place] == UInt8(ascii: "\n")
                && rest[(place + 1)...].first { $0 != 32 && $0 != 9 && $0 != 13 } == UInt8(ascii: "\n")
            place += rest[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        effort.left -= place - rest.startIndex
        return .text(end == Array("$".utf8) || end == Array("$$".utf8) ? String(decoding: end, as: UTF8.self) : "\\")
    }

    static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
        let isSpace: (UInt8) -> Bool = { $0 == 32 || (9...13).contains($0) }
        var bytes = bytes.drop(while: isSpace)
        while let last = bytes.last, isSpace(last) { bytes = bytes.dropLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    // MARK: Where things end

    mutating func braced() -> ArraySlice<UInt8>? {
        guard let end = end(of: rest.dropFirst(), at: UInt8(ascii: "}")) else { return nil }
        let inner = rest[rest.index(after: rest.startIndex)..<end]
        rest = rest[(end + 1)...]
        return inner
    }

    /// Where the bracket is that ends what `bytes` begin with; nil if there is none.
    mutating func end(of bytes: ArraySlice<UInt8>, at closing: UInt8) -> Int? {
        var (place, depth) = (bytes.startIndex, 0)
        defer { effort.left -= place - bytes.startIndex + 1 }
        while place < bytes.endIndex, place - bytes.startIndex < effort.left {
            switch bytes[place] {
            case closing where depth == 0: return place
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}"):
                guard depth > 0 else { return nil }
                depth -= 1
            case UInt8(ascii: "%"):
                place = bytes[place...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex - 1
            case UInt8(ascii: "\\"):
                if bytes[place...].starts(with: "\\verb".utf8), let end = Self.endOfVerb(bytes[(place + 5)...]) {
                    place = end
                } else {
                    place += 1
                }
            default: break
            }
            place += 1
        }
        place = min(place, bytes.endIndex)
        return nil
    }

    /// Where the second sign of a `\verb` is, whose first one `bytes` begin with.
    private static func endOfVerb(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard let sign = bytes.first, !(97...122).contains(sign), !(65...90).contains(sign) else { return nil }
        let line = bytes.dropFirst().prefix { $0 != UInt8(ascii: "\n") }
        return line.firstIndex(of: sign)
    }
}
