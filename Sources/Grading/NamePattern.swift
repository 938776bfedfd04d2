/// A pattern of names in folders, as `secret/*-{easy,hard}`: `*` stands for any text without a slash, and each of the
/// texts in braces for one name. It matches a name, and all names below one that it matches.
public struct NamePattern: Hashable, Sendable {
    /// The most bytes of a pattern.
    public static let lengthLimit = 1024
    /// The most names that braces may make of a pattern.
    public static let alternativeLimit = 256

    /// The pattern as it was written.
    public let text: String
    /// Without braces, each in parts between slashes.
    private let alternatives: [[[UInt8]]]

    /// Reads a pattern; nil if it is empty or too long, its braces do not match, or they make too many names.
    public init?(_ text: String) {
        guard !text.isEmpty, text.utf8.count <= Self.lengthLimit,
            let names = Self.expanded(Array(text.utf8))
        else { return nil }
        self.text = text
        alternatives = names.map { name in
            name.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: true).map(Array.init)
        }
    }

    /// Whether the pattern matches `name`, or a folder that it is in.
    public func matches(_ name: some StringProtocol) -> Bool {
        let parts = Array(name.utf8).split(separator: UInt8(ascii: "/"))
        return alternatives.contains { pattern in
            pattern.count <= parts.count && zip(pattern, parts).allSatisfy { Self.isMatch($0, $1) }
        }
    }

    /// Whether the pattern matches `name` itself.
    public func matches(exactly name: some StringProtocol) -> Bool {
        let parts = Array(name.utf8).split(separator: UInt8(ascii: "/"))
        return alternatives.contains { pattern in
            pattern.count == parts.count && zip(pattern, parts).allSatisfy { Self.isMatch($0, $1) }
        }
    }

    /// The names that braces make of `pattern`; nil if they do not match, or make too many.
    private static func expanded(_ pattern: [UInt8]) -> [[UInt8]]? {
        var waiting = [pattern]
        var names: [[UInt8]] = []
        while let next = waiting.popLast() {
            guard let open = next.firstIndex(of: UInt8(ascii: "{")) else {
                guard !next.contains(UInt8(ascii: "}")) else { return nil }
                names.append(next)
                continue
            }
            guard let (choices, close) = choices(in: next, from: open) else { return nil }
            for choice in choices { waiting.append(Array(next[..<open]) + choice + next[(close + 1)...]) }
            guard waiting.count + names.count <= alternativeLimit else { return nil }
        }
        return names
    }

    /// The texts between the brace at `open` and the one that closes it, and where that is.
    private static func choices(in pattern: [UInt8], from open: Int) -> (choices: [ArraySlice<UInt8>], close: Int)? {
        var depth = 0
        var start = open + 1
        var choices: [ArraySlice<UInt8>] = []
        for index in pattern.indices[open...] {
            switch pattern[index] {
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}"):
                depth -= 1
                guard depth == 0 else { continue }
                return (choices + [pattern[start..<index]], index)
            case UInt8(ascii: ",") where depth == 1:
                choices.append(pattern[start..<index])
                start = index + 1
            default: break
            }
        }
        return nil
    }

    /// Whether a part of a pattern matches a part of a name: after a mismatch the last star takes one byte more.
    private static func isMatch(_ pattern: [UInt8], _ name: ArraySlice<UInt8>) -> Bool {
        var place = 0
        var index = name.startIndex
        var star: (place: Int, index: Int)?
        while index < name.endIndex {
            if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
                star = (place, index)
                place += 1
            } else if place < pattern.count, pattern[place] == name[index] {
                place += 1
                index += 1
            } else if let last = star {
                star = (last.place, last.index + 1)
                (place, index) = (last.place + 1, last.index + 1)
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
