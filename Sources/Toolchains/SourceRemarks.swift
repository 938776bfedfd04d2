/// What a source says to people only: comments, and in Python texts between three quotation marks, which are documentation where they
/// stand alone. What is said there of other sources loads none of them.
enum SourceRemarks {
    /// How a language writes remarks and texts.
    private struct Style {
        /// What begins a remark that ends with the line.
        let line: [[UInt8]]
        /// What begins and ends other remarks, and whether the beginning has to stand first in its line.
        let block: [(begin: [UInt8], end: [UInt8], isLineStart: Bool)]
        /// What encloses texts, in which no remark begins.
        let quotes: [UInt8]

        init(line: [String] = [], block: [(String, String)] = [], pages: [(String, String)] = [], quotes: String) {
            self.line = line.map { Array($0.utf8) }
            self.block =
                block.map { (Array($0.0.utf8), Array($0.1.utf8), false) }
                + pages.map { (Array($0.0.utf8), Array($0.1.utf8), true) }
            self.quotes = Array(quotes.utf8)
        }
    }

    private static let styles: [(kinds: Set<String>, style: Style)] = [
        (
            ["py", "py3", "pyw"],
            Style(line: ["#"], block: [("\"\"\"", "\"\"\""), ("'''", "'''")], quotes: "\"'")
        ),
        (
            [
                "js", "mjs", "cjs", "ts", "go", "java", "kt", "scala", "groovy", "swift", "dart", "c", "cc", "cpp",
                "cxx", "h",
                "hpp", "cs", "d", "php",
            ], Style(line: ["//"], block: [("/*", "*/")], quotes: "\"'`")
        ),
        // There an apostrophe may stand alone.
        (["rs"], Style(line: ["//"], block: [("/*", "*/")], quotes: "\"")),
        (["rb"], Style(line: ["#"], pages: [("=begin", "\n=end")], quotes: "\"'")),
        (["pl", "pm"], Style(line: ["#"], pages: [("=", "\n=cut")], quotes: "\"'")),
        (["lua"], Style(line: ["--"], block: [("--[[", "]]")], quotes: "\"'")),
        (["hs", "lhs"], Style(line: ["--"], block: [("{-", "-}")], quotes: "\"")),
        (["ml", "mli"], Style(block: [("(*", "*)")], quotes: "\"")),
        (["pas", "pp", "lpr"], Style(line: ["//"], block: [("(*", "*)"), ("{", "}")], quotes: "'")),
        (["adb", "ads", "ada"], Style(line: ["--"], quotes: "\"")),
    ]

    /// The source at `path` with blanks for its remarks; lines stay where they are. As it is, if it is in a language whose remarks are
    /// not known here.
    static func blanked(in text: [UInt8], of path: String) -> [UInt8] {
        guard let kind = FileName.extension(of: path)?.lowercased(),
            let style = styles.first(where: { $0.kinds.contains(kind) })?.style
        else { return text }
        var result = text
        var quotations = Quotations(in: text)
        var index = text.startIndex
        while index < text.endIndex {
            if let remark = block(at: index, in: text, style) ?? line(at: index, in: text, style) {
                for place in remark where result[place] > 0x20 { result[place] = 0x20 }
                index = remark.endIndex
            } else if style.quotes.contains(text[index]), let end = quotations.end(at: index) {
                index = end
            } else {
                index += 1
            }
        }
        return result
    }

    private static func block(at index: Int, in text: [UInt8], _ style: Style) -> Range<Int>? {
        for (begin, end, isLineStart) in style.block where text[index...].starts(with: begin) {
            if isLineStart, index > 0, text[index - 1] != UInt8(ascii: "\n") { continue }
            var place = index + begin.count
            while place < text.endIndex, !text[place...].starts(with: end) { place += 1 }
            return index..<min(place + end.count, text.endIndex)
        }
        return nil
    }

    private static func line(at index: Int, in text: [UInt8], _ style: Style) -> Range<Int>? {
        guard style.line.contains(where: { text[index...].starts(with: $0) }) else { return nil }
        return index..<(text[index...].firstIndex(of: UInt8(ascii: "\n")) ?? text.endIndex)
    }
}

/// The texts in quotation marks of a source, looked for from its beginning to its end.
struct Quotations {
    private let text: [UInt8]
    /// Up to where there is none that ends. So no byte is looked at once for each mark before it.
    private var unclosedBefore = 0

    init(in text: [UInt8]) { self.text = text }

    /// Behind the text that begins with the mark there; nil if it does not end in its line, or one before it does not.
    mutating func end(at index: Int) -> Int? {
        guard index >= unclosedBefore else { return nil }
        var place = index + 1
        while place < text.endIndex, text[place] != UInt8(ascii: "\n") {
            if text[place] == text[index] { return place + 1 }
            place += text[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        unclosedBefore = place
        return nil
    }
}
