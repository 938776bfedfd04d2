internal import Coordinator
internal import FoundationEssentials
internal import Grading
internal import JSONText
internal import Kernel
internal import Storage
internal import Templates

extension PageRequest {
    /// What the API answers whoever looks at the page.
    /// - Throws: `DomainError`, as the API's; what the API throws.
    func read(
        _ path: String, _ parameters: [String: String] = [:], query: [String: String?] = [:]
    ) async throws -> JSONTree {
        let answer = try await ask(.get, path, parameters, query: query.compactMapValues(\.self))
        return try Self.tree(answer.body)
    }

    /// Has the API do something, in the name of whoever sent the form.
    /// - Returns: what it says, and where that stands in the log.
    /// - Throws: `DomainError`, as the API's; what the API throws.
    @discardableResult
    func send(
        _ method: Route.Method = .post, _ path: String, _ parameters: [String: String] = [:],
        query: [String: String] = [:], body: JSONTree? = nil
    ) async throws -> (tree: JSONTree, position: LogPosition?) {
        let answer = try await ask(method, path, parameters, query: query, body: Array((body?.text ?? "").utf8))
        return (try Self.tree(answer.body), answer.position)
    }

    private static func tree(_ body: [UInt8]?) throws -> JSONTree {
        guard let body, !body.isEmpty else { return .object([]) }
        return try JSONTree(parsing: body)
    }

    /// The next page of a list, at this page's own path; nothing, if there is none.
    func next(_ tree: JSONTree, at parts: [String], _ query: [(String, String)] = []) -> TemplateValue {
        let cursor = tree["next"].flatMap { $0.string ?? $0.integer.map { "\($0)" } }
        return cursor.map { .path(LocalPath(of: parts, query: query + [("cursor", $0)])) } ?? .nothing
    }
}

extension JSONTree {
    /// The elements of a member; none, if it is none or no array.
    func items(_ key: String) -> [JSONTree] { self[key]?.array ?? [] }

    /// The text of a member, as people read it; empty if there is none.
    func text(_ key: String) -> String {
        switch self[key] {
        case .string(let text): text
        case .number(let text): text
        case .bool(let flag): flag ? "yes" : "no"
        default: ""
        }
    }

    /// A time of a member, as people read it.
    func time(_ key: String) -> String {
        let text = text(key)
        return text.isEmpty ? "" : text.prefix(10) + " " + text.dropFirst(11).prefix(8) + " UTC"
    }

    /// Whether a member is true.
    func flag(_ key: String) -> Bool { self[key]?.bool ?? false }

    /// An object of these members; those that are nil are left out.
    static func record(_ members: KeyValuePairs<String, JSONTree?>) -> JSONTree {
        .object(members.compactMap { key, value in value.map { Member(key: key, value: $0) } })
    }
}

extension PageRequest {
    /// A field as JSON's text; nil if it was left empty.
    func text(_ name: String) -> JSONTree? { field(name).isEmpty ? nil : .string(field(name)) }

    /// A field as JSON's number; nil if it was left empty.
    /// - Throws: `DomainError` (`invalid`) if it is none.
    func number(_ name: String, called what: String) throws(DomainError) -> JSONTree? {
        let text = field(name).filter { $0 != " " }
        guard !text.isEmpty else { return nil }
        guard let number = Int64(text) else { throw DomainError(.invalid, "\(what) must be a whole number") }
        return JSONTree(number)
    }

    /// Whether a box is ticked.
    func flag(_ name: String) -> JSONTree { .bool(!field(name).isEmpty) }
}

/// Sizes and times, as people read them.
enum Shown {
    /// `256 MiB`.
    static func bytes(_ text: String) -> String {
        guard let bytes = UInt64(text) else { return "" }
        return bytes >= 1 << 20 ? "\(bytes >> 20) MiB" : bytes >= 1 << 10 ? "\(bytes >> 10) KiB" : "\(bytes) bytes"
    }

    /// A score that is longer is shown as it is.
    private static let mostDigits = 4096

    /// A score as people read it: a fraction, `100/3`, is rounded to two places.
    static func points(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "/")) else { return text }
        return Score(exactly: text, limit: mostDigits)?.text(places: 2) ?? text
    }

    /// What a verdict looks like: `good`, `bad`, or `wait`.
    static func kind(ofVerdict verdict: String) -> String {
        verdict == "AC" ? "good" : verdict.isEmpty ? "wait" : "bad"
    }

    /// What a verdict is called.
    static func name(ofVerdict verdict: String) -> String {
        switch verdict {
        case "AC": "Accepted"
        case "WA": "Wrong answer"
        case "PE": "Wrong format"
        case "TLE": "Time limit exceeded"
        case "MLE": "Memory limit exceeded"
        case "OLE": "Too much output"
        case "RTE", "RE": "Runtime error"
        case "CE": "Compile error"
        case "ILE": "Too much interaction"
        case "JE": "Judge error"
        case "PA", "PC": "Partly right"
        case "HACKED": "Hacked"
        default: verdict
        }
    }
}

extension PageFile {
    /// Its bytes in base64.
    var base64: String { Data(bytes).base64EncodedString() }
}
