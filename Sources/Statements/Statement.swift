/// What people read of a problem, whatever it was written in: a tree that has nothing in it that a browser would run.
public struct Statement: Hashable, Sendable {
    /// The title that the text itself names; nil if it names none.
    public var title: String?
    /// What it says.
    public var blocks: [Block]
    /// What was not understood and is shown as text, or left out: a line each, for whoever wrote it.
    public var warnings: [String]

    /// A statement of these parts.
    public init(title: String? = nil, blocks: [Block] = [], warnings: [String] = []) {
        (self.title, self.blocks, self.warnings) = (title, blocks, warnings)
    }

    /// A part that stands for itself.
    public indirect enum Block: Hashable, Sendable {
        /// A heading: 1 is the largest.
        case heading(Int, [Inline])
        /// A paragraph.
        case paragraph([Inline])
        /// A list; the first number of one that is counted, nil for one that is not.
        case list(start: Int?, items: [[Block]])
        /// Text as it stands there.
        case code(String)
        /// What somebody else says.
        case quote([Block])
        /// A table: rows of cells.
        case table([[[Inline]]])
        /// A formula on its own, in TeX.
        case formula(String)
        /// A picture with what stands below it.
        case figure(image: String, caption: [Inline])
        /// A line from one side to the other.
        case rule
    }

    /// A part of a line.
    public indirect enum Inline: Hashable, Sendable {
        /// Text.
        case text(String)
        /// Text as it stands there.
        case code(String)
        /// Text that looks otherwise.
        case styled(Style, [Inline])
        /// A link; where to is checked when it is written.
        case link(String, [Inline])
        /// A picture of the package, by its name, and what it shows in words.
        case image(String, alternative: String)
        /// A formula, in TeX.
        case formula(String)
        /// The line ends here.
        case lineBreak
    }

    /// How text looks.
    public enum Style: String, Hashable, Sendable, CaseIterable {
        /// Bold.
        case strong
        /// Slanted.
        case emphasis = "em"
        /// Underlined.
        case underlined = "u"
        /// Struck through.
        case struck = "s"
        /// Above the line.
        case superscript = "sup"
        /// Below the line.
        case `subscript` = "sub"
        /// With a fixed width.
        case fixed = "code"
    }
}

/// Why a text cannot be shown.
public struct StatementError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, and what to do.
    public var description: String

    init(_ description: String) { self.description = description }
}

extension Statement {
    /// The largest text that is read.
    public static let largest = 256 << 10
    /// How deep parts may be in each other.
    static let deepest = 24
    /// How many warnings are kept: whoever made more made all in the same way.
    static let mostWarnings = 50

    /// The text of `bytes`: what is no UTF-8 is replaced.
    static func text(_ bytes: [UInt8]) throws(StatementError) -> String {
        guard bytes.count <= largest else {
            throw StatementError("the text has \(bytes.count) bytes, and at most \(largest) are shown; shorten it")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// All that it says, as one line of words, at most so many bytes: what it is found by.
    public func words(atMost limit: Int) -> String {
        var text = PlainText(limit: limit)
        for block in blocks { text.add(block) }
        return text.text.last == " " ? String(text.text.dropLast()) : text.text
    }
}

/// The words of a statement.
private struct PlainText {
    let limit: Int
    private(set) var text = ""

    init(limit: Int) { self.limit = limit }

    mutating func add(_ block: Statement.Block) {
        switch block {
        case .heading(_, let inlines), .paragraph(let inlines), .figure(_, let inlines): add(inlines)
        case .list(_, let items): for item in items { for block in item { add(block) } }
        case .code(let code): add(code)
        case .quote(let blocks): for block in blocks { add(block) }
        case .table(let rows): for cell in rows.joined() { add(cell) }
        case .formula, .rule: break
        }
        add(" ")
    }

    private mutating func add(_ inlines: [Statement.Inline]) {
        for inline in inlines {
            switch inline {
            case .text(let words), .code(let words): add(words)
            case .styled(_, let inner), .link(_, let inner): add(inner)
            case .lineBreak: add(" ")
            case .image, .formula: break
            }
        }
    }

    private mutating func add(_ words: String) {
        for character in words {
            guard text.utf8.count + character.utf8.count <= limit else { return }
            if character.isWhitespace {
                if text.last != " ", !text.isEmpty { text.append(" ") }
            } else {
                text.append(character)
            }
        }
    }
}
