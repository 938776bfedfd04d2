internal import Coordinator
internal import Toolchains

/// A language as Piston lists it.
struct PistonRuntime: Sendable {
    let language: Language
    /// With three numbers, as selectors are compared with it.
    let version: String

    /// The runtime of a language; nil if Piston has no name for it, or its version is not known yet.
    init?(_ installed: InstalledLanguage) {
        guard !installed.language.foreignNames.piston.isEmpty, let version = installed.version else { return nil }
        language = installed.language
        self.version = VersionNumber.semantic(version)
    }

    /// What Piston calls the language.
    var name: String { language.foreignNames.piston.first ?? language.id }

    /// As it is listed.
    var json: JSONValue {
        var members: [String: JSONValue] = [
            "language": .text(name), "version": .text(version),
            "aliases": .array(language.foreignNames.piston.dropFirst().map { .text($0) }),
        ]
        if let runtime = language.foreignNames.pistonRuntime { members["runtime"] = .text(runtime) }
        return .object(members)
    }

    /// Whether a request means it: by the language's name or an alias, and a selector of its version.
    func matches(_ name: String, _ selector: String) -> Bool {
        language.foreignNames.piston.contains(name) && VersionSelector(selector)?.admits(version) == true
    }
}

/// Which versions a request takes: `*`, `3`, `3.10.x`, `3.10.0`, `^3.9.0`, `~3.10`, `>=3.9 <4`, `1.x || 2.x`. Pure.
struct VersionSelector: Hashable, Sendable {
    private struct Bound: Hashable {
        var least: [Int]
        /// The first one that is too much; nil: none is.
        var end: [Int]?
    }

    /// All of one list have to hold, of any of the lists.
    private var alternatives: [[Bound]] = []

    /// Reads a selector; nil if it is none.
    init?(_ text: String) {
        guard text.utf8.count <= 256 else { return nil }
        for alternative in text.split(separator: "||", omittingEmptySubsequences: false) {
            var bounds: [Bound] = []
            for part in alternative.split(separator: " ") {
                guard let bound = Self.bound(part) else { return nil }
                bounds.append(bound)
            }
            alternatives.append(bounds)
        }
    }

    /// Whether it takes that version, which has three numbers.
    func admits(_ version: String) -> Bool {
        let numbers = version.split(separator: ".").map { Int($0) ?? 0 }
        return alternatives.contains { bounds in
            bounds.allSatisfy { bound in
                !numbers.lexicographicallyPrecedes(bound.least)
                    && bound.end.map { numbers.lexicographicallyPrecedes($0) } ?? true
            }
        }
    }

    private static func bound(_ part: Substring) -> Bound? {
        let sign = part.prefix { "<>=^~".contains($0) }
        var rest = part.dropFirst(sign.count)
        if rest.hasPrefix("v") { rest = rest.dropFirst() }
        guard let numbers = numbers(rest) else { return nil }
        let least = numbers + Array(repeating: 0, count: 3 - numbers.count)
        // The next version that does not begin with the first so many numbers of this one.
        func next(_ count: Int) -> [Int]? {
            guard count > 0 else { return nil }
            return least.prefix(count - 1) + [least[count - 1] + 1] + Array(repeating: 0, count: 3 - count)
        }
        let following = [least[0], least[1], least[2] + 1]
        switch sign {
        case "", "=": return Bound(least: least, end: next(numbers.count))
        case ">=": return Bound(least: least)
        case ">": return Bound(least: numbers.count == 3 ? following : next(numbers.count) ?? [.max])
        case "<": return Bound(least: [0, 0, 0], end: least)
        case "<=": return Bound(least: [0, 0, 0], end: numbers.count == 3 ? following : next(numbers.count))
        case "~": return Bound(least: least, end: next(min(2, numbers.count)))
        case "^":
            let significant = numbers.firstIndex { $0 != 0 }.map { $0 + 1 } ?? numbers.count
            return Bound(least: least, end: next(significant))
        default: return nil
        }
    }

    /// The numbers before the first wildcard.
    private static func numbers(_ text: Substring) -> [Int]? {
        guard !text.isEmpty else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 3 else { return nil }
        var numbers: [Int] = []
        for part in parts {
            if ["*", "x", "X"].contains(part) { break }
            guard let number = Int(part), (0..<1_000_000).contains(number) else { return nil }
            numbers.append(number)
        }
        return numbers
    }
}
