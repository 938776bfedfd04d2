/// What HTML of statements may have, and a check that it has nothing else. It reads what was written as a browser does, and
/// knows nothing of who wrote it.
public enum SafeHTML {
    /// The elements, and whether each has an end.
    static let elements: [String: Bool] = [
        "h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true, "p": true, "ul": true, "ol": true,
        "li": true, "pre": true, "code": true, "blockquote": true, "table": true, "tr": true, "td": true, "div": true,
        "span": true, "figure": true, "figcaption": true, "strong": true, "em": true, "u": true, "s": true, "sup": true,
        "sub": true, "a": true, "hr": false, "br": false, "img": false,
    ]
    private static let references: Set<String> = ["lt", "gt", "amp", "quot", "#39"]

    /// Whether a link may lead there: to the web or by mail, in characters that no reader of HTML or of addresses takes otherwise.
    public static func isAddress(_ address: String) -> Bool {
        let lower = address.lowercased()
        return address.utf8.count <= 2048 && ["http://", "https://", "mailto:"].contains { lower.hasPrefix($0) }
            && address.unicodeScalars.allSatisfy { isPlain($0) }
    }

    /// Whether a picture may be there: on this site, below the problems.
    static func isPicture(_ place: String) -> Bool {
        place.utf8.count <= 2048 && place.hasPrefix("/api/v1/problems/") && !place.contains("..")
            && place.unicodeScalars.allSatisfy { isPlain($0) }
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value > 0x20 && scalar.value < 0x7f && !["<", ">", "\"", "'", "`", "\\"].contains(scalar)
    }

    private static func mayHave(_ element: String, _ attribute: String, _ value: String) -> Bool {
        switch (element, attribute) {
        case ("a", "href"): isAddress(value)
        case ("a", "rel"): value == "nofollow noreferrer noopener"
        case ("img", "src"): isPicture(value)
        case ("img", "alt"): true
        case ("ol", "start"):
            !value.isEmpty && value.utf8.count <= 20 && value.utf8.allSatisfy { (48...57).contains($0) }
        case ("span", "class"), ("div", "class"): value == "math"
        default: false
        }
    }

    /// Asks that `html` is text and these elements, each with its end, in order, and nothing else.
    /// - Throws: ``StatementError`` that says what else there is.
    public static func check(_ html: String) throws(StatementError) {
        var reading = Reading(rest: Array(html.utf8)[...])
        try reading.run()
    }

    private struct Reading {
        var rest: ArraySlice<UInt8>
        private var open: [String] = []

        init(rest: ArraySlice<UInt8>) { self.rest = rest }

        mutating func run() throws(StatementError) {
            while let byte = rest.popFirst() {
                switch byte {
                case UInt8(ascii: "<"): try tag()
                case UInt8(ascii: "&"): _ = try reference()
                case UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"):
                    throw Self.wrong("a mark that is not written out")
                default: break
                }
            }
            guard open.isEmpty else { throw Self.wrong("an element without its end: \(open)") }
        }

        private mutating func tag() throws(StatementError) {
            if rest.first == UInt8(ascii: "/") {
                rest = rest.dropFirst()
                let name = word()
                guard open.popLast() == name, rest.popFirst() == UInt8(ascii: ">") else {
                    throw Self.wrong("an end of \(name), which is not open")
                }
                return
            }
            let name = word()
            guard let hasEnd = SafeHTML.elements[name] else { throw Self.wrong("an element \(name)") }
            while rest.first == UInt8(ascii: " ") {
                rest = rest.dropFirst()
                try attribute(of: name)
            }
            guard rest.popFirst() == UInt8(ascii: ">") else { throw Self.wrong("a tag \(name) that does not end") }
            if hasEnd { open.append(name) }
        }

        private mutating func attribute(of element: String) throws(StatementError) {
            let name = word()
            guard rest.popFirst() == UInt8(ascii: "="), rest.popFirst() == UInt8(ascii: "\"") else {
                throw Self.wrong("an attribute \(name) without a value in quotes")
            }
            var value: [UInt8] = []
            while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
                guard byte != UInt8(ascii: "<"), byte != UInt8(ascii: ">") else {
                    throw Self.wrong("a mark in \(name)")
                }
                value += byte == UInt8(ascii: "&") ? try reference() : [byte]
            }
            let text = String(decoding: value, as: UTF8.self)
            guard SafeHTML.mayHave(element, name, text) else {
                throw Self.wrong("\(name)=\(text.debugDescription) of \(element)")
            }
        }

        /// What stands for a character, behind its `&`.
        private mutating func reference() throws(StatementError) -> [UInt8] {
            let name = String(decoding: rest.prefix { $0 != UInt8(ascii: ";") }.prefix(8), as: UTF8.self)
            guard SafeHTML.references.contains(name), rest.dropFirst(name.utf8.count).first == UInt8(ascii: ";") else {
                throw Self.wrong("an & that is not written out")
            }
            rest = rest.dropFirst(name.utf8.count + 1)
            return switch name {
            case "lt": [UInt8(ascii: "<")]
            case "gt": [UInt8(ascii: ">")]
            case "amp": [UInt8(ascii: "&")]
            case "quot": [UInt8(ascii: "\"")]
            default: [UInt8(ascii: "'")]
            }
        }

        private mutating func word() -> String {
            let word = rest.prefix { (97...122).contains($0) || (48...57).contains($0) }
            rest = rest.dropFirst(word.count)
            return String(decoding: word, as: UTF8.self)
        }

        private static func wrong(_ what: String) -> StatementError {
            StatementError("the text cannot be shown: it became HTML with \(what); report this")
        }
    }
}
