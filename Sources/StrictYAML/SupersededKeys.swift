import Units
import Yams

/// Reads a document in which keys may stand twice.
///
/// The parser refuses the whole document for one, and says where the first of them stands. That one is renamed there, to what
/// no document has for a key, and the text is read again; what is called so is left out in the end.
enum SupersededKeys {
    /// How many are put up with; each costs a reading of the whole text.
    private static let limit = 16

    static func read(
        _ text: String, by reader: NodeReader
    ) throws(Diagnostic) -> (root: YAMLNode, warnings: [Diagnostic]) {
        let file = reader.file
        var text = text
        var warnings: [Diagnostic] = []
        let mark = unusedName(in: text)
        var reader = reader
        reader.supersededMark = mark
        while true {
            do throws(NodeReader.Failure) {
                return (try reader.attempt(text), warnings)
            } catch {
                guard case .duplicate(let key, let place) = error, warnings.count < limit,
                    let renamed = rename(at: place, in: text, to: "\(mark)\(warnings.count)-")
                else { throw error.error(file) }
                text = renamed
                let message = "\"\(key)\" stands more than once; the last one counts: remove the others"
                warnings.append(Diagnostic(file: file, line: place.line, message: message))
            }
        }
    }

    private static func unusedName(in text: String) -> String {
        var name = "superseded-"
        while text.contains(name) { name = "x" + name }
        return name
    }

    /// The text with `prefix` before the key that begins at `place`, or within its quotation marks.
    private static func rename(at place: Mark, in text: String, to prefix: String) -> String? {
        let scalars = text.unicodeScalars
        var line = 1
        var index = scalars.startIndex
        while line < place.line {
            guard let end = scalars[index...].firstIndex(where: { $0 == "\n" || $0 == "\r" }) else { return nil }
            index = scalars.index(after: end)
            if scalars[end] == "\r", index < scalars.endIndex, scalars[index] == "\n" {
                index = scalars.index(after: index)
            }
            line += 1
        }
        guard var key = scalars.index(index, offsetBy: place.column - 1, limitedBy: scalars.endIndex),
            key < scalars.endIndex
        else { return nil }
        if scalars[key] == "\"" || scalars[key] == "'" { key = scalars.index(after: key) }
        return String(scalars[..<key]) + prefix + String(scalars[key...])
    }
}
