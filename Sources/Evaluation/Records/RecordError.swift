import JSONText

/// Why a line is no record or sample, and what to do about it.
public struct RecordError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public var reason: String

    /// A line is none, for that reason.
    public init(_ reason: String) {
        self.reason = reason
    }

    /// The reason.
    public var description: String { reason }
}

/// A line that could not be used.
public struct BadLine: Hashable, Sendable, CustomStringConvertible {
    /// The file.
    public var file: String
    /// The line's number, from 1.
    public var line: Int
    /// Why, and what to do.
    public var reason: String

    /// `tasks.jsonl:3: the key "id" is missing`.
    public var description: String { "\(file):\(line): \(reason)" }
}

extension JSONTree {
    /// The text that every such record has.
    func requiredString(_ key: String) throws(RecordError) -> String {
        guard let value = self[key] else { throw RecordError("the key \"\(key)\" is missing") }
        guard let text = value.string else { throw RecordError("\"\(key)\" is \(value.kind), and should be a text") }
        return text
    }

    /// A text, if there is one.
    func optionalString(_ key: String) throws(RecordError) -> String? {
        self[key] == nil ? nil : try requiredString(key)
    }

    /// The text of the first of these keys that is there.
    func firstString(_ keys: String...) throws(RecordError) -> String? {
        for key in keys where self[key] != nil { return try requiredString(key) }
        return nil
    }

    /// The elements of an array that every such record has.
    func requiredArray(_ key: String) throws(RecordError) -> [JSONTree] {
        guard let value = self[key] else { throw RecordError("the key \"\(key)\" is missing") }
        guard let elements = value.array else {
            throw RecordError("\"\(key)\" is \(value.kind), and should be an array")
        }
        return elements
    }

    /// The texts of an array; none if there is no array.
    func strings(_ key: String) throws(RecordError) -> [String] {
        guard self[key] != nil else { return [] }
        return try requiredArray(key).texts(called: key)
    }

    /// The texts of an array.
    func texts(called name: String) throws(RecordError) -> [String] {
        guard let elements = array else { throw RecordError("\"\(name)\" is \(kind), and should be an array") }
        return try elements.texts(called: name)
    }

    /// A name that may be a text or a number.
    func name(_ keys: String...) -> String? {
        for key in keys {
            switch self[key] {
            case .string(let text)? where !text.isEmpty: return text
            case .number(let digits)?: return digits
            default: continue
            }
        }
        return nil
    }

    /// What stands at `key`: itself, or what the text there says in JSON, as data sets have it that come from tables.
    func embedded(_ key: String) throws(RecordError) -> JSONTree? {
        guard let value = self[key] else { return nil }
        guard let text = value.string else { return value }
        return try Self.embedded(text, called: key)
    }

    /// What `text` says in JSON.
    static func embedded(_ text: String, called name: String) throws(RecordError) -> JSONTree {
        do {
            return try JSONTree(parsing: text.utf8)
        } catch {
            throw RecordError("\"\(name)\" is a text that is no JSON: \(error)")
        }
    }
}

extension [JSONTree] {
    /// The elements, which all have to be texts.
    func texts(called name: String) throws(RecordError) -> [String] {
        var texts: [String] = []
        for element in self {
            guard let text = element.string else {
                throw RecordError("\"\(name)\" holds \(element.kind), not only texts")
            }
            texts.append(text)
        }
        return texts
    }
}
