/// Takes the program out of an answer in Markdown, by the rules that SandboxFusion has.
///
/// Of the blocks between fences, those in the wanted language go before others, and the first one counts. Without a whole
/// block, one whose fence is never closed counts; without any, in Python, what begins like a definition does, and in Bash all of
/// it.
public enum CodeExtraction {
    /// When a program is taken out of what a sample says.
    public enum Rule: String, Hashable, Sendable, CaseIterable {
        /// Where there is a fence in it.
        case auto
        /// Always: an answer without code is an empty program.
        case always
        /// Never.
        case never
    }

    private struct Block {
        var label: String
        var code: String
    }

    /// The program in `answer`.
    /// - Parameters:
    ///   - answer: the whole text.
    ///   - language: the id of the wanted language.
    ///   - rule: when anything is taken out of it.
    public static func code(in answer: String, language: String, by rule: Rule) -> String {
        guard rule == .always || rule == .auto && answer.contains("```") else { return answer }
        let lines = lines(of: answer)
        let (whole, open) = blocks(in: lines)
        return (chosen(whole, language) ?? open)?.code ?? unfenced(in: lines, language) ?? ""
    }

    /// The first program in `answer`, whatever language its fence names.
    /// - Parameters:
    ///   - answer: the whole text.
    ///   - language: the id of the language that a program without fences is looked for in.
    static func firstBlock(in answer: String, language: String) -> String {
        let lines = lines(of: answer)
        let (whole, open) = blocks(in: lines)
        return (whole.first ?? open)?.code ?? unfenced(in: lines, language) ?? ""
    }

    /// The lines of an answer, whatever system they are from.
    private static func lines(of answer: String) -> [Substring] {
        answer.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    }

    /// Whether the first line that is not blank stands farther in than a program can begin.
    static func beginsIndented(_ code: String) -> Bool {
        let line = code.split(whereSeparator: \.isNewline).first { !$0.allSatisfy(\.isWhitespace) }
        return line?.first?.isWhitespace == true
    }

    /// A whole program up to its `main`, where it has one and tests bring their own.
    /// - Parameters:
    ///   - code: the program.
    ///   - language: the id of its language.
    static func withoutMain(_ code: String, language: String) -> String {
        let start: String
        switch language {
        case "c", "cpp": start = "int main("
        case "rust": start = "fn main("
        default: return code
        }
        let lines = code.split(separator: "\n", omittingEmptySubsequences: false)
        guard let end = lines.firstIndex(where: { $0.hasPrefix(start) || $0.hasPrefix("pub " + start) }) else {
            return code
        }
        return lines[..<end].map { $0 + "\n" }.joined()
    }

    /// The blocks between fences, and what follows a fence that is not closed.
    private static func blocks(in lines: [Substring]) -> (whole: [Block], open: Block?) {
        var whole: [Block] = []
        var current: (label: String, start: Int)?
        for (index, line) in lines.enumerated() {
            if let (label, start) = current {
                // The closing fence may be indented, and be followed by anything.
                guard line.drop(while: \.isWhitespace).hasPrefix("```") else { continue }
                whole.append(Block(label: label, code: lines[start..<index].joined(separator: "\n")))
                current = nil
            } else if let fence = line.firstRange(of: "```") {
                current = (line[fence.upperBound...].withoutBlanksAround, index + 1)
            }
        }
        let open = current.map { Block(label: $0.label, code: lines[$0.start...].joined(separator: "\n")) }
        return (whole, open)
    }

    private static func chosen(_ blocks: [Block], _ language: String) -> Block? {
        blocks.first { languages[$0.label.lowercased()] == language } ?? blocks.first
    }

    /// The program in a text without fences; nil if none can be made out.
    private static func unfenced(in lines: [Substring], _ language: String) -> String? {
        switch language {
        case "python3", "pypy3": definitions(in: lines)
        case "bash": lines.filter { !$0.allSatisfy(\.isWhitespace) }.joined(separator: "\n") + "\n"
        default: nil
        }
    }

    /// Functions and classes at the beginning of lines, from the first one's imports to the last line that belongs to it.
    private static func definitions(in lines: [Substring]) -> String? {
        let lines = lines.filter { !$0.allSatisfy(\.isWhitespace) }
        guard let start = lines.firstIndex(where: { $0.hasPrefix("def ") || $0.hasPrefix("class ") }) else {
            return nil
        }
        let head = lines[..<start].reversed().prefix { line in
            ["import", "from", "#"].contains { line.hasPrefix($0) }
        }.reversed()
        let body = lines[(start + 1)...].prefix { $0.first?.isWhitespace == true }
        guard !body.isEmpty else { return nil }
        return (head + [lines[start]] + body).joined(separator: "\n") + "\n"
    }

    /// What stands behind a fence, in lower case, and the language that it means.
    private static let languages: [String: String] = [
        "python": "python3", "py": "python3", "python3": "python3", "cpp": "cpp", "c++": "cpp", "c": "c",
        "javascript": "javascript", "js": "javascript", "go": "go", "golang": "go", "java": "java", "php": "php",
        "csharp": "csharp", "c#": "csharp", "cs": "csharp", "bash": "bash", "sh": "bash", "shell": "bash",
        "rust": "rust",
        "rs": "rust", "d": "d", "lua": "lua", "perl": "perl", "r": "r", "ruby": "ruby", "rb": "ruby", "scala": "scala",
        "kotlin": "kotlin", "kt": "kotlin", "racket": "racket", "swift": "swift", "haskell": "haskell",
        "typescript": "typescript", "ts": "typescript", "julia": "julia", "jl": "julia", "sql": "sql", "html": "html",
        "verilog": "verilog",
    ]
}

extension Substring {
    /// The text without blanks around it.
    var withoutBlanksAround: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
