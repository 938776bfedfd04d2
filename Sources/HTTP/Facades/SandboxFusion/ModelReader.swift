internal import Hummingbird

/// Reads the fields of a body as FastAPI's models do, and collects what is wrong with them in its words. Pure.
struct ModelReader {
    private let body: JSONValue
    private(set) var errors: [JSONValue] = []

    init(_ body: JSONValue) { self.body = body }

    /// A text that has to be there.
    mutating func text(_ name: String) -> String {
        guard let value = body[name] else {
            add(["type": "missing", "loc": ["body", .text(name)], "msg": "Field required", "input": body])
            return ""
        }
        guard let text = value.text else {
            wrong(name, "string_type", "Input should be a valid string", value)
            return ""
        }
        return text
    }

    /// A text, or nothing.
    mutating func optionalText(_ name: String) -> String? {
        guard let value = body.value(name) else { return nil }
        if value.text == nil { wrong(name, "string_type", "Input should be a valid string", value) }
        return value.text
    }

    /// An object that has to be there, whatever is in it.
    mutating func object(_ name: String) {
        guard let value = body[name] else {
            add(["type": "missing", "loc": ["body", .text(name)], "msg": "Field required", "input": body])
            return
        }
        if value.object == nil {
            wrong(
                name, "model_attributes_type", "Input should be a valid dictionary or object to extract fields from",
                value)
        }
    }

    /// A number, also one that stands in a text.
    mutating func number(_ name: String, otherwise: Double) -> Double {
        guard let value = body[name] else { return otherwise }
        guard let number = value.number ?? value.text.flatMap({ Double($0.trimmingSpaces) }), number.isFinite else {
            wrong(name, "float_type", "Input should be a valid number", value)
            return otherwise
        }
        return number
    }

    /// One of these texts.
    mutating func choice(_ name: String, of choices: [String]) -> String {
        let count = errors.count
        let text = text(name)
        guard errors.count == count, !choices.contains(text) else { return text }
        let quoted = choices.map { "'\($0)'" }
        let expected =
            quoted.count < 2
            ? quoted.joined() : quoted.dropLast().joined(separator: ", ") + " or " + (quoted.last ?? "")
        add([
            "type": "literal_error", "loc": ["body", .text(name)], "msg": .text("Input should be \(expected)"),
            "input": .text(text), "ctx": ["expected": .text(expected)],
        ])
        return text
    }

    /// An array of texts.
    mutating func texts(_ name: String) -> [String] {
        guard let value = body[name] else { return [] }
        guard let elements = value.array else {
            wrong(name, "list_type", "Input should be a valid list", value)
            return []
        }
        var texts: [String] = []
        for (index, element) in elements.enumerated() {
            if let text = element.text {
                texts.append(text)
            } else {
                wrong(name, "string_type", "Input should be a valid string", element, at: .integer(Int64(index)))
            }
        }
        return texts
    }

    /// Files in base 64, by their paths; those without content are left out.
    mutating func files(_ name: String) -> [(name: String, bytes: [UInt8])] {
        guard let value = body[name] else { return [] }
        guard let members = value.object else {
            wrong(name, "dict_type", "Input should be a valid dictionary", value)
            return []
        }
        var files: [(String, [UInt8])] = []
        for (path, content) in members.sorted(by: { $0.key < $1.key }) where content != .null {
            if let bytes = content.text.flatMap({ Base64.strict($0) }) {
                files.append((path, bytes))
            } else if content.text == nil {
                wrong(name, "string_type", "Input should be a valid string", content, at: .text(path))
            } else {
                wrong(name, "value_error", "Value error, the content is not base64", "…", at: .text(path))
            }
        }
        return files
    }

    private mutating func wrong(
        _ name: String, _ type: String, _ message: String, _ input: JSONValue, at place: JSONValue? = nil
    ) {
        add([
            "type": .text(type), "loc": .array(["body", .text(name)] + (place.map { [$0] } ?? [])),
            "msg": .text(message), "input": input,
        ])
    }

    private mutating func add(_ error: JSONValue) {
        if errors.count < 100 { errors.append(error) }
    }

    /// Ends the reading.
    /// - Throws: ``FacadeAnswer``, 422 with all that is wrong.
    func end() throws(FacadeAnswer) {
        guard errors.isEmpty else {
            throw FacadeAnswer(.unprocessableContent, ["detail": .array(errors)])
        }
    }
}
