import Glibc
import StrictYAML
import Units

/// The arguments of a DMOJ checker, as its `init.yml` has them: a mapping in YAML or JSON.
struct DMOJArguments {
    private let mapping: YAMLMapping?

    /// Reads the arguments, of which there may be none.
    /// - Throws: ``CheckingError`` if they are no mapping, or have a key that is not in `known`.
    init(_ arguments: [String], known: [String] = []) throws(CheckingError) {
        let text = arguments.joined(separator: " ")
        do throws(Diagnostic) {
            mapping = text.isEmpty ? nil : try YAMLDocument(text: text, file: "arguments").root.mapping()
            try mapping?.allow(known)
        } catch {
            throw CheckingError(badArguments: error)
        }
    }

    /// The value of `key` as `read` reads it; nil if it is not given.
    func value<Value>(
        _ key: String, _ read: (YAMLNode) throws(Diagnostic) -> Value
    ) throws(CheckingError) -> Value? {
        guard let node = mapping?[key] else { return nil }
        do throws(Diagnostic) {
            return try read(node)
        } catch {
            throw CheckingError(badArguments: error)
        }
    }

    /// Whether `key` is true; `fallback` if it is not given.
    func flag(_ key: String, or fallback: Bool) throws(CheckingError) -> Bool {
        try value(key) { node throws(Diagnostic) in try node.boolean() } ?? fallback
    }

    /// 10 to the power of minus `precision`, which is 6 unless it is given.
    func epsilon() throws(CheckingError) -> Double {
        let digits = try value("precision") { node throws(Diagnostic) in try node.integer(in: -300...400) }
        return pow(10, -Double(digits ?? 6))
    }
}

extension DMOJArguments {
    /// How the lines of `linematches` are weighted.
    func scoredLines() throws(CheckingError) -> ScoredLines {
        let weights =
            try value("point_distribution") { node throws(Diagnostic) in
                try node.sequence().map { weight throws(Diagnostic) in try weight.integer(in: 0...1_000_000_000) }
            } ?? [1]
        let isRequired = try flag("filler_lines_required", or: true)
        guard weights.contains(where: { $0 > 0 }) else {
            throw CheckingError(.badArgument, "point_distribution gives no points; let one of its numbers be above 0")
        }
        return .weighted(weights, allowsMissing: !isRequired)
    }
}

extension CheckingError {
    fileprivate init(badArguments error: Diagnostic) {
        self.init(
            .badArgument, "the checker's arguments: \(error.message); give a mapping such as {\"precision\": 6}")
    }
}
