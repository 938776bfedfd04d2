import Grading
public import JSONText
import Units

extension SampleResult {
    /// The result as an object of one line, keys in their documented order.
    public var record: JSONTree {
        let members: [(String, JSONTree)] = [
            ("task_id", .string(task)), ("sample", JSONTree(number)), ("passed", .bool(isPassed)),
            ("result", .string(words)), ("verdict", .string(verdict.rawValue)), ("message", .string(message)),
            ("tests_passed", JSONTree(accepted)), ("tests", JSONTree(tests)), ("language", .string(language)),
            ("cpu_ms", JSONTree(cpuTime.wholeMilliseconds)), ("wall_ms", JSONTree(wallTime.wholeMilliseconds)),
            ("memory_kib", JSONTree(memory.kibibytes)), ("sample_sha256", .string(digest)),
        ]
        return .object(members.map { JSONTree.Member(key: $0.0, value: $0.1) })
    }
}

/// What of a result is needed to go on where an earlier evaluation stopped.
struct KnownResult: Hashable, Sendable {
    /// The task's name.
    var task: String
    /// The sample's place among those of its task.
    var number: Int
    /// What tells the program from another one.
    var digest: String
    /// Whether it was right.
    var isPassed: Bool
    /// How many tests were accepted.
    var accepted: Int
    /// How many tests there are.
    var tests: Int
    /// Whether the sample could not be run, so that it is worth another try.
    var isJudgeError: Bool

    /// What a line of results says.
    /// - Throws: ``RecordError`` if it is none.
    init(_ record: JSONTree) throws(RecordError) {
        guard let task = record["task_id"]?.string, let number = record["sample"]?.integer,
            let digest = record["sample_sha256"]?.string, let isPassed = record["passed"]?.bool,
            let accepted = record["tests_passed"]?.integer, let tests = record["tests"]?.integer, number >= 0
        else { throw RecordError("it is no result of an evaluation") }
        (self.task, self.number, self.digest) = (task, number, digest)
        (self.isPassed, self.accepted, self.tests) = (isPassed, accepted, tests)
        isJudgeError = record["verdict"]?.string == Verdict.judgeError.rawValue
    }
}
