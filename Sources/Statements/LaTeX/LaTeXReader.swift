extension Statement {
    /// Reads the LaTeX that problem packages are written in. What it does not know is shown as text, and among the warnings.
    /// - Parameters:
    ///   - bytes: UTF-8; what is none is replaced.
    ///   - constants: what stands for `\\constant{name}`.
    /// - Throws: ``StatementError`` if it is too long.
    public init(latex bytes: [UInt8], constants: [String: String] = [:]) throws(StatementError) {
        let text = Array(try Self.text(bytes).utf8)
        var reader = LaTeXReader(effort: 24 * text.count + 4096, constants: constants)
        let blocks = reader.blocks(text[...], depth: 0)
        self.init(title: reader.title, blocks: blocks, warnings: reader.warnings)
    }
}

/// Makes a statement of LaTeX.
struct LaTeXReader {
    private(set) var warnings: [String] = []
    var title: String?
    /// What stands for commands that the text defines.
    var definitions: [String: ArraySlice<UInt8>] = [:]
    let constants: [String: String]
    let effort: LaTeXScanner.Effort

    init(effort: Int, constants: [String: String] = [:]) {
        (self.effort, self.constants) = (LaTeXScanner.Effort(effort), constants)
    }

    /// Something is not as it was meant: said once.
    mutating func warn(_ text: String) {
        let text = String(text.prefix(200))
        guard warnings.count < Statement.mostWarnings, !warnings.contains(text) else { return }
        warnings.append(text)
    }

    /// All that a text says.
    /// - Parameters:
    ///   - text: the text.
    ///   - depth: in how many others it is.
    ///   - isGroup: whether it is in braces in the midst of a line.
    mutating func blocks(_ text: ArraySlice<UInt8>, depth: Int, isGroup: Bool = false) -> [Statement.Block] {
        guard depth < Statement.deepest, effort.left > 0 else {
            warn("the text is nested too deeply: a part of it is shown as it was written")
            return [.paragraph([.code(String(decoding: text, as: UTF8.self))])]
        }
        var scanner = LaTeXScanner(text, effort)
        var builder = BlockBuilder()
        while let piece = scanner.next() {
            switch piece {
            case .text(let words): builder.add(Statement.typography(words))
            case .group(let inner): builder.add(contentsOf: blocks(inner, depth: depth + 1, isGroup: true))
            case .formula(let written, let isDisplayed):
                let formula = filled(written)
                if isDisplayed { builder.add(block: .formula(formula)) } else { builder.add(.formula(formula)) }
            case .paragraph: builder.endParagraph()
            case .cell: builder.add(" ")
            case .command(let name, let isStarred):
                command(name, isStarred, &scanner, &builder, depth: depth)
            }
        }
        return isGroup ? builder.finishGroup() : builder.finish()
    }

    /// A text as one line.
    mutating func line(_ text: ArraySlice<UInt8>, depth: Int) -> [Statement.Inline] {
        BlockBuilder.inlines(blocks(text, depth: depth + 1, isGroup: true))
    }

    private mutating func command(
        _ name: String, _ isStarred: Bool, _ scanner: inout LaTeXScanner, _ builder: inout BlockBuilder, depth: Int
    ) {
        if let body = definitions[name] {
            effort.left -= body.count + 16
            builder.add(contentsOf: blocks(body, depth: depth + 1, isGroup: true))
        } else if let text = LaTeXWords.texts[name] {
            builder.add(text)
        } else if let mark = LaTeXWords.accents[name] {
            builder.add(accented(scanner.argument(), mark, depth))
        } else if let style = LaTeXWords.styles[name] {
            guard let argument = scanner.argument() else { return }
            builder.add(.styled(style, line(argument, depth: depth)))
        } else if let style = LaTeXWords.switches[name] {
            // `\bf{…}` is meant as a command with an argument, whatever TeX would make of it.
            let inner = scanner.isAtGroup ? scanner.argument() : scanner.remainder()
            apply(style, inner ?? [], &builder, depth)
        } else if LaTeXWords.transparent.contains(name) {
            if name == "resizebox" { for _ in 0..<2 { _ = scanner.argument() } }
            _ = scanner.option()
            guard scanner.isAtGroup, let argument = scanner.argument() else { return }
            builder.add(contentsOf: blocks(argument, depth: depth + 1, isGroup: true))
        } else if let arguments = LaTeXWords.ignored[name] {
            _ = scanner.option()
            for _ in 0..<arguments { _ = scanner.argument() }
        } else if let level = LaTeXWords.headings[name] {
            _ = scanner.option()
            guard let argument = scanner.argument() else { return }
            builder.add(block: .heading(level, line(argument, depth: depth)))
        } else if let heading = LaTeXWords.named[name] {
            builder.add(block: .heading(1, [.text(heading)]))
        } else {
            other(name, isStarred, &scanner, &builder, depth)
        }
    }

    /// What follows looks so; parts that stand for themselves stay what they are.
    private mutating func apply(
        _ style: Statement.Style, _ text: ArraySlice<UInt8>, _ builder: inout BlockBuilder, _ depth: Int
    ) {
        for block in blocks(text, depth: depth + 1, isGroup: true) {
            if case .paragraph(let inlines) = block {
                builder.add(.styled(style, inlines))
            } else {
                builder.add(block: block)
            }
        }
    }

    private mutating func accented(_ argument: ArraySlice<UInt8>?, _ mark: Unicode.Scalar, _ depth: Int) -> String {
        guard let argument else { return "" }
        var text = LaTeXScanner.trimmed(argument)
        if text == "\\i" { text = "i" }
        if text == "\\j" { text = "j" }
        guard let first = text.unicodeScalars.first, first.properties.isAlphabetic else { return text }
        var scalars = String.UnicodeScalarView([first, mark])
        scalars.append(contentsOf: text.unicodeScalars.dropFirst())
        return String(scalars)
    }
}
