public import Units

/// One XML document, read strictly: UTF-8, of bounded size and depth, without a document type and its entities. Comments and
/// instructions are passed over, and so is a byte-order mark; names keep their prefixes.
public struct XMLDocument: Sendable {
    /// The outermost element.
    public let root: XMLElement

    /// The largest file that is read.
    public static let sizeLimit = 16 << 20
    /// The deepest nesting of elements.
    public static let depthLimit = 100
    /// The most elements and attributes together.
    public static let nodeLimit = 500_000

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Reads `bytes`; `file` is for error messages.
    /// - Throws: ``Diagnostic`` with the line where reading ended.
    public init(bytes: [UInt8], file: String) throws(Diagnostic) {
        guard bytes.count <= Self.sizeLimit else {
            throw Diagnostic(file: file, message: "larger than \(Self.sizeLimit >> 20) MiB; make it smaller")
        }
        let bytes = bytes.starts(with: Self.byteOrderMark) ? Array(bytes.dropFirst(Self.byteOrderMark.count)) : bytes
        try Self.checkText(bytes, file)
        try Self.checkDeclaration(bytes, file)
        root = try Self.tree(of: bytes, file)
    }

    private static func checkText(_ bytes: [UInt8], _ file: String) throws(Diagnostic) {
        let isUTF16 = bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE])
        if let index = bytes.firstIndex(where: { $0 < 0x20 && !XMLScanner.isSpace($0) }), !isUTF16 {
            let code = String(bytes[index], radix: 16, uppercase: true)
            throw Diagnostic(
                file: file, line: bytes[..<index].count { $0 == UInt8(ascii: "\n") } + 1,
                message: "control character 0x\(code); remove it")
        }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw Diagnostic(
                file: file, line: isUTF16 ? nil : firstInvalidLine(of: bytes),
                message: "not UTF-8; save the file as UTF-8")
        }
    }

    private static func firstInvalidLine(of bytes: [UInt8]) -> Int? {
        bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .firstIndex { String(validating: $0, as: UTF8.self) == nil }
            .map { $0 + 1 }
    }

    /// Refuses a declaration that names another encoding than UTF-8.
    private static func checkDeclaration(_ bytes: [UInt8], _ file: String) throws(Diagnostic) {
        guard bytes.starts(with: Array("<?xml".utf8)) else { return }
        let text = String(decoding: bytes.prefix(200).prefix { $0 != UInt8(ascii: ">") }, as: UTF8.self).lowercased()
        let parts = text.split { "=\"'".contains($0) || $0.isWhitespace }
        guard let key = parts.firstIndex(of: "encoding"), key + 1 < parts.count else { return }
        guard ["utf-8", "utf8", "us-ascii", "ascii"].contains(parts[key + 1]) else {
            throw Diagnostic(
                file: file, line: 1,
                message: "the encoding \"\(parts[key + 1])\" is not read; save the file as UTF-8 and name that")
        }
    }

    private static func tree(of bytes: [UInt8], _ file: String) throws(Diagnostic) -> XMLElement {
        var reader = XMLReader(bytes, file: file)
        var builder = TreeBuilder(file: file)
        while let event = try reader.next() { try builder.add(event) }
        return try builder.finish()
    }
}

/// Puts the events of a document together again.
private struct TreeBuilder {
    let file: String
    /// The elements that are not closed yet, outer ones first.
    private var open: [XMLElement] = []
    private var root: XMLElement?
    private var nodes = 0

    init(file: String) {
        self.file = file
    }

    mutating func add(_ event: XMLReader.Event) throws(Diagnostic) {
        switch event {
        case .start(let name, let attributes, let line, let isEmpty):
            nodes += 1 + attributes.count
            guard nodes <= XMLDocument.nodeLimit else {
                throw error(line, "more than \(XMLDocument.nodeLimit) elements and attributes; make it smaller")
            }
            guard root == nil else { throw error(line, "<\(name)> stands behind the end of the document; remove it") }
            guard open.count < XMLDocument.depthLimit else {
                throw error(line, "nested deeper than \(XMLDocument.depthLimit) levels")
            }
            open.append(XMLElement(name: name, file: file, line: line, attributes: attributes))
            if isEmpty { close() }
        case .end(let name, let line):
            guard let last = open.last, last.name == name else {
                let expected = open.last.map { "</\($0.name)> of line \($0.line)" } ?? "the end of the document"
                throw error(line, "not XML: </\(name)> where \(expected) has to come")
            }
            close()
        case .text(let text, let line):
            if !open.isEmpty {
                open[open.count - 1].text += text
            } else if text.contains(where: { !$0.isWhitespace }) {
                throw error(line, "not XML: text outside of the outermost element")
            }
        }
    }

    private mutating func close() {
        let element = open.removeLast()
        if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
    }

    func finish() throws(Diagnostic) -> XMLElement {
        if let last = open.last { throw error(last.line, "<\(last.name)> is not closed; add </\(last.name)>") }
        guard let root else { throw Diagnostic(file: file, message: "not XML: there is no element in it") }
        return root
    }

    private func error(_ line: Int, _ message: String) -> Diagnostic {
        Diagnostic(file: file, line: line, message: message)
    }
}
