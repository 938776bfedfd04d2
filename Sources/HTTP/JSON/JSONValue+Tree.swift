internal import JSONText

extension JSONValue {
    /// The same as `tree`; of keys that stand twice, the last one counts.
    init(_ tree: JSONTree) {
        switch tree {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .string(let text): self = .text(text)
        case .array(let elements): self = .array(elements.map { JSONValue($0) })
        case .object(let members):
            self = .object(Dictionary(members.map { ($0.key, JSONValue($0.value)) }) { _, last in last })
        case .number(let digits):
            // What JSON has no word for is nothing.
            self =
                Int64(digits).map { .integer($0) } ?? tree.double.flatMap { $0.isFinite ? .number($0) : nil } ?? .null
        }
    }

    /// The same as `tree`, as ``init(_:)`` has it; nil if it has a number that no machine can hold, or that is none of JSON's.
    init?(strict tree: JSONTree) {
        switch tree {
        case .array(let elements):
            var values: [JSONValue] = []
            values.reserveCapacity(elements.count)
            for element in elements {
                guard let value = JSONValue(strict: element) else { return nil }
                values.append(value)
            }
            self = .array(values)
        case .object(let members):
            var values: [String: JSONValue] = [:]
            for member in members {
                guard let value = JSONValue(strict: member.value) else { return nil }
                values[member.key] = value
            }
            self = .object(values)
        case .number(let digits):
            guard let number = tree.double, number.isFinite else { return nil }
            self = Int64(digits).map { .integer($0) } ?? .number(number)
        default: self.init(tree)
        }
    }

    /// The same as a tree, whose objects are in the order of their keys.
    var tree: JSONTree {
        switch self {
        case .null: .null
        case .bool(let value): .bool(value)
        case .integer(let value): JSONTree(value)
        case .number(let value): .number("\(value)")
        case .text(let text): .string(text)
        case .array(let elements): .array(elements.map(\.tree))
        case .object(let members):
            .object(members.sorted { $0.key < $1.key }.map { JSONTree.Member(key: $0.key, value: $0.value.tree) })
        }
    }
}
