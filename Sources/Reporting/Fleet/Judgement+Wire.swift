import Grading
import GradingWire
public import Judging
public import Problems
public import Provenance
import Sandbox
import SwiftProtobuf
import Units
public import Wire

extension Judgement {
    /// The judgement of `submission` that came over the wire.
    ///
    /// A verdict that this version does not know is a judge's error here, and the message names it: nobody is to be told
    /// that something was as expected when nobody knows what it was.
    public init(_ wire: Verdict_V1_Judgement, of submission: Submission) {
        self.init(submission: submission, limits: TestLimits(wire.limits))
        language = wire.language.isEmpty ? nil : wire.language
        verdict = Verdict(wire.verdict) ?? .judgeError
        message = Verdict(wire.verdict) == nil ? Self.words(about: wire.verdict, wire.message) : wire.message
        score = Score(parsing: wire.score)
        groups = wire.groups.map { group in
            JudgedGroup(
                name: group.name, verdict: Verdict(group.verdict) ?? .judgeError, score: Score(parsing: group.score))
        }
        decidingTest = wire.decidingTest.isEmpty ? nil : wire.decidingTest
        compilation = wire.hasCompilation ? Compilation(wire.compilation) : nil
        tests = wire.tests.map { TestResult($0) }
        layers = wire.layers.compactMap { Layer(rawValue: $0) }
        content = JudgedContent(wire.content)
        estimate = TimeLimitEstimate(wire.limits)
        warnings = wire.warnings
    }

    fileprivate static func words(about verdict: Verdict_V1_Verdict, _ message: String) -> String {
        "the verdict \(verdict.shortName) (\(verdict.rawValue)) is not known to this version of verdict; update it"
            + (message.isEmpty ? "" : ": \(message)")
    }
}

extension TestLimits {
    /// What came over the wire, and what follows from it.
    public init(_ wire: Verdict_V1_TestLimits) {
        let time = AllowedTime(wire)
        self.init(
            cpuTime: time.limit, memory: ByteCount(wireBytes: wire.memoryBytes),
            output: ByteCount(wireBytes: wire.outputBytes), stop: time.stop)
    }
}

extension Judging.Compilation {
    /// What came over the wire.
    public init(_ wire: Verdict_V1_Compilation) {
        self.init(
            succeeded: wire.succeeded, message: wire.message, cpuTime: Duration(wireNanoseconds: wire.cpuTimeNs),
            log: wire.log, buildKey: wire.contentHash.hexadecimal)
        isCached = wire.cached
    }
}

extension JudgedContent {
    /// What came over the wire.
    public init(_ wire: Verdict_V1_JudgedContent) {
        self.init(
            source: ContentDigest(bytes: wire.sourceSha256), tests: ContentDigest(bytes: wire.testsSha256),
            checker: ContentDigest(bytes: wire.checkerSha256),
            toolchain: wire.toolchain.isEmpty ? nil : wire.toolchain)
    }
}

extension TestResult {
    /// What came over the wire.
    public init(_ wire: Verdict_V1_TestResult) {
        self.init(
            name: wire.name, verdict: Verdict(wire.verdict) ?? .judgeError,
            message: Verdict(wire.verdict) == nil ? Judgement.words(about: wire.verdict, wire.message) : wire.message)
        points = TestOutcome(wire)?.points
        score = Score(parsing: wire.score)
        cpuTime = Duration(wireNanoseconds: wire.cpuTimeNs)
        wallTime = Duration(wireNanoseconds: wire.wallTimeNs)
        memory = ByteCount(wireBytes: wire.memoryBytes)
        outputBytes = ByteCount(wireBytes: wire.outputBytes)
        measurements = wire.measurementsNs.map { Duration(wireNanoseconds: $0) }
        doubt = Doubt(rawValue: wire.repeatedBecause)
        disturbance = Disturbance(
            stolen: Duration(wireNanoseconds: wire.disturbance.stolenNs),
            waited: wire.disturbance.hasWaitedNs ? Duration(wireNanoseconds: wire.disturbance.waitedNs) : nil,
            throttled: Duration(wireNanoseconds: wire.disturbance.throttledNs),
            preemptions: Int(clamping: wire.disturbance.preemptions))
        isDisturbed = wire.disturbance.notable
        isDoubtful = wire.doubtful
        standardError = wire.hasStderr ? wire.stderr : nil
        transcript = wire.hasTranscript ? wire.transcript : nil
        instructions = wire.hasInstructions ? Int(clamping: wire.instructions) : nil
    }
}
