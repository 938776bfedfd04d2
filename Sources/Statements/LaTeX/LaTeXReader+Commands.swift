extension LaTeXReader {
    /// Commands that each mean something of their own.
    mutating func other(
        _ name: String, _ isStarred: Bool, _ scanner: inout LaTeXScanner, _ builder: inout BlockBuilder, _ depth: Int
    ) {
        switch name {
        case "\\", "newline", "tabularnewline":
            _ = scanner.option()
            builder.add(.lineBreak)
        case "par": builder.endParagraph()
        case "verb", "lstinline":
            _ = scanner.option()
            builder.add(.code(scanner.isAtGroup ? text(scanner.argument()) : scanner.verbatim()))
        case "problemname", "problemtitle", "title":
            let words = Statement(blocks: [.paragraph(line(scanner.argument() ?? [], depth: depth))]).words(atMost: 500)
            if title == nil, !words.isEmpty { title = words }
        case "author", "source": _ = scanner.argument()
        case "includegraphics", "epsfbox":
            _ = scanner.option()
            builder.add(.image(text(scanner.argument()), alternative: ""))
        case "illustration":
            _ = scanner.argument()
            let image = text(scanner.argument())
            builder.add(block: .figure(image: image, caption: line(scanner.argument() ?? [], depth: depth)))
        case "caption":
            _ = scanner.option()
            builder.add(block: .paragraph([.styled(.emphasis, line(scanner.argument() ?? [], depth: depth))]))
        case "url", "nolinkurl":
            let address = text(scanner.argument())
            builder.add(.link(address, [.text(address)]))
        case "href":
            let address = text(scanner.argument()).replacing("\\%", with: "%").replacing("\\#", with: "#")
            builder.add(.link(address, line(scanner.argument() ?? [], depth: depth)))
        case "textcolor", "colorbox":
            _ = scanner.option()
            _ = scanner.argument()
            builder.add(contentsOf: blocks(scanner.argument() ?? [], depth: depth + 1, isGroup: true))
        case "footnote":
            builder.add(" (")
            for inline in line(scanner.argument() ?? [], depth: depth) { builder.add(inline) }
            builder.add(")")
        case "ref", "eqref", "pageref", "cite": builder.add(text(scanner.argument()))
        case "symbol", "char": builder.add("\u{fffd}")
        case "item": builder.add(" • ")
        case "rule", "hrule": rule(name, &scanner, &builder)
        case "multicolumn":
            for _ in 0..<2 { _ = scanner.argument() }
            builder.add(contentsOf: blocks(scanner.argument() ?? [], depth: depth + 1, isGroup: true))
        case "multirow":
            for _ in 0..<2 { _ = scanner.argument() }
            builder.add(contentsOf: blocks(scanner.argument() ?? [], depth: depth + 1, isGroup: true))
        case "newcommand", "renewcommand", "providecommand", "def", "DeclareMathOperator":
            definition(name, &scanner)
        case "frametitle": builder.add(block: .heading(1, line(scanner.argument() ?? [], depth: depth)))
        case "constant":
            let name = text(scanner.argument())
            if constants[name] == nil { warn("there is no constant \(name)") }
            builder.add(constants[name] ?? name)
        case "begin": begin(&scanner, &builder, depth)
        case "end":
            warn("\\end{\(text(scanner.argument()))} ends nothing")
        default:
            warn("\\\(name) is not known, and shown as text")
            // The space behind it was passed over with it.
            builder.add("\\" + name + (isStarred ? "* " : " "))
        }
    }

    private func rule(_ name: String, _ scanner: inout LaTeXScanner, _ builder: inout BlockBuilder) {
        if name == "rule" { for _ in 0..<2 { _ = scanner.argument() } }
        builder.add(block: .rule)
    }

    /// An argument as it stands there.
    func text(_ argument: ArraySlice<UInt8>?) -> String { argument.map { LaTeXScanner.trimmed($0) } ?? "" }

    // MARK: Environments

    private mutating func begin(_ scanner: inout LaTeXScanner, _ builder: inout BlockBuilder, _ depth: Int) {
        let name = text(scanner.argument())
        let isVerbatim = LaTeXWords.verbatim.contains(name)
        guard var inner = scanner.environment(name, isVerbatim: isVerbatim) else {
            warn("\\begin{\(name)} has no end")
            return
        }
        if isVerbatim {
            builder.add(block: .code(verbatim(inner, name)))
        } else if let wrapper = LaTeXWords.formulas[name] {
            let formula = filled(LaTeXScanner.trimmed(inner))
            builder.add(block: .formula(wrapper.map { "\\begin{\($0)}\(formula)\\end{\($0)}" } ?? formula))
        } else if let isCounted = LaTeXWords.lists[name] {
            builder.add(block: .list(start: isCounted ? 1 : nil, items: items(inner, depth)))
        } else if let arguments = LaTeXWords.tables[name] {
            builder.add(block: .table(rows(inner, arguments, depth)))
        } else if LaTeXWords.quotes.contains(name) {
            builder.add(block: .quote(blocks(inner, depth: depth + 1)))
        } else if let heading = LaTeXWords.named[name] {
            builder.add(block: .heading(1, [.text(heading)]))
            for block in blocks(inner, depth: depth + 1) { builder.add(block: block) }
        } else if !LaTeXWords.left.contains(name) {
            let arguments = LaTeXWords.environments[name]
            if arguments == nil { warn("\\begin{\(name)} is not known: only what is in it is shown") }
            inner = contents(inner, name, arguments ?? 0, depth)
            for block in blocks(inner, depth: depth + 1) { builder.add(block: block) }
        }
    }

    /// What is behind an environment's arguments; the first one of a problem is its title.
    private mutating func contents(
        _ inner: ArraySlice<UInt8>, _ name: String, _ arguments: Int, _ depth: Int
    ) -> ArraySlice<UInt8> {
        var scanner = LaTeXScanner(inner, effort)
        _ = scanner.option()
        for number in 0..<arguments {
            _ = scanner.option()
            // Whoever leaves some out has the text at once.
            guard scanner.isAtGroup, let argument = scanner.argument() else { break }
            guard name == "problem", number == 0, title == nil else { continue }
            title = Statement(blocks: [.paragraph(line(argument, depth: depth))]).words(atMost: 500)
        }
        return scanner.remainder()
    }

    /// Text as it stands there, without the end of the line that begins it.
    private func verbatim(_ inner: ArraySlice<UInt8>, _ name: String) -> String {
        var scanner = LaTeXScanner(inner, effort)
        if name != "verbatim" { _ = scanner.option() }
        if name == "minted" { _ = scanner.argument() }
        let text = String(decoding: scanner.remainder(), as: UTF8.self).replacing("\r\n", with: "\n")
        return String(text.first == "\n" ? text.dropFirst() : text[...])
    }

    private mutating func items(_ inner: ArraySlice<UInt8>, _ depth: Int) -> [[Statement.Block]] {
        LaTeXParts.items(inner, effort).map { item in
            var scanner = LaTeXScanner(item, effort)
            var blocks: [Statement.Block] = []
            if let label = scanner.option() {
                let words = line(label, depth: depth)
                if !words.isEmpty { blocks = [.paragraph([.styled(.strong, words), .text(" ")])] }
            }
            let rest = self.blocks(scanner.remainder(), depth: depth + 1)
            guard case .paragraph(let label)? = blocks.first, case .paragraph(let first)? = rest.first else {
                return blocks + rest
            }
            return [.paragraph(label + first)] + rest.dropFirst()
        }
    }

    private mutating func rows(_ inner: ArraySlice<UInt8>, _ arguments: Int, _ depth: Int) -> [[[Statement.Inline]]] {
        var scanner = LaTeXScanner(inner, effort)
        _ = scanner.option()
        for _ in 0..<arguments { _ = scanner.argument() }
        var rows: [[[Statement.Inline]]] = []
        for row in LaTeXParts.rows(scanner.remainder(), effort) {
            let cells = row.map { cell in trimmed(line(cell, depth: depth)) }
            // Lines between rows are none.
            if cells.count > 1 || cells.first?.isEmpty == false { rows.append(cells) }
        }
        return rows
    }

    private func trimmed(_ line: [Statement.Inline]) -> [Statement.Inline] {
        var builder = BlockBuilder()
        for inline in line {
            if case .text(let text) = inline { builder.add(text) } else { builder.add(inline) }
        }
        return BlockBuilder.inlines(builder.finish())
    }
}
