/// Puts a statement's parts together as they come.
struct BlockBuilder {
    private var blocks: [Statement.Block] = []
    private var line: [Statement.Inline] = []

    /// Text goes on.
    mutating func add(_ text: String) {
        if case .text(let before)? = line.last {
            // Spaces that follow each other are one.
            let added = before.last == " " ? String(text.drop { $0 == " " }) : text
            line[line.count - 1] = .text(before + added)
        } else if !text.isEmpty {
            line.append(.text(text))
        }
    }

    mutating func add(_ inline: Statement.Inline) { line.append(inline) }

    /// Something that stands for itself: the paragraph before it ends.
    mutating func add(block: Statement.Block) {
        endParagraph()
        blocks.append(block)
    }

    /// What was put together elsewhere: a line goes on in the line.
    mutating func add(contentsOf others: [Statement.Block]) {
        if others.count == 1, case .paragraph(let inlines) = others[0] {
            for inline in inlines {
                if case .text(let text) = inline { add(text) } else { add(inline) }
            }
        } else {
            for block in others { add(block: block) }
        }
    }

    mutating func endParagraph() {
        let trimmed = Self.trimmed(line)
        if !trimmed.isEmpty { blocks.append(.paragraph(trimmed)) }
        line = []
    }

    mutating func finish() -> [Statement.Block] {
        endParagraph()
        return blocks
    }

    /// What was put together, where it is in the midst of a line: the spaces at its ends stay.
    mutating func finishGroup() -> [Statement.Block] {
        guard blocks.isEmpty, !line.isEmpty else { return finish() }
        return [.paragraph(line)]
    }

    /// Blocks as one line.
    static func inlines(_ blocks: [Statement.Block]) -> [Statement.Inline] {
        var line: [Statement.Inline] = []
        for block in blocks {
            if !line.isEmpty { line.append(.lineBreak) }
            switch block {
            case .heading(_, let inlines), .paragraph(let inlines): line += inlines
            case .list(_, let items): line += items.flatMap { inlines($0) + [.lineBreak] }.dropLast()
            case .code(let text): line.append(.code(text))
            case .quote(let inner): line += inlines(inner)
            case .table(let rows): line += rows.flatMap { $0.flatMap { $0 + [.text(" ")] } + [.lineBreak] }.dropLast()
            case .formula(let formula): line.append(.formula(formula))
            case .figure(let image, let caption): line += [.image(image, alternative: "")] + caption
            case .rule: break
            }
        }
        return line
    }

    private static func trimmed(_ line: [Statement.Inline]) -> [Statement.Inline] {
        var line = line[...]
        while let first = line.first {
            if case .text(let text) = first {
                let rest = String(text.drop { $0 == " " })
                line = line.dropFirst()
                if !rest.isEmpty { return trimmedEnd([.text(rest)] + line) }
            } else if first == .lineBreak {
                line = line.dropFirst()
            } else {
                break
            }
        }
        return trimmedEnd(Array(line))
    }

    private static func trimmedEnd(_ line: [Statement.Inline]) -> [Statement.Inline] {
        var line = line
        while let last = line.last {
            if case .text(let text) = last {
                var rest = Substring(text)
                while rest.last == " " { rest = rest.dropLast() }
                line.removeLast()
                if !rest.isEmpty { return line + [.text(String(rest))] }
            } else if last == .lineBreak {
                line.removeLast()
            } else {
                break
            }
        }
        return line
    }
}
