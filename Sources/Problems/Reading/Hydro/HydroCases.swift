import Grading
import PackageFiles
import StrictYAML
import Units

/// A test case of Hydro.
struct HydroCase {
    /// Its number, by which the cases of a subtask are ordered; nil: as they stand.
    var id: Int?
    /// Its input; nil: an empty one.
    var input: PackageFile?
    /// Its answer; nil: an empty one.
    var answer: PackageFile?
    /// What it is worth; nil: it gets a share.
    var score: Score?
    var time: Duration
    var memory: ByteCount
}

/// A subtask of Hydro.
struct HydroSubtask {
    /// How the scores of its cases make its own.
    enum Kind: String, CaseIterable { case min, max, sum }

    /// Its number, by which the others name it.
    var id: Int
    var kind: Kind
    /// What it is worth; nil: it gets a share.
    var score: Score?
    /// The numbers of the subtasks that have to be passed, and where they are named.
    var requires: [(id: Int, node: YAMLNode)] = []
    var cases: [HydroCase]
    /// Whether its cases are listed.
    var isListed = true
    var time: Duration
    var memory: ByteCount
    var line: Int?
}

/// The subtasks that `config.yaml` lists, or that the names of files tell, in the order of their numbers, with all scores.
struct HydroCases {
    private(set) var subtasks: [HydroSubtask] = []
    /// The most time that a case has.
    var time: Duration { subtasks.flatMap(\.cases).map(\.time).max() ?? usualTime }
    /// The most memory that a case has.
    var memory: ByteCount { subtasks.flatMap(\.cases).map(\.memory).max() ?? usualMemory }

    /// Whether an empty file stands for one that is not named.
    var isLacking: Bool { subtasks.flatMap(\.cases).contains { $0.input == nil || $0.answer == nil } }

    private static let all = Score(100)
    /// The most subtasks that there may be.
    private static let limit = 1000

    private let files: HydroFiles
    private let findings: Findings
    private let usualTime: Duration
    private let usualMemory: ByteCount

    init(_ config: YAMLMapping, _ files: HydroFiles, _ findings: Findings) {
        self.files = files
        self.findings = findings
        usualTime =
            findings.collect { () throws(Diagnostic) in
                try config["time"].map { node throws(Diagnostic) in try node.hydroTime() }
            } ?? .seconds(1)
        usualMemory =
            findings.collect { () throws(Diagnostic) in
                try config["memory"].map { node throws(Diagnostic) in try node.hydroMemory() }
            } ?? .mebibytes(256)
        _ = findings.collect { () throws(Diagnostic) in try self.list(config) }
        if !subtasks.contains(where: \.isListed) { pair(config) }
        for subtask in subtasks where subtask.cases.isEmpty {
            findings.error(
                config.node.file, line: subtask.line, "the subtask \(subtask.id) has no test cases; add some")
        }
        giveScores()
    }

    private mutating func list(_ config: YAMLMapping) throws(Diagnostic) {
        if let node = config["cases"], try !node.sequence().isEmpty {
            if let other = config["subtasks"] { throw other.error("stands beside \"cases\", which count; remove one") }
            let whole = HydroSubtask(
                id: 1, kind: .sum, cases: [], time: usualTime, memory: usualMemory, line: node.line)
            subtasks = [whole]
            subtasks[0].cases = try cases(node, of: whole)
            return
        }
        let nodes = try config["subtasks"]?.sequence() ?? []
        guard nodes.count <= Self.limit else {
            throw nodes[Self.limit].error("is one of more than \(Self.limit) subtasks; make fewer")
        }
        for (index, node) in nodes.enumerated() {
            let read = findings.collect { () throws(Diagnostic) in try self.subtask(node, number: index + 1) }
            guard let subtask = read else { continue }
            guard !subtasks.contains(where: { $0.id == subtask.id }) else {
                findings.error(node.file, line: node.line, "the subtask \(subtask.id) stands twice; change its \"id\"")
                continue
            }
            subtasks.append(subtask)
        }
        subtasks.sort { $0.id < $1.id }
    }

