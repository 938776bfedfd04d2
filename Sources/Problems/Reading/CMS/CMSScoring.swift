import Grading
import PackageFiles
import StrictYAML
import Units

/// How many tests a task has, and what they are worth: as `task.yaml` says, else as `gen/GEN` does, else all the same.
struct CMSScoring {
    /// How many tests there are.
    private(set) var tests = 0
    /// The subtasks; empty: each test is worth ``points``.
    private(set) var subtasks: [Subtask] = []
    /// What each test is worth, where there are no subtasks.
    private(set) var points = Score.zero

    private static let groups: [String: GroupRule.Aggregate] = ["GroupMin": .minimum, "GroupMul": .product]

    init(_ task: YAMLMapping, _ script: CMSGeneratorScript, _ findings: Findings) {
        let count = findings.collect { () throws(Diagnostic) in
            try task["n_input"]?.integer(in: 0...TreeLimits.files)
        }
        if task["score_type"] != nil, task["score_type_parameters"] != nil, let count {
            tests = count
            _ = findings.collect { () throws(Diagnostic) in try self.read(task) }
        } else if script.isThere {
            tests = script.lines.count
            for subtask in script.subtasks { add(Score(subtask.points), subtask.tests, .minimum) }
            if let count, count != tests {
                findings.error(
                    CMSReader.settingsFile, line: task.line(of: "n_input"),
                    "\"n_input\" is \(count), and gen/GEN has \(tests) tests; make them equal")
            }
        } else if let count {
            tests = count
        } else {
            findings.error(CMSReader.settingsFile, "there is neither \"n_input\" nor gen/GEN; add one of them")
        }
        let given = subtasks.reduce(0) { $0 + $1.tests }
        if !subtasks.isEmpty, given != tests {
            findings.error(
                CMSReader.settingsFile, line: task.line(of: "score_type_parameters"),
                "the subtasks have \(given) tests, and there are \(tests); make them equal")
        }
        if tests == 0, findings.errors.isEmpty {
            findings.error(CMSReader.settingsFile, "there are no tests; add some")
        }
        guard subtasks.isEmpty, points == .zero, tests > 0 else { return }
        let total = findings.collect { () throws(Diagnostic) in try task["total_value"].map(ScoreSettings.score) }
        points = (total ?? Score(100)) / Score(tests)
    }

    private mutating func read(_ task: YAMLMapping) throws(Diagnostic) {
        let type = try task.value("score_type")
        let parameters = try task.value("score_type_parameters")
        let name = try type.string()
        if name == "Sum" {
            points = try ScoreSettings.score(parameters)
            return
        }
        guard let aggregate = Self.groups[name] else {
            throw type.error("must be Sum, GroupMin or GroupMul; \(name) is not read")
        }
        for node in try parameters.sequence() {
            let parts = try node.sequence()
            guard parts.count >= 2 else { throw node.error("must be a list: points, and how many tests") }
            guard let count = try? parts[1].integer(in: 0...TreeLimits.files) else {
                throw parts[1].error("must be a number of tests; patterns of names are not read")
            }
            add(try ScoreSettings.score(parts[0]), count, aggregate)
        }
    }

    private mutating func add(_ points: Score, _ tests: Int, _ aggregate: GroupRule.Aggregate) {
        let name = "subtask-\(subtasks.count + 1)"
        subtasks.append(Subtask(name: name, tests: tests, points: points, aggregate: aggregate))
    }
}
