/// Finds what a source in Java has to be called: as its public type. Pure.
enum JavaSource {
    private static let modifiers: Set<Substring> = [
        "final", "abstract", "sealed", "non-sealed", "strictfp", "static",
    ]
    private static let kinds: Set<Substring> = ["class", "interface", "enum", "record", "@interface"]

    /// The name of the public type outermost in a source; nil if it has none.
    static func publicType(in source: [UInt8]) -> String? {
        let outermost = outermost(String(decoding: source, as: UTF8.self))
        let words = outermost.split { $0.isWhitespace || "<(){};".contains($0) }
        var isPublic = false
        for (index, word) in words.enumerated() {
            if word == "public" {
                isPublic = true
            } else if isPublic, kinds.contains(word), index + 1 < words.count {
                let name = words[index + 1]
                return name.utf8.count <= 200
                    && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "$" }
                    ? String(name) : nil
            } else if !modifiers.contains(word) {
                isPublic = false
            }
        }
        return nil
    }

    /// What stands outside of braces, comments and texts.
    private static func outermost(_ source: String) -> String {
        var found = ""
        var depth = 0
        var rest = source[...]
        while let character = rest.first {
            if rest.hasPrefix("//") {
                rest = rest.drop { !$0.isNewline }
            } else if rest.hasPrefix("/*") {
                rest = rest.dropFirst(2).firstRange(of: "*/").map { rest[$0.upperBound...] } ?? ""
                found += " "
            } else if character == "\"" || character == "'" {
                rest = behindText(rest)
            } else {
                rest = rest.dropFirst()
                switch character {
                case "{": depth += 1
                case "}": depth -= 1
                default: if depth == 0 { found.append(character) }
                }
                if depth == 0, character == "}" { found.append(";") }
            }
        }
        return found
    }

    /// What follows a text that `rest` begins with.
    private static func behindText(_ rest: Substring) -> Substring {
        let quote = rest.first
        var rest = rest.dropFirst()
        while let character = rest.first {
            rest = rest.dropFirst()
            if character == "\\" { rest = rest.dropFirst() }
            if character == quote || character.isNewline { break }
        }
        return rest
    }
}
