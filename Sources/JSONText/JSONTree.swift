/// JSON of any shape, as it was written: numbers keep their digits, and objects the order of their members.
///
/// For texts of others that are compared or handed on, where a number that a machine cannot hold must not become another.
public enum JSONTree: Hashable, Sendable {
    case null
    case bool(Bool)
    /// A number, as it was written: `12`, `-0.5e3`, or `NaN`, `Infinity`, `-Infinity`, which Python writes.
    case number(String)
    case string(String)
    case array([JSONTree])
    case object([Member])

    /// A key and its value.
    public struct Member: Hashable, Sendable {
        /// The key.
        public var key: String
        /// The value.
        public var value: JSONTree

        /// The member `key` with `value`.
        public init(key: String, value: JSONTree) {
            self.key = key
            self.value = value
        }
    }

    /// A whole number.
    public init(_ number: some BinaryInteger) {
        self = .number(String(number))
    }
}

extension JSONTree {
    /// The first member of that name; nil if there is none, it is null, or this is no object.
    public subscript(key: String) -> JSONTree? {
        guard case .object(let members) = self, let member = members.first(where: { $0.key == key }) else { return nil }
        return member.value == .null ? nil : member.value
    }

    /// The text, if it is one.
    public var string: String? { if case .string(let text) = self { text } else { nil } }
    /// The elements, if it is an array.
    public var array: [JSONTree]? { if case .array(let elements) = self { elements } else { nil } }
    /// The members, if it is an object.
    public var members: [Member]? { if case .object(let members) = self { members } else { nil } }
    /// The members by their keys, if it is an object in which no key stands twice.
    package var distinctMembers: [String: JSONTree]? {
        guard let members else { return nil }
        let named = Dictionary(members.map { ($0.key, $0.value) }) { first, _ in first }
        return named.count == members.count ? named : nil
    }
    /// Whether it is true, if it is true or false.
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

    /// The number as a machine holds it, if it is one.
    public var double: Double? {
        guard case .number(let text) = self else { return nil }
        switch text {
        case "NaN": return .nan
        case "Infinity": return .infinity
        case "-Infinity": return -.infinity
        default: return Double(text)
        }
    }

    /// The number, if it is a whole one that fits.
    public var integer: Int? { if case .number(let text) = self { Int(text) } else { nil } }

    /// What it is, in a word for messages.
    public var kind: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .number: "a number"
        case .string: "a text"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
