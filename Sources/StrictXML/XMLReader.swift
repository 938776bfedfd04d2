import Units

/// Takes a document apart into tags and texts, and refuses what a description of data does not need.
struct XMLReader {
    /// What comes next in a document.
    enum Event {
        case start(name: String, attributes: [String: String], line: Int, isEmpty: Bool)
        case end(name: String, line: Int)
        case text(String, line: Int)
    }

    /// The most attributes of an element.
    private static let attributeLimit = 64
    /// The most bytes between `&` and `;`.
    private static let referenceLimit = 10

    private var scanner: XMLScanner

    init(_ bytes: [UInt8], file: String) {
        scanner = XMLScanner(bytes, file: file)
    }

    /// The next tag or text; nil at the end.
    mutating func next() throws(Diagnostic) -> Event? {
        while !scanner.isAtEnd {
            let line = scanner.line
            guard scanner.next == UInt8(ascii: "<") else {
                return .text(try text(scanner.take(before: UInt8(ascii: "<"))), line: line)
            }
            if scanner.take("<!--") {
                _ = try scanner.take(upTo: "-->", of: "comment")
            } else if scanner.take("<![CDATA[") {
                let bytes = try scanner.take(upTo: "]]>", of: "CDATA section")
                return .text(Self.withoutCarriageReturns(String(decoding: bytes, as: UTF8.self)), line: line)
            } else if scanner.take("<?") {
                _ = try scanner.take(upTo: "?>", of: "instruction")
            } else if scanner.take("<!") {
                throw scanner.error("document types and entities are not read; remove what begins with \"<!\"")
            } else if scanner.take("</") {
                return try endTag(line)
            } else if scanner.take("<") {
                return try startTag(line)
            }
        }
        return nil
    }

    private mutating func endTag(_ line: Int) throws(Diagnostic) -> Event {
        let name = try scanner.name()
        scanner.skipSpace()
        guard scanner.take(">") else { throw scanner.error("not XML: \">\" is missing after </\(name)") }
        return .end(name: name, line: line)
    }

    private mutating func startTag(_ line: Int) throws(Diagnostic) -> Event {
        let name = try scanner.name()
        var attributes: [String: String] = [:]
        while true {
            let isApart = scanner.next.map(XMLScanner.isSpace) ?? false
            scanner.skipSpace()
            if scanner.take("/>") { return .start(name: name, attributes: attributes, line: line, isEmpty: true) }
            if scanner.take(">") { return .start(name: name, attributes: attributes, line: line, isEmpty: false) }
            guard isApart else { throw scanner.error("not XML: the tag <\(name)> has no end") }
            let key = try scanner.name()
            let value = try attributeValue(of: key)
            guard attributes.updateValue(value, forKey: key) == nil else {
                throw scanner.error("the attribute \"\(key)\" stands twice in <\(name)>; remove one")
            }
            guard attributes.count <= Self.attributeLimit else {
                throw scanner.error("<\(name)> has more than \(Self.attributeLimit) attributes")
            }
        }
    }

    private mutating func attributeValue(of key: String) throws(Diagnostic) -> String {
        scanner.skipSpace()
        guard scanner.take("=") else { throw scanner.error("not XML: \"=\" is missing after \"\(key)\"") }
        scanner.skipSpace()
        let isDouble = scanner.take("\"")
        guard isDouble || scanner.take("'") else {
            throw scanner.error("not XML: the value of \"\(key)\" must stand between quotation marks")
        }
        let what = "value of \"\(key)\""
        let bytes = try isDouble ? scanner.take(upTo: "\"", of: what) : scanner.take(upTo: "'", of: what)
        guard !bytes.contains(UInt8(ascii: "<")) else {
            throw scanner.error("not XML: \"<\" in the value of \"\(key)\"; write &lt;")
        }
        // White space that is not written as a reference counts as a blank.
        return try text(ArraySlice(bytes.map { XMLScanner.isSpace($0) ? UInt8(ascii: " ") : $0 }))
    }

    /// `bytes` with its references replaced.
    private func text(_ bytes: ArraySlice<UInt8>) throws(Diagnostic) -> String {
        var result = ""
        var rest = bytes
        while let mark = rest.firstIndex(of: UInt8(ascii: "&")) {
            result += Self.withoutCarriageReturns(String(decoding: rest[..<mark], as: UTF8.self))
            let name = rest[(mark + 1)...].prefix(Self.referenceLimit).prefix { $0 != UInt8(ascii: ";") }
            guard name.endIndex < rest.endIndex, rest[name.endIndex] == UInt8(ascii: ";"),
                let character = Self.character(String(decoding: name, as: UTF8.self))
            else {
                throw scanner.error(
                    "\"&\" must begin &amp; &lt; &gt; &quot; &apos; or a character's number; other entities are not read"
                )
            }
            result.unicodeScalars.append(character)
            rest = rest[(name.endIndex + 1)...]
        }
        return result + Self.withoutCarriageReturns(String(decoding: rest, as: UTF8.self))
    }

    /// The character that a reference stands for.
    private static func character(_ name: String) -> Unicode.Scalar? {
        switch name {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default: break
        }
        let isHex = name.hasPrefix("#x")
        guard name.hasPrefix("#"), let first = name.dropFirst(isHex ? 2 : 1).first, first.isHexDigit,
            let value = UInt32(name.dropFirst(isHex ? 2 : 1), radix: isHex ? 16 : 10),
            let scalar = Unicode.Scalar(value)
        else { return nil }
        return value >= 0x20 || ["\t", "\n", "\r"].contains(scalar) ? scalar : nil
    }

    private static func withoutCarriageReturns(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "\r")) else { return text }
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            // CR LF is one line end, and so is a CR alone.
            if byte == UInt8(ascii: "\n"), bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
            bytes.append(byte)
        }
        return String(decoding: bytes.map { $0 == UInt8(ascii: "\r") ? UInt8(ascii: "\n") : $0 }, as: UTF8.self)
    }
}
