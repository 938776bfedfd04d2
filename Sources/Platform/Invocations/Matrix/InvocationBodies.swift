internal import Coordinator
internal import Grading
internal import Kernel
internal import Problems

/// What clients send and get. The names of fields are the API's.
enum InvocationBody {
    struct Wanted: Decodable {
        /// Nil: the version that counts.
        var version: UInt32?
        /// Paths; nil: all.
        var solutions: [String]?
        /// Names of test cases, or of groups of them; nil: all.
        var tests: [String]?
    }

    struct Made: Encodable { var id, live: String }

    struct Choice: Encodable {
        struct Solution: Encodable {
            var path: String
            var language: String?
            var expected: [String]
        }

        var version: UInt32
        var solutions: [Solution]
        var tests: Int
        var groups: [String]
    }

    struct Row: Encodable {
        var id: String
        var version: UInt32
        var solutions, tests: Int
        var by, at: String
        var isStopped: Bool
    }

    struct List: Encodable {
        var invocations: [Row]
        var next: String?
    }

    struct Cell: Encodable {
        var verdict: String
        var cpuMilliseconds: UInt64
        var memoryBytes: UInt64
        var score: String?
    }

    struct Test: Encodable {
        var name, group: String
        var isSample: Bool
    }

    struct Solution: Encodable {
        var path: String
        var language: String?
        var expected: [String]
        var state: String
        var reason, verdict, score, message: String?
        /// The most of one test case.
        var cpuMilliseconds, memoryBytes: UInt64?
        /// How many of its runs are over.
        var done: Int
        var isAsExpected: Bool?
        var broken: [String]
        /// Beside the test cases of this page; null: not run yet.
        var cells: [Cell?]
    }

    struct Slowest: Encodable {
        var solution, test: String
        var cpuMilliseconds: UInt64
    }

    struct Matrix: Encodable {
        var id, problem: String
        var version: UInt32
        var by, at, state: String
        var isWhole: Bool
        var done, total: Int
        var timeLimitMilliseconds: UInt64?
        var slowestAccepted: Slowest?
        var margin: Double?
        /// Of this page, and how many there are in all.
        var tests: [Test]
        var testsInAll: Int
        var solutions: [Solution]
        var next: String?
    }

    struct News: Encodable {
        var id, state: String
        var done, total: Int
    }
}

extension InvocationBody.Solution {
    /// A row beside those columns.
    init(_ row: InvocationMatrix.Row, of matrix: InvocationMatrix, _ columns: ArraySlice<InvocationMatrix.Column>) {
        let findings = row.findings
        let ran = findings.runs.values.filter(\.didRun)
        let broken = matrix.broken(row)
        self.init(
            path: row.path, language: row.language, expected: row.expected.verdictNames,
            state: findings.phase.rawValue, reason: findings.reason, verdict: findings.verdict?.rawValue,
            score: findings.score.map { "\($0)" }, message: findings.message.isEmpty ? nil : findings.message,
            cpuMilliseconds: ran.map(\.cpuNs).max().map { $0 / 1_000_000 },
            memoryBytes: ran.map(\.memoryBytes).max(), done: matrix.done(row), isAsExpected: broken?.isEmpty,
            broken: broken ?? [], cells: columns.map { column in findings.runs[column.index].map { .init($0) } })
    }
}

extension InvocationBody.Cell {
    init(_ run: SolutionFindings.Run) {
        self.init(
            verdict: run.verdict.rawValue, cpuMilliseconds: run.cpuNs / 1_000_000, memoryBytes: run.memoryBytes,
            score: run.score.isEmpty ? nil : run.score)
    }
}
