internal import Grading
internal import Problems
internal import Units

/// Solutions by test cases, as far as they are judged. A pure value: what clients get is made of it.
struct InvocationMatrix: Sendable {
    /// A solution, what it promises, and what was found of it.
    struct Row: Sendable {
        var path: String
        var language: String?
        var expected: ExpectedResult
        var findings: SolutionFindings
    }

    /// A column.
    struct Column: Hashable, Sendable {
        var index: Int
        var name: String
        var group: String
        var isSample: Bool
    }

    /// The slowest of those that are to be accepted, and are.
    struct Slowest: Hashable, Sendable {
        var path: String
        var test: String
        var cpuNs: UInt64
    }

    var rows: [Row]
    var columns: [Column]
    /// Whether all test cases of the version are there: else nothing is said of what was promised.
    var isWhole: Bool
    private let size: Int

    init(rows: [Row], tests: [TestCase], isWhole: Bool) {
        (self.rows, self.isWhole, size) = (rows, isWhole, tests.count)
        columns = tests.enumerated().map { index, test in
            Column(index: index, name: test.name, group: test.group, isSample: test.isSample)
        }
    }

    /// How many runs are over, and how many there are; what will not be judged is over.
    var progress: (done: Int, total: Int) {
        (rows.reduce(0) { $0 + done($1) }, rows.count * size)
    }

    /// How many runs of a solution are over.
    func done(_ row: Row) -> Int {
        switch row.findings.phase {
        case .judged, .refused, .stopped: size
        case .waiting, .judging, .stuck: row.findings.runs.count
        }
    }

    /// Whether nothing more comes.
    var hasEnded: Bool { rows.allSatisfy { [.judged, .refused, .stopped].contains($0.findings.phase) } }

    /// What of a solution is not as it promises, each in words; nil where nothing can be said: it is not judged, or not on all test
    /// cases.
    func broken(_ row: Row) -> [String]? {
        let findings = row.findings
        guard isWhole, findings.phase == .judged, let verdict = findings.verdict else { return nil }
        let tests = columns.compactMap { column -> JudgedTest? in
            guard let run = findings.runs[column.index], run.verdict != .skipped else { return nil }
            return JudgedTest(name: column.name, verdict: run.verdict, message: run.message)
        }
        return row.expected.broken(by: verdict, score: findings.score, tests: tests, groups: findings.groups)
    }

    /// The most CPU time that is not too much; nil while nothing was run.
    var limitNs: UInt64? { rows.lazy.compactMap(\.findings.limitNs).first }

    /// The slowest run of those solutions that are to be accepted and nothing else, and are.
    var slowest: Slowest? {
        var slowest: Slowest?
        for row in rows where row.expected.verdicts == [.accepted] && row.findings.verdict == .accepted {
            for column in columns {
                guard let run = row.findings.runs[column.index], run.didRun, run.cpuNs > slowest?.cpuNs ?? 0 else {
                    continue
                }
                slowest = Slowest(path: row.path, test: column.name, cpuNs: run.cpuNs)
            }
        }
        return slowest
    }

    /// How many times as long as that it may take; nil while that is not known.
    var margin: Double? {
        guard let limitNs, let slowest, slowest.cpuNs > 0 else { return nil }
        return Double(limitNs) / Double(slowest.cpuNs)
    }

    // MARK: A part of it

    /// Which part somebody wants.
    struct Filter: Hashable, Sendable {
        /// What the path of a solution contains.
        var solution: String?
        /// What the name of a test case contains.
        var test: String?
        /// The verdict that one of the solutions has on a test case.
        var verdict: Verdict?
        /// Only solutions that are not as they promise.
        var isUnexpected = false
    }

    /// What is left of it.
    func filtered(by filter: Filter) -> InvocationMatrix {
        var part = self
        if let text = filter.solution { part.rows.removeAll { !$0.path.contains(text) } }
        if filter.isUnexpected { part.rows.removeAll { broken($0)?.isEmpty ?? true } }
        if let text = filter.test { part.columns.removeAll { !$0.name.contains(text) } }
        if let verdict = filter.verdict {
            part.columns.removeAll { column in
                !part.rows.contains { $0.findings.runs[column.index]?.verdict == verdict }
            }
        }
        return part
    }
}
