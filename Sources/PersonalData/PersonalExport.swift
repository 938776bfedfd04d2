import JSONText
public import Storage
public import Units

/// Something that is kept of a person, as they get it when they ask for what is kept.
public struct PersonalRecord: Hashable, Sendable {
    /// A value of it.
    public enum Value: Hashable, Sendable {
        case text(String)
        case number(Int64)
        case flag(Bool)
        case time(Timestamp)
        case list([Value])
        /// What is not there, or was erased.
        case nothing
    }

    /// What kind of thing it is: `session`.
    public var name: String
    /// When it came to be; nil where that is not known.
    public var time: Timestamp?
    /// What it has, in the order in which it is shown.
    public var values: [(name: String, value: Value)] { names.indices.map { (names[$0], all[$0]) } }

    private var names: [String]
    private var all: [Value]

    /// A record of these values.
    /// - Parameters:
    ///   - name: what kind of thing it is.
    ///   - time: when it came to be.
    ///   - values: what it has, in the order in which it is shown.
    public init(_ name: String, time: Timestamp?, _ values: KeyValuePairs<String, Value>) {
        (self.name, self.time) = (name, time)
        (names, all) = (values.map(\.key), values.map(\.value))
    }
}

/// A part of the platform that keeps something of people, and tells them what.
public protocol PersonalRecords: Sendable {
    /// The part's name: `accounts`.
    var section: String { get }

    /// All that it keeps of the person, in an order that is always the same.
    func records(of person: PersonID) -> AsyncThrowingStream<PersonalRecord, any Error>
}

/// All that is kept of a person, as one JSON document, which is written record by record: it may be larger than the memory.
public enum PersonalExport {
    /// Writes the document.
    /// - Parameters:
    ///   - person: whose records.
    ///   - parts: who keeps some.
    ///   - time: when it is written.
    ///   - write: is given one piece after the other.
    /// - Throws: what a part or `write` throws: the document is not complete then, and no JSON.
    public static func write(
        of person: PersonID, from parts: [any PersonalRecords], at time: Timestamp,
        to write: (String) async throws -> Void
    ) async throws {
        let head: [JSONTree.Member] = [
            .init(key: "person", value: .string(person.description)), .init(key: "written", value: json(.time(time))),
        ]
        try await write(String(JSONTree.object(head).text.dropLast()) + ",\"sections\":[")
        for (number, part) in parts.enumerated() {
            var opening = number > 0 ? ",\n{\"name\":" : "\n{\"name\":"
            JSONString.write(part.section, to: &opening)
            try await write(opening + ",\"records\":[")
            var isFirst = true
            for try await record in part.records(of: person) {
                try await write((isFirst ? "\n" : ",\n") + json(record).text)
                isFirst = false
            }
            try await write("]}")
        }
        try await write("]}\n")
    }

    private static func json(_ record: PersonalRecord) -> JSONTree {
        .object([
            .init(key: "name", value: .string(record.name)),
            .init(key: "time", value: record.time.map { json(.time($0)) } ?? .null),
            .init(
                key: "values",
                value: .object(record.values.map { JSONTree.Member(key: $0.name, value: json($0.value)) })),
        ])
    }

    private static func json(_ value: PersonalRecord.Value) -> JSONTree {
        switch value {
        case .text(let text): .string(text)
        case .number(let number): JSONTree(number)
        case .flag(let flag): .bool(flag)
        case .time(let time): .string(time.description)
        case .list(let values): .array(values.map { json($0) })
        case .nothing: .null
        }
    }
}
