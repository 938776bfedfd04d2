public import Grading
import StrictYAML
public import Units

extension ResultPolicy {
    private static let keys = ["results_prio", "results_remap", "lazy_eval_results"]
    /// DOMjudge's names of verdicts. It tells an output without a word from a wrong one, which is one verdict here.
    private static let names: [String: Set<Verdict>] = [
        "wrong-answer": [.wrongAnswer], "no-output": [.wrongAnswer],
        "timelimit": [.timeLimit, .idleLimit], "run-error": [.runTimeError, .securityViolation],
        "memory-limit": [.memoryLimit], "output-limit": [.outputLimit], "correct": [.accepted],
    ]
    /// What DOMjudge gives a verdict that is not named, and an accepted one.
    private static let usual = 99
    private static let accepted = 1

    /// The policy in a file with DOMjudge's settings `results_prio`, `results_remap` and `lazy_eval_results`. Verdicts are called as
    /// there, or by their codes here.
    /// - Parameters:
    ///   - yaml: what is in the file.
    ///   - file: what messages call it.
    /// - Throws: `Diagnostic` for what is none.
    public init(yaml: [UInt8], file: String) throws(Diagnostic) {
        guard yaml.count <= YAMLDocument.sizeLimit else { throw Diagnostic(file: file, message: "is too large") }
        let mapping = try YAMLDocument(bytes: yaml, file: file).root.mapping()
        try mapping.allow(Self.keys)
        self.init()
        if let given = try mapping["results_prio"]?.mapping() { ranks = try Self.ranks(given) }
        if let given = try mapping["results_remap"]?.mapping() { meanings = try Self.meanings(given) }
        if let node = mapping["lazy_eval_results"] { isLazy = try Self.isLazy(node) }
        guard isSound else { throw mapping.node.error("is no policy that can be kept; report this") }
    }

    /// The verdicts of failing test cases by their priorities, the highest first.
    private static func ranks(_ given: YAMLMapping) throws(Diagnostic) -> [Set<Verdict>] {
        var priorities: [Verdict: Int] = [:]
        for key in given.keys {
            let node = try given.value(key)
            let priority = try node.integer(in: -1_000_000...1_000_000)
            for verdict in try verdicts(key, node) {
                guard priorities.updateValue(priority, forKey: verdict) ?? priority == priority else {
                    throw node.error("is another priority than that of the same verdict under another name")
                }
            }
        }
        let least = priorities[.accepted] ?? accepted
        var byPriority: [Int: Set<Verdict>] = [:]
        for verdict in failures {
            let priority = priorities[verdict] ?? usual
            guard priority > least else {
                throw given.node.error("must give \(verdict.rawValue) a higher priority than what is correct has")
            }
            byPriority[priority, default: []].insert(verdict)
        }
        return byPriority.sorted { $0.key > $1.key }.map(\.value)
    }

    private static func meanings(_ given: YAMLMapping) throws(Diagnostic) -> [Verdict: Verdict] {
        var meanings: [Verdict: Verdict] = [:]
        for key in given.keys {
            let node = try given.value(key)
            let name = try node.string()
            guard let meaning = try Verdict.allCases.first(where: verdicts(name, node).contains) else { continue }
            for verdict in try verdicts(key, node) where verdict != meaning {
                guard failures.contains(verdict) else {
                    throw node.error("is said of \(key), which always stays what it is")
                }
                meanings[verdict] = meaning
            }
        }
        return meanings
    }

    /// The verdicts that `name` means.
    private static func verdicts(_ name: String, _ node: YAMLNode) throws(Diagnostic) -> Set<Verdict> {
        if let verdicts = names[name] { return verdicts }
        if let verdict = Verdict(rawValue: name), verdict == .accepted || failures.contains(verdict) {
            return [verdict]
        }
        let known = (names.keys.sorted() + failures.map(\.rawValue).sorted()).joined(separator: ", ")
        throw node.error("is said of \"\(name.prefix(40))\", and verdicts are called \(known)")
    }

    /// DOMjudge has numbers for it: 1 and 2.
    private static func isLazy(_ node: YAMLNode) throws(Diagnostic) -> Bool {
        if let flag = try? node.boolean() { return flag }
        switch try node.integer() {
        case 1: return true
        case 2: return false
        default: throw node.error("must be 1 (lazy) or 2 (all); what people start by hand is not known here")
        }
    }
}
