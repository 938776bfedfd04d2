import Events
import FoundationEssentials
import Storage
import SwiftProtobuf
import Wire

// What the log keeps, as clients and workers are told it.

extension Verdict_V1_Verdict {
    init(_ logged: LoggedVerdict) {
        self = Verdict_V1_Verdict(rawValue: logged.rawValue) ?? .unspecified
    }
}

extension Verdict_V1_Priority {
    init(_ logged: LoggedPriority) {
        self = Verdict_V1_Priority(rawValue: logged.rawValue) ?? .unspecified
    }
}

extension Verdict_V1_BlobRef {
    init(_ logged: LoggedBlobRef) {
        self.init()
        (hash, size) = (logged.hash, logged.size)
    }
}

extension Verdict_V1_FileRef {
    init(_ logged: LoggedFileRef) {
        self.init()
        path = logged.path
        content = Verdict_V1_BlobRef(logged.content)
        executable = logged.executable
    }
}

extension Verdict_V1_SourceFile {
    init(_ logged: LoggedSourceFile) {
        self.init()
        (name, content) = (logged.name, logged.content)
    }
}

extension Verdict_V1_TestLimits {
    init(_ logged: LoggedTestLimits) {
        self.init()
        (cpuTimeNs, memoryBytes, outputBytes) = (logged.cpuTimeNs, logged.memoryBytes, logged.outputBytes)
        cpuStopNs = logged.cpuStopNs
        if logged.hasEstimate { estimate = Verdict_V1_TimeLimitEstimate(logged.estimate) }
    }
}

extension Verdict_V1_TimeLimitEstimate {
    init(_ logged: LoggedTimeLimitEstimate) {
        self.init()
        (limitNs, marginNs) = (logged.limitNs, logged.marginNs)
        (slowestNs, submission) = (logged.slowestNs, logged.submission)
    }
}

extension Verdict_V1_Compilation {
    init(_ logged: LoggedCompilation) {
        self.init()
        (succeeded, message, log, cached) = (logged.succeeded, logged.message, logged.log, logged.cached)
        (cpuTimeNs, contentHash) = (logged.cpuTimeNs, logged.contentHash)
    }
}

extension Verdict_V1_JudgedContent {
    init(_ logged: LoggedJudgedContent) {
        self.init()
        (sourceSha256, testsSha256) = (logged.sourceSha256, logged.testsSha256)
        (checkerSha256, toolchain) = (logged.checkerSha256, logged.toolchain)
    }
}

extension Verdict_V1_GroupResult {
    init(_ logged: LoggedGroupResult) {
        self.init()
        (name, score) = (logged.name, logged.score)
        verdict = Verdict_V1_Verdict(logged.verdict)
    }
}

extension Verdict_V1_TestResult {
    init(_ logged: LoggedTestResult) {
        self.init()
        (name, message, repeatedBecause) = (logged.name, logged.message, logged.repeatedBecause)
        verdict = Verdict_V1_Verdict(logged.verdict)
        (cpuTimeNs, wallTimeNs, measurementsNs) = (logged.cpuTimeNs, logged.wallTimeNs, logged.measurementsNs)
        (memoryBytes, outputBytes, doubtful) = (logged.memoryBytes, logged.outputBytes, logged.doubtful)
        if logged.hasInstructions { instructions = logged.instructions }
        if logged.hasStderr { stderr = logged.stderr }
        if logged.hasTranscript { transcript = logged.transcript }
        if logged.hasDisturbance { disturbance = Verdict_V1_Disturbance(logged.disturbance) }
        switch logged.points {
        case .pointsScore(let score)?: pointsScore = score
        case .pointsPart(let part)?: pointsPart = part
        case nil: break
        }
    }
}

extension Verdict_V1_Disturbance {
    init(_ logged: LoggedDisturbance) {
        self.init()
        (stolenNs, throttledNs) = (logged.stolenNs, logged.throttledNs)
        (preemptions, notable) = (logged.preemptions, logged.notable)
        if logged.hasWaitedNs { waitedNs = logged.waitedNs }
    }
}

extension Verdict_V1_Quota {
    init(_ logged: Quota) {
        self.init()
        (tenant, contentBytes) = (logged.tenant, logged.contentBytes)
        (submissionsAtOnce, submissionsPerMinute) = (logged.submissionsAtOnce, logged.submissionsPerMinute)
        priority = Verdict_V1_Priority(logged.priority)
    }
}

extension Verdict_V1_Package {
    /// What somebody is told of a package.
    init(_ summary: PackageSummary) {
        self.init()
        let package = summary.package
        (id, name, tests, warnings) = (package.id, package.name, package.tests, package.warnings)
        limits = Verdict_V1_TestLimits(package.limits)
        (testsSha256, checkerSha256) = (package.testsSha256, package.checkerSha256)
        tenants = summary.tenants
        switch summary.measuring {
        case .ended: break
        case .wanted: measuring.state = .wanted
        case .stopped(let reason): (measuring.state, measuring.reason) = (.stopped, reason)
        }
    }
}

extension SubmissionSummary {
    /// What a list tells of it: of the judgement only verdict, generation and language.
    var listed: Verdict_V1_Submission {
        .with { submission in
            submission.id = "\(id)"
            submission.package = ContentHash(bytes: package)?.data ?? .init()
            submission.language = language
            submission.tenant = tenant
            submission.submittedAtNs = acceptedAt
            submission.contest = contest
            if let verdict {
                submission.judgement.verdict = Verdict_V1_Verdict(verdict)
                submission.judgement.generation = judgedGeneration
                submission.judgement.language = language
            }
            submission.state = Verdict_V1_Submission.State(phase, isBuilt: isBuilt)
        }
    }
}

extension Verdict_V1_Submission.State {
    /// Where a submission stands.
    init(_ phase: SubmissionState.Phase, isBuilt: Bool) {
        self =
            switch phase {
            case .open: isBuilt ? .judging : .queued
            case .judged: .judged
            case .cancelled: .cancelled
            case .stuck: .stuck
            }
    }
}