    private func subtask(_ node: YAMLNode, number: Int) throws(Diagnostic) -> HydroSubtask {
        let mapping = try node.mapping()
        findings.allow(["id", "type", "score", "time", "memory", "if", "cases"], in: mapping)
        var subtask = HydroSubtask(
            id: try mapping["id"]?.integer(in: 0...1_000_000) ?? number,
            kind: try mapping["type"]?.choice() ?? .min, score: try Self.score(mapping["score"]), cases: [],
            time: try mapping["time"]?.hydroTime() ?? usualTime,
            memory: try mapping["memory"]?.hydroMemory() ?? usualMemory, line: node.line)
        for required in try mapping["if"]?.sequence() ?? [] {
            subtask.requires.append((try required.integer(), required))
        }
        if let list = mapping["cases"] {
            subtask.cases = try cases(list, of: subtask)
        } else {
            subtask.isListed = false
        }
        return subtask
    }

    private func cases(_ node: YAMLNode, of subtask: HydroSubtask) throws(Diagnostic) -> [HydroCase] {
        var cases: [HydroCase] = []
        for element in try node.sequence() {
            let read = findings.collect { () throws(Diagnostic) in
                let mapping = try element.mapping()
                findings.allow(["id", "input", "output", "score", "time", "memory"], in: mapping)
                return HydroCase(
                    id: try mapping["id"]?.integer(), input: try file(mapping["input"]),
                    answer: try file(mapping["output"]), score: try Self.score(mapping["score"]),
                    time: try mapping["time"]?.hydroTime() ?? subtask.time,
                    memory: try mapping["memory"]?.hydroMemory() ?? subtask.memory)
            }
            if let read { cases.append(read) }
        }
        return cases
    }

    private func file(_ node: YAMLNode?) throws(Diagnostic) -> PackageFile? {
        guard let node, try node.string() != "/dev/null", try !node.string().isEmpty else { return nil }
        return try files.file(node)
    }

    /// A score; nil for none, and for 0, which Hydro takes for none.
    private static func score(_ node: YAMLNode?) throws(Diagnostic) -> Score? {
        guard let node else { return nil }
        let score = try ScoreSettings.score(node)
        guard score >= .zero else { throw node.error("must be 0 or more") }
        return score == .zero ? nil : score
    }

    /// Takes the cases that the names of files tell.
    private mutating func pair(_ config: YAMLMapping) {
        let isAnswerless = findings.collect { () throws(Diagnostic) in try config["noOutputFile"]?.boolean() } ?? false
        for pair in HydroNames(files.data, hasAnswers: !isAnswerless).pairs {
            let found = subtasks.firstIndex { $0.id == pair.subtask }
            let place = found ?? subtasks.count
            if found == nil {
                subtasks.append(
                    HydroSubtask(
                        id: pair.subtask, kind: pair.isGrouped ? .min : .sum, cases: [], isListed: false,
                        time: usualTime, memory: usualMemory))
            }
            subtasks[place].cases.append(
                HydroCase(
                    id: pair.number, input: pair.input, answer: pair.answer, time: subtasks[place].time,
                    memory: subtasks[place].memory))
        }
        subtasks.sort { $0.id < $1.id }
    }

    /// Shares what is left of 100 points among subtasks without a score, and what is left of theirs among their cases.
    private mutating func giveScores() {
        let shares = Self.shares(subtasks.map(\.score), of: Self.all)
        for index in subtasks.indices {
            subtasks[index].score = shares[index]
            let ordered = subtasks[index].cases.enumerated().sorted { first, second in
                (first.element.id ?? first.offset + 1, first.offset) < (
                    second.element.id ?? second.offset + 1, second.offset
                )
            }
            subtasks[index].cases = ordered.map(\.element)
            let scores = subtasks[index].cases.map(\.score)
            let own =
                subtasks[index].kind == .sum
                ? Self.shares(scores, of: shares[index]) : scores.map { $0 ?? shares[index] }
            for place in own.indices { subtasks[index].cases[place].score = own[place] }
        }
    }

    /// The scores, with whole shares of what is left of `all` for those that are not given; the last ones get one more where it does
    /// not come out even.
    static func shares(_ given: [Score?], of all: Score) -> [Score] {
        let minus = Score(-1)
        let count = given.count { $0 == nil }
        guard count > 0 else { return given.compactMap(\.self) }
        let left = max(.zero, all + minus * given.compactMap(\.self).reduce(.zero, +))
        let base = (left / Score(count)).roundedDown
        let rest = left + minus * base * Score(count)
        var number = 0
        return given.map { score in
            if let score { return score }
            number += 1
            return Score(count) + minus * rest < Score(number) ? base + .one : base
        }
    }
}
