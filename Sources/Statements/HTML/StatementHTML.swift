/// Writes a statement as HTML that has only what ``SafeHTML`` lets pass.
public struct StatementHTML: Sendable {
    /// Where a picture of the package is found, by the name that the text has for it; nil: there is none.
    public var image: @Sendable (String) -> String?
    /// The largest heading: `<h2>` where the page has an `<h1>` of its own.
    public var firstHeading = 2

    /// Writes statements whose pictures are found so.
    public init(image: @escaping @Sendable (String) -> String?) { self.image = image }

    /// The statement as HTML.
    /// - Throws: ``StatementError`` if that has anything in it that must not pass.
    public func text(of statement: Statement) throws(StatementError) -> String {
        var writing = Writing(image: image, firstHeading: firstHeading)
        for block in statement.blocks { writing.add(block) }
        try SafeHTML.check(writing.text)
        return writing.text
    }

    /// Text in which nothing means anything to a browser.
    static func escape(_ text: some StringProtocol) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "&": escaped += "&amp;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            // Controls are no characters of HTML; marks that turn the writing around would show something else than is there.
            case "\u{0}"..."\u{8}", "\u{b}"..."\u{1f}", "\u{7f}"..."\u{9f}", "\u{202a}"..."\u{202e}",
                "\u{2066}"..."\u{2069}":
                escaped += "\u{fffd}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

private struct Writing {
    let image: (String) -> String?
    let firstHeading: Int
    private(set) var text = ""

    init(image: @escaping (String) -> String?, firstHeading: Int) {
        (self.image, self.firstHeading) = (image, firstHeading)
    }

    mutating func add(_ block: Statement.Block) {
        switch block {
        case .heading(let level, let inlines): element("h\(max(1, min(6, level + firstHeading - 1)))", inlines)
        case .paragraph(let inlines): element("p", inlines)
        case .list(let start, let items): add(start, items)
        case .code(let code): text += "<pre><code>\(StatementHTML.escape(code))</code></pre>\n"
        case .quote(let blocks):
            text += "<blockquote>\n"
            for block in blocks { add(block) }
            text += "</blockquote>\n"
        case .table(let rows):
            text += "<table>\n"
            for row in rows {
                text += "<tr>"
                for cell in row { element("td", cell, end: "") }
                text += "</tr>\n"
            }
            text += "</table>\n"
        case .formula(let formula): text += "<div class=\"math\">\(StatementHTML.escape(formula))</div>\n"
        case .figure(let name, let caption):
            text += "<figure>"
            add(.image(name, alternative: ""))
            if !caption.isEmpty { element("figcaption", caption, end: "") }
            text += "</figure>\n"
        case .rule: text += "<hr>\n"
        }
    }

    private mutating func add(_ start: Int?, _ items: [[Statement.Block]]) {
        let name = start == nil ? "ul" : "ol"
        text += "<" + name + (start.map { $0 == 1 ? "" : " start=\"\(max(0, $0))\"" } ?? "") + ">\n"
        for item in items {
            text += "<li>"
            // A line alone needs no paragraph.
            if item.count == 1, case .paragraph(let inlines) = item[0] {
                for inline in inlines { add(inline) }
            } else {
                for block in item { add(block) }
            }
            text += "</li>\n"
        }
        text += "</\(name)>\n"
    }

    private mutating func element(_ name: String, _ inlines: [Statement.Inline], end: String = "\n") {
        text += "<\(name)>"
        for inline in inlines { add(inline) }
        text += "</\(name)>\(end)"
    }

    private mutating func add(_ inline: Statement.Inline) {
        switch inline {
        case .text(let words): text += StatementHTML.escape(words)
        case .code(let code): text += "<code>\(StatementHTML.escape(code))</code>"
        case .styled(let style, let inner): element(style.rawValue, inner, end: "")
        case .link(let address, let inner):
            guard SafeHTML.isAddress(address) else { return inner.forEach { add($0) } }
            text += "<a href=\"\(StatementHTML.escape(address))\" rel=\"nofollow noreferrer noopener\">"
            for inline in inner { add(inline) }
            text += "</a>"
        case .image(let name, let alternative):
            let words = StatementHTML.escape(alternative)
            guard let place = image(name), SafeHTML.isPicture(place) else {
                text += words.isEmpty ? StatementHTML.escape("[\(name)]") : words
                return
            }
            text += "<img src=\"\(StatementHTML.escape(place))\" alt=\"\(words)\">"
        case .formula(let formula): text += "<span class=\"math\">\(StatementHTML.escape(formula))</span>"
        case .lineBreak: text += "<br>"
        }
    }
}
