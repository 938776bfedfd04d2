/// The class that a source in Java has to be called as: the compiler wants its public one in a file of its name, and judging systems
/// name the file so, whatever a package calls it.
enum PublicClass {
    private static let kinds: Set<String> = ["class", "interface", "enum", "record"]
    private static let modifiers: Set<String> = ["abstract", "final", "sealed", "strictfp", "static"]

    /// The name of the public class, interface, enumeration or record outside of all braces; nil if there is none.
    static func name(in source: [UInt8], of path: String) -> String? {
        var words = Words(SourceRemarks.blanked(in: source, of: path))
        var isPublic = false
        while let word = words.next() {
            if isPublic, kinds.contains(word) { return words.next() }
            isPublic = word == "public" || (isPublic && modifiers.contains(word))
        }
        return nil
    }

    /// The words outside of all braces and texts.
    private struct Words {
        private let text: [UInt8]
        private var quotations: Quotations
        private var index = 0
        private var depth = 0

        init(_ text: [UInt8]) {
            self.text = text
            quotations = Quotations(in: text)
        }

        mutating func next() -> String? {
            while index < text.endIndex {
                let start = index
                while index < text.endIndex, SourceWords.isWordPart(text[index]) { index += 1 }
                if index > start {
                    if depth == 0 { return String(decoding: text[start..<index], as: UTF8.self) }
                    continue
                }
                take()
            }
            return nil
        }

        /// Moves behind what is no word.
        private mutating func take() {
            let byte = text[index]
            index += 1
            switch byte {
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}"): depth = max(0, depth - 1)
            case UInt8(ascii: "\""), UInt8(ascii: "'"): index = quotations.end(at: index - 1) ?? index
            default: break
            }
        }
    }
}

extension Language {
    /// ``buildNames(for:)``, where a source that has to be called as its public class is.
    /// - Parameter contents: the bytes of the file that has the place among `names`.
    public func buildNames(for names: [String], contents: (Int) -> [UInt8]) -> [String] {
        var names = buildNames(for: names)
        guard case .classes = recipe.entryPoint else { return names }
        for (index, path) in names.enumerated() where FileName.extension(of: path) == "java" {
            let folder = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[...$0]) } ?? ""
            guard let name = PublicClass.name(in: contents(index), of: path) else { continue }
            let wanted = "\(folder)\(name).java"
            if !names.contains(wanted) { names[index] = wanted }
        }
        return names
    }
}
