import Grading
public import Judging
import Problems
import Provenance
import Sandbox
import Units

/// A judgement as the JSON object that `verdict judge --json` prints.
public enum JudgementRecord {
    /// The record of `judgement`: the documented keys in their documented order, then further ones.
    /// - Parameter members: what else there is to say of it, at its end.
    public static func json(of judgement: Judgement, adding members: [JSONValue.Member] = []) -> JSONValue {
        let record: JSONValue = [
            "submission": .string(judgement.submission.path),
            "language": judgement.language.map { .string($0) } ?? .null,
            "verdict": .string(judgement.verdict.rawValue),
            "expected": .array(judgement.submission.expected.verdictNames.map { .string($0) }),
            "as_expected": .bool(judgement.isAsExpected),
            "score": json(of: judgement.score),
            "cpu_ms": .integer(judgement.cpuTime.wholeMilliseconds),
            "wall_ms": .integer(judgement.wallTime.wholeMilliseconds),
            "memory_kib": .integer(judgement.memory.kibibytes),
            "compile": compilation(of: judgement),
            "groups": .array(judgement.groups.map(json(of:))),
            "tests": .array(judgement.tests.map(json(of:))),
            "message": .string(judgement.message),
            "deciding_test": judgement.decidingTest.map { .string($0) } ?? .null,
            "limits": [
                "cpu_ms": .integer(judgement.limits.cpuTime.wholeMilliseconds),
                "wall_ms": .integer(judgement.limits.wallTime.wholeMilliseconds),
                "memory_kib": .integer(judgement.limits.memory.kibibytes),
                "output_kib": .integer(judgement.limits.output.kibibytes),
            ],
            "estimate": json(of: judgement.estimate),
            "source_sha256": json(of: judgement.content.source),
            "tests_sha256": json(of: judgement.content.tests),
            "checker_sha256": json(of: judgement.content.checker),
            "toolchain": judgement.content.toolchain.map { .string($0) } ?? .null,
            "build_key": judgement.compilation.flatMap { $0.buildKey.isEmpty ? nil : .string($0.buildKey) } ?? .null,
            "warnings": .array(judgement.warnings.map { .string($0) }),
            "layers": .array(judgement.layers.map { .string($0.rawValue) }),
        ]
        return record.adding(members)
    }

    /// A decimal as text, so that nobody's floating-point numbers change it; null where there is no score.
    private static func json(of score: Score?) -> JSONValue {
        score.map { .string($0.text()) } ?? .null
    }

    /// How the time limit was found; null where it is given.
    private static func json(of estimate: TimeLimitEstimate?) -> JSONValue {
        guard let estimate else { return .null }
        return [
            "limit_ms": .integer(estimate.limit.wholeMilliseconds),
            "margin_ms": .integer(estimate.margin.wholeMilliseconds),
            "slowest_ms": .integer(estimate.slowest.wholeMilliseconds),
            "submission": .string(estimate.submission),
        ]
    }

    private static func json(of digest: ContentDigest?) -> JSONValue {
        digest.map { .string("\($0)") } ?? .null
    }

    private static func json(of group: JudgedGroup) -> JSONValue {
        ["name": .string(group.name), "verdict": .string(group.verdict.rawValue), "score": json(of: group.score)]
    }

    private static func compilation(of judgement: Judgement) -> JSONValue {
        guard let compilation = judgement.compilation else {
            return ["ok": false, "cpu_ms": 0, "log": .string(judgement.message), "cached": false]
        }
        return [
            "ok": .bool(compilation.succeeded),
            "cpu_ms": .integer(compilation.cpuTime.wholeMilliseconds),
            "log": .string(compilation.log + compilation.message),
            "cached": .bool(compilation.isCached),
        ]
    }

    private static func json(of test: TestResult) -> JSONValue {
        [
            "name": .string(test.name),
            "verdict": .string(test.verdict.rawValue),
            "score": json(of: test.score),
            "cpu_ms": .integer(test.cpuTime.wholeMilliseconds),
            "wall_ms": .integer(test.wallTime.wholeMilliseconds),
            "memory_kib": .integer(test.memory.kibibytes),
            "message": .string(test.message),
            "stderr": test.standardError.map { .string($0) } ?? .null,
            "transcript": test.transcript.map { .string($0) } ?? .null,
            "repeated": .bool(test.wasRepeated),
            "repeated_because": test.doubt.map { .string($0.rawValue) } ?? .null,
            "measured_cpu_us": .array(test.measurements.map { .integer($0.nanoseconds / 1000) }),
            "disturbed": .bool(test.isDisturbed),
            "doubtful": .bool(test.isDoubtful),
            "disturbance": test.disturbance.json,
            "instructions": test.instructions.map { .integer(Int64($0)) } ?? .null,
        ]
    }
}
