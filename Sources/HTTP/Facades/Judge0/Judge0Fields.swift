internal import Hummingbird

/// Reads the fields of a submission as Judge0 does, and collects what is wrong with each in its words. Pure.
struct Judge0Fields {
    let body: [String: JSONValue]
    /// Whether texts are in base 64.
    let isBase64: Bool
    private(set) var errors: [String: [String]] = [:]

    init(_ body: JSONValue, base64 isBase64: Bool) {
        self.body = body.object ?? [:]
        self.isBase64 = isBase64
    }

    func value(_ name: String) -> JSONValue? {
        let value = body[name]
        return value == .null ? nil : value
    }

    mutating func refuse(_ name: String, _ message: String) { errors[name, default: []].append(message) }

    /// A number, also one in a text, as forms have it.
    /// - Parameter isCount: whether there has to be at least one of something.
    mutating func number(_ name: String, _ range: Judge0Options.Range, isCount: Bool = false) -> Double {
        guard let value = value(name), value != "" else { return range.usual }
        guard let number = Self.number(value), number.isFinite else {
            refuse(name, "is not a number")
            return range.usual
        }
        if number > range.allowed.upperBound {
            refuse(name, "must be less than or equal to \(Self.text(range.allowed.upperBound))")
        } else if number < range.allowed.lowerBound {
            refuse(
                name,
                isCount
                    ? "must be greater than 0"
                    : "must be greater than or equal to \(Self.text(range.allowed.lowerBound))")
        }
        return number
    }

    /// A whole number; what stands behind the dot is cut off.
    mutating func integer(_ name: String, _ range: Judge0Options.Range, isCount: Bool = false) -> Int64 {
        Int64(exactly: number(name, range, isCount: isCount).rounded(.towardZero)) ?? Int64(range.usual)
    }

    /// Whether something holds, as forms and JSON say it.
    func flag(_ name: String) -> Bool {
        switch value(name) {
        case .bool(let value)?: value
        case .integer(let value)?: value != 0
        case .text(let text)?: !["", "0", "f", "false", "off", "no"].contains(text.lowercased())
        default: false
        }
    }

    /// A text as it is.
    func text(_ name: String) -> String? {
        switch value(name) {
        case .text(let text)?: text
        case .integer(let number)?: "\(number)"
        case .number(let number)?: "\(number)"
        default: nil
        }
    }

    /// A text that may be in base 64.
    func bytes(_ name: String) -> [UInt8]? { text(name).map { isBase64 ? Base64.lenient($0) : Array($0.utf8) } }

    /// Arguments for a program, without what means something to a shell; at most 512 characters.
    mutating func arguments(_ name: String) -> String? {
        guard let text = text(name) else { return nil }
        if text.count > 512 { refuse(name, "is too long (maximum is 512 characters)") }
        return String(text.filter { !"$&;<>|`".contains($0) && $0 != "\0" && !$0.isNewline })
    }

    /// Ends the reading.
    /// - Throws: ``FacadeAnswer``, 422 with all that is wrong.
    func end() throws(FacadeAnswer) {
        guard errors.isEmpty else { throw FacadeAnswer(.unprocessableContent, Self.json(errors)) }
    }

    static func json(_ errors: [String: [String]]) -> JSONValue {
        .object(errors.mapValues { .array($0.map { .text($0) }) })
    }

    private static func number(_ value: JSONValue) -> Double? {
        value.number ?? value.text.flatMap { Double($0.trimmingSpaces) }
    }

    /// `15`, or `0.5`.
    private static func text(_ number: Double) -> String {
        Int64(exactly: number).map { "\($0)" } ?? "\(number)"
    }
}

/// Words as a shell would take them: blanks part them, but not between quotes. Pure.
enum ShellWords {
    static func split(_ text: String) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var isEscaped = false
        for character in text {
            if isEscaped {
                word = (word ?? "") + String(character)
                isEscaped = false
            } else if character == "\\", quote != "'" {
                isEscaped = true
            } else if let open = quote {
                if character == open { quote = nil } else { word = (word ?? "") + String(character) }
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character.isWhitespace {
                if let whole = word { words.append(whole) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        return words + [word].compactMap(\.self)
    }
}
