internal import Coordinator
internal import Events
internal import Executions
internal import FoundationEssentials
internal import Grading
internal import Units

/// An execution as a client is told of it.
struct ExecutionAnswer: Encodable, Sendable {
    var id: String?
    /// `open`, `finished`, `failed`, `cancelled`.
    var state: String
    var verdict: String?
    var language: String
    var labels: [String: String]?
    var created_at: Date?
    var started_at: Date?
    var finished_at: Date?
    var expires_at: Date?
    /// Why nothing came of it.
    var failure: String?
    var compilation: CompilationAnswer?
    /// How its own checker was compiled.
    var checker: CompilationAnswer?
    var tests: [TestAnswer]?
    var worker: String?

    /// One that is kept.
    init(_ state: ExecutionState, _ result: ExecutionResult?) {
        id = "\(state.id)"
        language = state.accepted.language
        labels = state.accepted.labels
        created_at = Date(nanoseconds: state.acceptedAt)
        expires_at = state.expiresAt.map { Date(nanoseconds: $0) }
        switch state.phase {
        case .open: self.state = "open"
        case .finished(let finished, let end):
            self.state = finished.failure.isEmpty ? "finished" : "failed"
            failure = finished.failure.isEmpty ? nil : finished.failure
            if finished.startedAtNs > 0 { started_at = Date(nanoseconds: finished.startedAtNs) }
            finished_at = Date(nanoseconds: end)
        case .cancelled(_, let end):
            self.state = "cancelled"
            finished_at = Date(nanoseconds: end)
        case .deleted: self.state = "cancelled"
        }
        if let result { take(result) }
    }

    /// One that is not kept.
    init(_ execution: Execution, _ result: ExecutionResult) {
        state = "finished"
        language = execution.language
        take(result)
    }

    private mutating func take(_ result: ExecutionResult) {
        verdict = result.verdict.rawValue
        compilation = CompilationAnswer(result.compilation)
        checker = result.checker.map { CompilationAnswer($0) }
        tests = result.tests.map { TestAnswer($0) }
        worker = result.worker
    }
}

/// How it was compiled.
struct CompilationAnswer: Encodable, Sendable {
    var succeeded: Bool
    var message: String
    var log: String
    var cpu_ms: Double
    var cached: Bool

    init(_ compilation: ExecutionCompilation) {
        (succeeded, message, log) = (compilation.succeeded, compilation.message, compilation.log)
        (cpu_ms, cached) = (compilation.cpuTime.inSeconds * 1000, compilation.isCached)
    }
}

/// What came of a test.
struct TestAnswer: Encodable, Sendable {
    var index: Int
    var verdict: String
    var message: String
    /// What the checker gives, as a decimal: points, or a part of all.
    var points, part: String?
    /// `exited`, `signaled`, `cpu_limit`, …
    var ending: String
    var exit_code: Int32?
    var signal: Int32?
    var cpu_ms: Double
    var wall_ms: Double
    var memory_bytes: Int64
    var stdout: ByteText
    var stderr: ByteText
    var files: [FileBody]
    var disturbed: Bool

    init(_ test: ExecutedTest) {
        (index, verdict, message) = (test.index, test.verdict.rawValue, test.message)
        switch test.points {
        case .score(let score)?: points = score.text()
        case .part(let part)?: self.part = part.text()
        case nil: break
        }
        ending = test.ending.name
        switch test.ending {
        case .exited(let status): exit_code = status
        case .signaled(let number): signal = number
        default: break
        }
        (cpu_ms, wall_ms) = (test.cpuTime.inSeconds * 1000, test.wallTime.inSeconds * 1000)
        memory_bytes = test.memory.bytes
        (stdout, stderr) = (ByteText(test.output), ByteText(test.error))
        files = test.files.map { FileBody($0) }
        disturbed = test.isDisturbed
    }
}

extension Date {
    /// That many nanoseconds after the beginning of 1970 (UTC).
    init(nanoseconds: Int64) {
        self.init(timeIntervalSince1970: Double(nanoseconds) / 1e9)
    }
}
