import FoundationEssentials
import Grading
import GradingWire
import Judging
import Problems
import Provenance
import Sandbox
import SwiftProtobuf
import Testing
import Units
import Wire

@testable import Reporting

/// Judgements that come over the wire.
@Suite struct JudgementConversionTests {
    private static let submission = Submission(
        path: "accepted/a.cpp", sources: .inPackage([]), expected: ExpectedResult([.accepted]))

    @Test(arguments: Grading.Verdict.allCases) func everyVerdictComesBackAsItWent(_ verdict: Grading.Verdict) {
        #expect(Grading.Verdict(verdict.message) == verdict)
        #expect(verdict.message.shortName == verdict.rawValue)
        let judgement = Judgement(.with { $0.verdict = verdict.message }, of: Self.submission)
        #expect(judgement.verdict == verdict)
        #expect(judgement.message.isEmpty)
    }

    @Test func theWiresVerdictsAreAllNamedDifferently() {
        let named = Verdict_V1_Verdict.allCases.filter { $0 != .unspecified }
        #expect(Set(named.map(\.shortName)).count == named.count)
        #expect(!named.map(\.shortName).contains("?"))
    }

    @Test(arguments: [.unspecified, .presentationError, .UNRECOGNIZED(99)] as [Verdict_V1_Verdict])
    func anUnknownVerdictIsNobodysFaultButTheJudges(_ verdict: Verdict_V1_Verdict) {
        let judgement = Judgement(.with { $0.verdict = verdict }, of: Self.submission)
        #expect(judgement.verdict == .judgeError)
        #expect(!judgement.isAsExpected)
        #expect(judgement.message.contains("not known to this version"))
        #expect(judgement.message.contains("\(verdict.rawValue)"))
    }

    private static let wire = Verdict_V1_Judgement.with { judgement in
        judgement.verdict = .wrongAnswer
        judgement.message = "found 2, not 3"
        judgement.decidingTest = "secret/1"
        judgement.compilation = .with { compilation in
            compilation.succeeded = true
            compilation.cpuTimeNs = 250_000_000
            compilation.log = "warning"
            compilation.cached = true
            compilation.contentHash = Data([0x0a, 0xff])
        }
        judgement.tests = [
            .with { test in
                test.name = "secret/1"
                test.verdict = .wrongAnswer
                test.message = "found 2, not 3"
                test.cpuTimeNs = 12_000_000
                test.wallTimeNs = 15_000_000
                test.memoryBytes = 3400 << 10
                test.measurementsNs = [13_000_000, 12_000_000]
                test.repeatedBecause = Doubt.nearLimit.rawValue
                test.disturbance = .with { $0.preemptions = 3 }
                test.instructions = 77
            },
            .with { test in
                test.name = "secret/2"
                test.verdict = .skipped
            },
        ]
        judgement.limits = .with { limits in
            limits.cpuTimeNs = 1_000_000_000
            limits.memoryBytes = 64 << 20
            limits.outputBytes = 8 << 20
        }
        judgement.language = "cpp"
        judgement.workers = ["judge-1", "judge-2"]
        judgement.layers = ["user", "a layer of the future"]
        judgement.content = .with { content in
            content.sourceSha256 = Data(repeating: 1, count: 32)
            content.testsSha256 = Data(repeating: 0x2a, count: 32)
            content.checkerSha256 = Data(repeating: 3, count: 32)
            content.toolchain = "cpp: g++ 14"
        }
    }

    /// What one machine's judge would have found, so that both are printed by the same code from the same model.
    private static var local: Judgement {
        var test = TestResult(name: "secret/1", verdict: .wrongAnswer, message: "found 2, not 3")
        (test.cpuTime, test.wallTime) = (.milliseconds(12), .milliseconds(15))
        test.memory = .kibibytes(3400)
        test.measurements = [.milliseconds(13), .milliseconds(12)]
        test.doubt = .nearLimit
        test.disturbance = Disturbance(preemptions: 3)
        test.instructions = 77
        var judgement = Judgement(
            submission: submission,
            limits: TestLimits(cpuTime: .seconds(1), memory: .mebibytes(64), output: .mebibytes(8)))
        judgement.language = "cpp"
        judgement.verdict = .wrongAnswer
        judgement.message = "found 2, not 3"
        judgement.decidingTest = "secret/1"
        judgement.compilation = Compilation(
            succeeded: true, cpuTime: .milliseconds(250), log: "warning", buildKey: "0aff")
        judgement.compilation?.isCached = true
        judgement.tests = [test, TestResult(name: "secret/2", verdict: .skipped)]
        judgement.layers = [.user]
        judgement.content = JudgedContent(
            source: digest(1), tests: digest(0x2a), checker: digest(3), toolchain: "cpp: g++ 14")
        return judgement
    }

