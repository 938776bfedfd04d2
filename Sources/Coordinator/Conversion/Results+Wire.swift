import Events
public import Storage
import SwiftProtobuf
public import Wire

// What workers and clients send, as the log keeps it. The log has messages of its own: a field of a call can change
// without changing what is kept for ever.

extension ContentHash {
    /// The hash that a message refers to; nil if that is none.
    public init?(_ content: Verdict_V1_BlobRef) {
        self.init(bytes: content.hash)
    }
}

extension LoggedVerdict {
    init(_ wire: Verdict_V1_Verdict) {
        self = LoggedVerdict(rawValue: wire.rawValue) ?? .unspecified
    }
}

extension LoggedPriority {
    init(_ wire: Verdict_V1_Priority) {
        self = LoggedPriority(rawValue: wire.rawValue) ?? .unspecified
    }
}

extension LoggedBlobRef {
    init(_ wire: Verdict_V1_BlobRef) {
        self.init()
        (hash, size) = (wire.hash, wire.size)
    }
}

extension LoggedFileRef {
    init(_ wire: Verdict_V1_FileRef) {
        self.init()
        path = wire.path
        content = LoggedBlobRef(wire.content)
        executable = wire.executable
    }
}

extension LoggedSourceFile {
    init(_ wire: Verdict_V1_SourceFile) {
        self.init()
        (name, content) = (wire.name, wire.content)
    }
}

extension LoggedCompilation {
    init(_ wire: Verdict_V1_Compilation) {
        self.init()
        (succeeded, message, log, cached) = (wire.succeeded, wire.message, wire.log, wire.cached)
        (cpuTimeNs, contentHash) = (wire.cpuTimeNs, wire.contentHash)
    }
}

extension LoggedBuildResult {
    init(_ wire: Verdict_V1_BuildResult) {
        self.init()
        compilation = LoggedCompilation(wire.compilation)
        language = wire.language
        artifact = wire.artifact.map { LoggedFileRef($0) }
        (sources, toolchain) = (wire.sources, wire.toolchain)
    }
}

extension LoggedTestResult {
    init(_ wire: Verdict_V1_TestResult) {
        self.init()
        (name, message, repeatedBecause) = (wire.name, wire.message, wire.repeatedBecause)
        verdict = LoggedVerdict(wire.verdict)
        (cpuTimeNs, wallTimeNs, measurementsNs) = (wire.cpuTimeNs, wire.wallTimeNs, wire.measurementsNs)
        (memoryBytes, outputBytes, doubtful) = (wire.memoryBytes, wire.outputBytes, wire.doubtful)
        if wire.hasInstructions { instructions = wire.instructions }
        if wire.hasStderr { stderr = wire.stderr }
        if wire.hasTranscript { transcript = wire.transcript }
        if wire.hasDisturbance { disturbance = LoggedDisturbance(wire.disturbance) }
        switch wire.points {
        case .pointsScore(let score)?: pointsScore = score
        case .pointsPart(let part)?: pointsPart = part
        case nil: break
        }
    }
}

extension LoggedDisturbance {
    init(_ wire: Verdict_V1_Disturbance) {
        self.init()
        (stolenNs, throttledNs, preemptions, notable) = (
            wire.stolenNs, wire.throttledNs, wire.preemptions, wire.notable
        )
        if wire.hasWaitedNs { waitedNs = wire.waitedNs }
    }
}

extension LoggedExecuteResult {
    init(_ wire: Verdict_V1_ExecuteResult) {
        self.init()
        tests = wire.tests.map { Test($0) }
        (layers, workNs) = (wire.layers, wire.workNs)
    }
}

extension LoggedExecuteResult.Test {
    init(_ wire: Verdict_V1_ExecuteResult.Test) {
        self.init()
        index = wire.index
        result = LoggedTestResult(wire.result)
    }
}

extension LoggedTimeLimitEstimate {
    init(_ wire: Verdict_V1_TimeLimitEstimate) {
        self.init()
        (limitNs, marginNs) = (wire.limitNs, wire.marginNs)
        (slowestNs, submission) = (wire.slowestNs, wire.submission)
    }
}

extension LoggedTimeAllowance {
    init(_ wire: Verdict_V1_TimeAllowance) {
        self = LoggedTimeAllowance(rawValue: wire.rawValue) ?? .unspecified
    }
}

extension LoggedMeasureResult {
    init(_ wire: Verdict_V1_MeasureResult) {
        self.init()
        (cpuTimeNs, explanation) = (wire.cpuTimeNs, wire.explanation)
        if wire.hasEstimate { estimate = LoggedTimeLimitEstimate(wire.estimate) }
    }
}

extension LoggedGradeResult {
    init(_ wire: Verdict_V1_GradeResult) {
        self.init()
        (group, score, remark) = (wire.group, wire.score, wire.remark)
        verdict = LoggedVerdict(wire.verdict)
    }
}

extension Quota {
    init(_ wire: Verdict_V1_Quota) {
        self.init()
        (tenant, contentBytes) = (wire.tenant, wire.contentBytes)
        (submissionsAtOnce, submissionsPerMinute) = (wire.submissionsAtOnce, wire.submissionsPerMinute)
        priority = LoggedPriority(wire.priority)
    }
}

extension JobResult {
    init(_ wire: Verdict_V1_FinishRequest) {
        (lease, job) = (wire.lease, wire.job)
        kind =
            switch wire.result {
            case .build(let result)?: .build(LoggedBuildResult(result))
            case .execute(let result)?: .execute(LoggedExecuteResult(result))
            case .grade(let result)?: .grade(LoggedGradeResult(result))
            case .measure(let result)?: .measure(LoggedMeasureResult(result))
            case .failure(let failure)?: .failure(failure.message, isWorthRetrying: failure.worthRetrying)
            case nil: .unknown
            }
    }
}

extension SubmissionRequest {
    init(_ wire: Verdict_V1_SubmitRequest) {
        self.init()
        (idempotencyKey, package, language) = (wire.idempotencyKey, [UInt8](wire.package), wire.language)
        sources = wire.sources.map { LoggedSourceFile($0) }
        priority = LoggedPriority(wire.priority)
        (allTests, contest, entryPoint) = (wire.allTests, wire.contest, wire.entryPoint)
        timeAllowance = LoggedTimeAllowance(wire.timeAllowance)
        (policy, dialect) = (wire.policy, wire.dialect)
    }
}
