import Executions
import Grading
import Judging
import Telemetry
import Units

extension JobRunner {
    /// The program of a job was built.
    func traceBuild(_ span: ActiveSpan, language: String, succeeded: Bool, isCached: Bool) {
        span.end([
            "verdict.language": .text(language), "verdict.compiled": .bool(succeeded),
            "verdict.cached": .bool(isCached),
        ])
    }

    /// A test of an execution has ended.
    func trace(_ test: ExecutedTest, in trace: TraceContext?) {
        tracer.record(
            "test", in: trace, lasting: test.wallTime,
            [
                "verdict.test": .number(Int64(test.index)), "verdict.verdict": .text(test.verdict.rawValue),
                "verdict.cpu_ms": .real(test.cpuTime.inSeconds * 1000),
                "verdict.memory_bytes": .number(test.memory.bytes),
            ])
    }

    /// A test case of a submission has ended.
    func trace(_ result: TestResult, _ index: Int, in trace: TraceContext?) {
        tracer.record(
            "test", in: trace, lasting: result.wallTime,
            [
                "verdict.test": .number(Int64(index)), "verdict.verdict": .text(result.verdict.rawValue),
                "verdict.cpu_ms": .real(result.cpuTime.inSeconds * 1000),
                "verdict.memory_bytes": .number(result.memory.bytes),
            ])
    }
}
