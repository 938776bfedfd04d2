internal import CCmark

extension Statement {
    /// Reads Markdown (CommonMark) with formulas between dollar signs. HTML in it is shown as text, and among the warnings.
    /// - Parameter bytes: UTF-8; what is none is replaced.
    /// - Throws: ``StatementError`` if it is too long.
    public init(markdown bytes: [UInt8]) throws(StatementError) {
        let formulas = MarkdownFormulas(try Self.text(bytes))
        var reader = MarkdownReader(formulas)
        guard let blocks = reader.read() else {
            throw StatementError("there is no memory to read the text; try again")
        }
        self.init(blocks: blocks, warnings: reader.warnings)
    }
}

/// Makes a statement of what libcmark has read. It goes through the tree step by step, however deep that is.
private struct MarkdownReader {
    private(set) var warnings: [String] = []
    private let formulas: MarkdownFormulas
    /// What is being put together, the innermost last.
    private var open: [Open] = [Open()]
    /// How many parts are open that are not put together, as they are too deep.
    private var ignored = 0

    private struct Open {
        var blocks: [Statement.Block] = []
        var line: [Statement.Inline] = []
        var items: [[Statement.Block]] = []
    }

    init(_ formulas: MarkdownFormulas) { self.formulas = formulas }

    mutating func read() -> [Statement.Block]? {
        let bytes = Array(formulas.text.utf8)
        let root = unsafe bytes.withUnsafeBytes { bytes in
            unsafe cmark_parse_document(
                bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count,
                CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8 | CMARK_OPT_SMART)
        }
        guard let root = unsafe root else { return bytes.isEmpty ? [] : nil }
        defer { unsafe cmark_node_free(root) }
        guard let steps = unsafe cmark_iter_new(root) else { return nil }
        defer { unsafe cmark_iter_free(steps) }
        while true {
            let event = unsafe cmark_iter_next(steps)
            if event == CMARK_EVENT_DONE { break }
            guard let node = unsafe cmark_iter_get_node(steps) else { break }
            let step = unsafe MarkdownStep(node)
            if step.isLeaf {
                leaf(step)
            } else if event == CMARK_EVENT_ENTER {
                enter(step)
            } else {
                leave(step)
            }
        }
        return open[0].blocks
    }

    private mutating func warn(_ text: String) {
        guard warnings.count < Statement.mostWarnings, !warnings.contains(text) else { return }
        warnings.append(text)
    }

    // MARK: Steps

    private mutating func enter(_ step: MarkdownStep) {
        guard step.kind != .document else { return }
        guard ignored == 0, open.count < Statement.deepest else {
            warn("the text is nested too deeply: a part of it is shown without what it is in")
            ignored += 1
            return
        }
        open.append(Open())
    }

    private mutating func leave(_ step: MarkdownStep) {
        guard step.kind != .document else { return }
        guard ignored == 0 else {
            ignored -= 1
            return
        }
        guard let made = open.popLast(), !open.isEmpty else { return }
        let last = open.count - 1
        switch step.kind {
        case .paragraph: add(paragraph: made.line)
        case .heading: open[last].blocks.append(.heading(step.number, made.line))
        case .quote: open[last].blocks.append(.quote(made.blocks + rest(made.line)))
        case .item: open[last].items.append(made.blocks + rest(made.line))
        case .list: open[last].blocks.append(.list(start: step.isCounted ? step.number : nil, items: made.items))
        case .emphasis: open[last].line.append(.styled(.emphasis, made.line))
        case .strong: open[last].line.append(.styled(.strong, made.line))
        case .link: open[last].line.append(.link(formulas.restored(step.text), made.line))
        case .image:
            let words = Statement(blocks: [.paragraph(made.line)]).words(atMost: 1000)
            open[last].line.append(.image(formulas.restored(step.text), alternative: words))
        case .document, .text, .code, .codeBlock, .html, .space, .lineBreak, .rule, .other:
            open[last].line += made.line
            open[last].blocks += made.blocks
        }
    }

    private func rest(_ line: [Statement.Inline]) -> [Statement.Block] { line.isEmpty ? [] : [.paragraph(line)] }

    private mutating func leaf(_ step: MarkdownStep) {
        let last = open.count - 1
        switch step.kind {
        case .text: add(step.text)
        case .code: open[last].line.append(.code(formulas.restored(step.text)))
        case .codeBlock:
            let code = Statement.Block.code(formulas.restored(step.text))
            if ignored == 0 { open[last].blocks.append(code) } else { open[last].line += BlockBuilder.inlines([code]) }
        case .html:
            let text = formulas.restored(step.text)
            // A comment is for nobody.
            guard !(text.hasPrefix("<!--") && text.dropFirst(4).contains("-->")) else { return }
            warn("HTML is shown as text: \(text.prefix(60).debugDescription)")
            if step.isBlock { open[last].blocks.append(.paragraph([.text(text)])) } else { add(text) }
        case .space: add("\n")
        case .lineBreak: open[last].line.append(.lineBreak)
        case .rule: open[last].blocks.append(.rule)
        default: break
        }
    }

    /// Words with the formulas in them.
    private mutating func add(_ text: String) {
        for piece in formulas.pieces(text) {
            if let formula = piece.formula {
                open[open.count - 1].line.append(
                    formula.isDisplayed ? .formula("\\displaystyle " + formula.tex) : .formula(formula.tex))
            } else if case .text(let before)? = open[open.count - 1].line.last {
                open[open.count - 1].line[open[open.count - 1].line.count - 1] = .text(before + piece.words)
            } else {
                open[open.count - 1].line.append(.text(piece.words))
            }
        }
    }

    /// A formula that is a paragraph of its own stands on its own.
    private mutating func add(paragraph line: [Statement.Inline]) {
        let mark = "\\displaystyle "
        if line.count == 1, case .formula(let formula) = line[0], formula.hasPrefix(mark) {
            open[open.count - 1].blocks.append(.formula(String(formula.dropFirst(mark.count))))
        } else if let table = MarkdownTable.rows(line) {
            open[open.count - 1].blocks.append(.table(table))
        } else {
            open[open.count - 1].blocks.append(.paragraph(line))
        }
    }
}
