internal import Hummingbird

/// Reads the fields of a body as FastAPI's models do, and collects what is wrong with them in its words. Pure.
struct ModelReader {
    private let body: JSONValue
    private let place: [JSONValue]
    private(set) var errors: [JSONValue] = []

    /// - Parameter place: where `body` stands in the request.
    init(_ body: JSONValue, at place: [JSONValue] = ["body"]) {
        (self.body, self.place) = (body, place)
    }

    /// A text that has to be there.
    mutating func text(_ name: String) -> String {
        guard let value = body[name] else {
            missing(name)
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

    /// An object that has to be there, and what `read` reads in it.
    mutating func object<Value>(_ name: String, _ read: (inout ModelReader) -> Value) -> Value? {
        guard let value = body[name] else {
            missing(name)
            return nil
        }
        guard value.object != nil else {
            wrong(
                name, "model_attributes_type", "Input should be a valid dictionary or object to extract fields from",
                value)
            return nil
        }
        var inner = ModelReader(value, at: place + [.text(name)])
        let result = read(&inner)
        for error in inner.errors { add(error) }
        return result
    }

    /// An object, or nothing, which is an empty one.
    mutating func dictionary(_ name: String) -> JSONValue {
        guard let value = body[name] else { return .object([:]) }
        if value.object == nil { wrong(name, "dict_type", "Input should be a valid dictionary", value) }
        return value
    }

    /// A name that is a text or a whole number.
    mutating func identifier(_ name: String) -> JSONValue {
        guard let value = body[name] else {
            missing(name)
            return .null
        }
        switch value {
        case .text, .integer: return value
        default:
            wrong(name, "int_type", "Input should be a valid integer", value, at: "int")
            wrong(name, "string_type", "Input should be a valid string", value, at: "str")
            return .null
        }
    }

    /// An object, an array of objects, or nothing.
    mutating func rows(_ name: String) -> JSONValue? {
        guard let value = body.value(name) else { return nil }
        if value.object != nil { return value }
        guard let elements = value.array else {
            wrong(name, "list_type", "Input should be a valid list", value)
            return nil
        }
        for (index, element) in elements.enumerated() where element.object == nil {
            wrong(name, "dict_type", "Input should be a valid dictionary", element, at: .integer(Int64(index)))
        }
        return value
    }

    /// Whether something is so; nil where nobody says it.
    mutating func optionalBool(_ name: String) -> Bool? {
        guard let value = body.value(name) else { return nil }
        guard case .bool(let isSo) = value else {
            wrong(name, "bool_type", "Input should be a valid boolean", value)
            return nil
        }
        return isSo
    }

    /// A number; nil where nobody says it.
    mutating func optionalNumber(_ name: String) -> Double? {
        body.value(name) == nil ? nil : number(name, otherwise: 0)
    }

    /// A whole number that is zero or more.
    mutating func count(_ name: String, otherwise: Int) -> Int {
        guard let value = body[name] else { return otherwise }
        guard case .integer(let number) = value, number >= 0 else {
            wrong(name, "int_type", "Input should be a valid integer", value)
            return otherwise
        }
        return Int(clamping: number)
    }

    /// One of these texts, or nothing.
    mutating func optionalChoice(_ name: String, of choices: [String]) -> String? {
        body.value(name) == nil ? nil : choice(name, of: choices)
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

    /// A whole number, also one that stands in a text.
    mutating func integer(_ name: String, otherwise: Double) -> Double {
        let number = number(name, otherwise: otherwise)
        if let value = body[name], number != number.rounded(.towardZero) {
            wrong(
                name, "int_from_float", "Input should be a valid integer, got a number with a fractional part", value)
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
            "type": "literal_error", "loc": .array(place + [.text(name)]), "msg": .text("Input should be \(expected)"),
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

    private mutating func missing(_ name: String) {
        add(["type": "missing", "loc": .array(place + [.text(name)]), "msg": "Field required", "input": body])
    }

    private mutating func wrong(
        _ name: String, _ type: String, _ message: String, _ input: JSONValue, at inner: JSONValue? = nil
    ) {
        add([
            "type": .text(type), "loc": .array(place + [.text(name)] + (inner.map { [$0] } ?? [])),
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
