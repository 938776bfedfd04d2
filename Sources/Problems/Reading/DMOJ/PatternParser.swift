/// A part of a pattern.
indirect enum PatternNode {
    case one(PythonPattern.Characters)
    case place(PythonPattern.Place)
    case all([PatternNode])
    case either([PatternNode])
    /// A group whose beginning and end are kept at a place and the one behind it.
    case named(Int, PatternNode)
    case look(isNegated: Bool, PatternNode)
    /// So often at least, and at most, if there is a most.
    case repeated(PatternNode, Int, Int?, isLazy: Bool)
}

/// Reads the text of a ``PythonPattern``.
struct PatternParser {
    private typealias Characters = PythonPattern.Characters

    private static let mostDepth = 40
    private static let mostRepetitions = 1000
    private static let any = Characters(ranges: [0x0A...0x0A], isNegated: true)
    private static let escapes: [Unicode.Scalar: UInt32] = [
        "n": 0x0A, "r": 0x0D, "t": 0x09, "f": 0x0C, "v": 0x0B, "a": 0x07,
    ]

    private var rest: Substring.UnicodeScalarView
    private var depth = 0
    /// Where groups with names are kept.
    private(set) var groups: [String: Int] = [:]

    /// The character that is read next; nil at the end.
    var next: Unicode.Scalar? { rest.first }

    init(_ text: String) { rest = Substring(text).unicodeScalars }

    /// What stands up to a `)` or the end.
    mutating func alternatives() throws(PythonPattern.Malformed) -> PatternNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.mostDepth else { throw PythonPattern.Malformed(reason: "has groups in too many groups") }
        var all: [PatternNode] = []
        repeat { all.append(try sequence()) } while take("|")
        return all.count == 1 ? all[0] : .either(all)
    }

    private mutating func take(_ text: String) -> Bool {
        guard rest.starts(with: text.unicodeScalars) else { return false }
        rest.removeFirst(text.unicodeScalars.count)
        return true
    }

    private mutating func sequence() throws(PythonPattern.Malformed) -> PatternNode {
        var all: [PatternNode] = []
        while let character = next, character != "|", character != ")" {
            let node = try atom()
            guard let (least, most) = try repetition() else {
                all.append(node)
                continue
            }
            if case .place = node {
                throw PythonPattern.Malformed(reason: "repeats something that takes no characters")
            }
            guard !take("+") else { throw PythonPattern.Malformed(reason: "has a repetition that gives nothing back") }
            all.append(.repeated(node, least, most, isLazy: take("?")))
            guard try repetition() == nil else { throw PythonPattern.Malformed(reason: "repeats a repetition") }
        }
        return .all(all)
    }

    private mutating func atom() throws(PythonPattern.Malformed) -> PatternNode {
        switch rest.removeFirst() {
        case ".": return .one(Self.any)
        case "^": return .place(.start)
        case "$": return .place(.end)
        case "(": return try group()
        case "[": return .one(try characterClass())
        case "\\": return try escaped()
        case let character where "*+?".unicodeScalars.contains(character):
            throw PythonPattern.Malformed(reason: "has a \(character) with nothing before it")
        case let character: return .one(Characters(ranges: [character.value...character.value]))
        }
    }

    private mutating func group() throws(PythonPattern.Malformed) -> PatternNode {
        var (place, isNegated): (Int?, Bool?) = (nil, nil)
        if take("?P<") {
            var name = ""
            while let character = next, character != ">" { name.unicodeScalars.append(rest.removeFirst()) }
            guard take(">"), !name.isEmpty else { throw PythonPattern.Malformed(reason: "has a group without a name") }
            guard groups[name] == nil else { throw PythonPattern.Malformed(reason: "has two groups called \(name)") }
            place = 2 * groups.count
            groups[name] = place
        } else if take("?=") {
            isNegated = false
        } else if take("?!") {
            isNegated = true
        } else if !take("?:"), take("?") {
            throw PythonPattern.Malformed(reason: "has a kind of group, (?…), that is not known here")
        }
        let node = try alternatives()
        guard take(")") else { throw PythonPattern.Malformed(reason: "has a ( without a )") }
        if let isNegated { return .look(isNegated: isNegated, node) }
        return place.map { .named($0, node) } ?? node
    }

    /// How often what stands before is repeated; nil if no such thing follows.
    private mutating func repetition() throws(PythonPattern.Malformed) -> (Int, Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        guard next == "{" else { return nil }
        let before = rest
        rest.removeFirst()
        let least = digits()
        var most = least
        if take(",") { most = digits() } else if least.isEmpty { most = "x" }
        guard take("}"), most != "x" else {
            // Such a brace is a character like others.
            rest = before
            return nil
        }
        let (first, last) = (least.isEmpty ? 0 : Int(least), most.isEmpty ? nil : Int(most))
        guard let first, first <= Self.mostRepetitions,
            most.isEmpty || last.map({ $0 <= Self.mostRepetitions }) ?? false,
            first <= last ?? first
        else { throw PythonPattern.Malformed(reason: "repeats something too often, or fewer times than it has to") }
        return (first, last)
    }

    private mutating func digits() -> String {
        var text = ""
        while let character = next, ("0"..."9").contains(character) { text.unicodeScalars.append(rest.removeFirst()) }
        return text
    }

    private mutating func escaped() throws(PythonPattern.Malformed) -> PatternNode {
        guard let character = next else { throw PythonPattern.Malformed(reason: "ends with a \\") }
        let places: [Unicode.Scalar: PythonPattern.Place] = [
            "b": .wordBorder, "B": .noWordBorder, "A": .start, "Z": .veryEnd,
        ]
        if let place = places[character] {
            rest.removeFirst()
            return .place(place)
        }
        var one = Characters()
        try takeEscaped(into: &one)
        return .one(one)
    }

    /// Reads what stands behind a backslash and is one of some characters.
    /// - Returns: the character, if it is only one.
    @discardableResult
    private mutating func takeEscaped(into one: inout Characters) throws(PythonPattern.Malformed) -> UInt32? {
        guard let character = rest.popFirst() else { throw PythonPattern.Malformed(reason: "ends with a \\") }
        switch character {
        case "d", "D": one.kinds.append((.digit, character == "D"))
        case "w", "W": one.kinds.append((.word, character == "W"))
        case "s", "S": one.kinds.append((.blank, character == "S"))
        default:
            let isName = character.properties.isAlphabetic || character.properties.numericType != nil
            guard let value = Self.escapes[character] ?? (isName ? nil : character.value) else {
                throw PythonPattern.Malformed(reason: "has a \\\(character), which is not known here")
            }
            one.ranges.append(value...value)
            return value
        }
        return nil
    }

    private mutating func characterClass() throws(PythonPattern.Malformed) -> Characters {
        var one = Characters()
        one.isNegated = take("^")
        var isFirst = true
        while true {
            guard let character = rest.popFirst() else { throw PythonPattern.Malformed(reason: "has a [ without a ]") }
            guard character != "]" || isFirst else { return one }
            isFirst = false
            var first: UInt32? = character.value
            if character == "\\" {
                first = try takeEscaped(into: &one)
            } else {
                one.ranges.append(character.value...character.value)
            }
            // A hyphen at the end is one of the characters.
            let before = rest
            guard take("-"), let end = rest.popFirst(), end != "]" else {
                rest = before
                continue
            }
            var other = Characters()
            let last = end == "\\" ? try takeEscaped(into: &other) : end.value
            guard let first, let last, first <= last else {
                throw PythonPattern.Malformed(
                    reason: "has a range whose end is before its beginning, or is no character")
            }
            one.ranges.append(first...last)
        }
    }
}
