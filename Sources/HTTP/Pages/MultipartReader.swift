/// Reads forms that have files (RFC 7578), as browsers send them. Pure; bounded by the body that it is given.
enum MultipartReader {
    struct Part: Hashable {
        var name: String
        /// What the sender calls the file, without folders; nil for a field.
        var fileName: String?
        var bytes: ArraySlice<UInt8>
    }

    private static let longestHeader = 4096

    /// What is between the parts, of a content type; nil if it says nothing that can be.
    static func boundary(in type: String) -> [UInt8]? {
        for parameter in type.split(separator: ";").dropFirst() {
            let parts = parameter.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "boundary" else { continue }
            var text = parts[1]
            while text.last == " " { text.removeLast() }
            if text.count > 1, text.first == "\"", text.last == "\"" { text = text.dropFirst().dropLast() }
            let bytes = Array(text.utf8)
            return (1...70).contains(bytes.count) && bytes.allSatisfy { $0 > 0x20 && $0 < 0x7F } ? bytes : nil
        }
        return nil
    }

    /// The parts of a body.
    /// - Throws: ``Problem`` (400) if it is not of that form, or does not end.
    static func parts(of body: [UInt8], boundary: [UInt8]) throws(Problem) -> [Part] {
        let mark = Array("--".utf8) + boundary
        guard body.starts(with: mark) else { throw .noForm }
        var (parts, rest): ([Part], ArraySlice<UInt8>) = ([], body[mark.count...])
        let separator = Array("\r\n".utf8) + mark
        while true {
            if rest.starts(with: Array("--".utf8)) { return parts }
            guard rest.starts(with: Array("\r\n".utf8)), parts.count <= Form.most else { throw .noForm }
            rest = rest.dropFirst(2)
            guard let headerEnd = find(Array("\r\n\r\n".utf8), in: rest.prefix(longestHeader)) else { throw .noForm }
            let header = rest[rest.startIndex..<headerEnd]
            rest = rest[(headerEnd + 4)...]
            guard let end = find(separator, in: rest) else { throw .noForm }
            parts.append(try part(header, rest[rest.startIndex..<end]))
            rest = rest[(end + separator.count)...]
        }
    }

    private static func part(_ header: ArraySlice<UInt8>, _ bytes: ArraySlice<UInt8>) throws(Problem) -> Part {
        guard let text = String(validating: header, as: UTF8.self) else { throw .noForm }
        for line in text.split(separator: "\r\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "content-disposition" else { continue }
            guard let name = parameter("name", of: parts[1]) else { throw .noForm }
            return Part(name: name, fileName: parameter("filename", of: parts[1]).map(withoutFolders), bytes: bytes)
        }
        throw .noForm
    }

    /// What stands between quotes behind a name.
    private static func parameter(_ name: String, of value: Substring) -> String? {
        guard let start = value.firstRange(of: "; \(name)=\"")?.upperBound else { return nil }
        guard let end = value[start...].firstIndex(of: "\"") else { return nil }
        // Browsers write these three so.
        return String(value[start..<end]).replacing("%22", with: "\"").replacing("%0D", with: "\r")
            .replacing("%0A", with: "\n")
    }

    private static func withoutFolders(_ name: String) -> String {
        let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? ""
        return String(last.filter { !$0.isNewline && $0 != "\0" }.prefix(255))
    }

    /// Where `wanted` begins first; nil: nowhere.
    private static func find(_ wanted: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
        guard let first = wanted.first, bytes.count >= wanted.count else { return nil }
        var at = bytes.startIndex
        let last = bytes.endIndex - wanted.count
        while at <= last {
            guard let next = bytes[at...last].firstIndex(of: first) else { return nil }
            if bytes[next..<(next + wanted.count)].elementsEqual(wanted) { return next }
            at = next + 1
        }
        return nil
    }
}