    private static func digest(_ byte: UInt8) -> ContentDigest? {
        ContentDigest(bytes: [UInt8](repeating: byte, count: 32))
    }

    @Test func whatItWasMadeOfIsInTheRecord() {
        let line = JudgementRecord.json(of: Judgement(Self.wire, of: Self.submission)).line
        let (source, tests, checker) = ("01", "2a", "03")
        let members = [("source_sha256", source), ("tests_sha256", tests), ("checker_sha256", checker)].map {
            key, byte in
            "\"\(key)\": \"\(String(repeating: byte, count: 32))\""
        }
        #expect(line.contains(members.joined(separator: ", ") + #", "toolchain": "cpp: g++ 14", "build_key": "0aff""#))
    }

    @Test func whatARecordOfAnOlderVersionDoesNotSayIsNull() {
        var wire = Self.wire
        wire.clearContent()
        wire.compilation.contentHash = Data()
        let line = JudgementRecord.json(of: Judgement(wire, of: Self.submission)).line
        let unknown = #""source_sha256": null, "tests_sha256": null, "checker_sha256": null, "toolchain": null, "#
        #expect(line.contains(unknown + #""build_key": null"#))
        // What is no SHA-256 is none.
        wire.content.sourceSha256 = Data([1, 2, 3])
        #expect(JudgementRecord.json(of: Judgement(wire, of: Self.submission)).line == line)
    }

    @Test func theSameJudgementIsTheSameLineWhereverItWasMade() {
        let fleet = Judgement(Self.wire, of: Self.submission)
        #expect(JudgementRecord.json(of: fleet).line == JudgementRecord.json(of: Self.local).line)
        let text = JudgementText(style: TextStyle(isColored: false), paths: [])
        #expect(text.line(for: fleet) == text.line(for: Self.local))
        #expect(fleet.tests == Self.local.tests)
        #expect(fleet.compilation == Self.local.compilation)
        #expect(fleet.limits == Self.local.limits)
        #expect(fleet.content == Self.local.content)
    }

    @Test func theFleetsRecordEndsWithIDAndWorkers() {
        let fleet = FleetJudgement(
            id: "7abc", judgement: Judgement(Self.wire, of: Self.submission), workers: Self.wire.workers)
        let line = JudgementRecord.json(of: fleet.judgement, adding: fleet.members).line
        #expect(line.hasPrefix(String(JudgementRecord.json(of: fleet.judgement).line.dropLast())))
        #expect(line.hasSuffix(#", "id": "7abc", "workers": ["judge-1", "judge-2"]}"#))
    }

    @Test func numbersThatNoMachineHasAreShownAndDoNotOverflow() {
        var wire = Self.wire
        wire.limits = .with { limits in
            (limits.cpuTimeNs, limits.memoryBytes, limits.outputBytes) = (.max, .max, .max)
        }
        wire.compilation.cpuTimeNs = .max
        wire.tests = [
            .with { test in
                (test.cpuTimeNs, test.wallTimeNs, test.memoryBytes, test.outputBytes) = (.max, .max, .max, .max)
                test.measurementsNs = [.max]
                test.instructions = .max
                test.disturbance = .with { disturbance in
                    (disturbance.stolenNs, disturbance.waitedNs, disturbance.throttledNs) = (.max, .max, .max)
                    disturbance.preemptions = .max
                }
            }
        ]
        let judgement = Judgement(wire, of: Self.submission)
        #expect(JudgementRecord.json(of: judgement).line.contains(#""instructions": 9223372036854775807"#))
        #expect(JudgementText(style: TextStyle(isColored: false), paths: []).line(for: judgement).contains("GiB"))
    }
}
