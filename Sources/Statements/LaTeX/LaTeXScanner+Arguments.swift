/// What follows a command.
extension LaTeXScanner {
    /// What is in the braces that follow, or the one piece that stands in place of them; nil if nothing follows.
    mutating func argument() -> ArraySlice<UInt8>? {
        skipSpace()
        guard let byte = rest.first else { return nil }
        if byte == UInt8(ascii: "{") { return braced() }
        guard byte != UInt8(ascii: "}") else { return nil }
        let start = rest
        if byte == UInt8(ascii: "\\") {
            _ = command()
        } else {
            // A whole character.
            rest = rest.dropFirst()
            while let next = rest.first, next & 0xC0 == 0x80 { rest = rest.dropFirst() }
        }
        return start[start.startIndex..<rest.startIndex]
    }

    /// What is in the brackets that follow; nil if none do.
    mutating func option() -> ArraySlice<UInt8>? {
        let before = rest
        skipSpace()
        guard rest.first == UInt8(ascii: "["), let end = end(of: rest.dropFirst(), at: UInt8(ascii: "]")) else {
            rest = before
            return nil
        }
        let inner = rest[rest.index(after: rest.startIndex)..<end]
        rest = rest[(end + 1)...]
        return inner
    }

    /// Whether braces follow at once.
    var isAtGroup: Bool { rest.first == UInt8(ascii: "{") }

    /// Goes on at the next such byte, or at the end.
    mutating func skip(to byte: UInt8) { rest = rest.drop { $0 != byte } }

    /// All that is left.
    mutating func remainder() -> ArraySlice<UInt8> {
        defer { rest = [] }
        return rest
    }

    /// What stands up to `\end{name}`, which is passed; nil if there is none. Others of the same name in it are passed over, but not
    /// where it is text as it stands there.
    mutating func environment(_ name: String, isVerbatim: Bool = false) -> ArraySlice<UInt8>? {
        let (begin, end) = (Array("\\begin{\(name)}".utf8), Array("\\end{\(name)}".utf8))
        var (place, depth) = (rest.startIndex, 0)
        while let found = rest[place...].firstIndex(of: UInt8(ascii: "\\")) {
            effort.left -= found - place + 1
            guard effort.left > 0 else { return nil }
            let here = rest[found...]
            if here.starts(with: end) {
                if depth == 0 {
                    let inner = rest[..<found]
                    rest = rest[(found + end.count)...]
                    return inner
                }
                depth -= 1
            } else if !isVerbatim, here.starts(with: begin) {
                depth += 1
            }
            // A sign behind a backslash is no other one: `\\end` ends a line.
            place = min(found + (here.dropFirst().first == UInt8(ascii: "\\") ? 2 : 1), rest.endIndex)
        }
        effort.left -= rest.endIndex - place
        return nil
    }

    /// `\verb|…|`: what stands between two of the same sign on a line.
    mutating func verbatim() -> String {
        guard let sign = rest.first, sign != UInt8(ascii: "\n") else { return "" }
        let inner = rest.dropFirst().prefix { $0 != sign && $0 != UInt8(ascii: "\n") }
        rest = rest[inner.endIndex...]
        if rest.first == sign { rest = rest.dropFirst() }
        return String(decoding: inner, as: UTF8.self)
    }

    mutating func skipSpace() {
        while true {
            rest = rest.drop { $0 == 32 || (9...13).contains($0) }
            guard rest.first == UInt8(ascii: "%") else { return }
            skipComment()
        }
    }
}
