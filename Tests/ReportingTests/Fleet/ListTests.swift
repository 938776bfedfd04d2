import FoundationEssentials
import SwiftProtobuf
import Testing
import Units
import Wire

@testable import Reporting

/// What operators list.
@Suite struct ListTests {
    private let plain = TextStyle(isColored: false)
    private static let hostile = "\u{1b}[31mx\ny"

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"), (951_782_400, "2000-02-29T00:00:00Z"),
            (1_709_251_199, "2024-02-29T23:59:59Z"), (4_107_542_400, "2100-03-01T00:00:00Z"),
            (1_795_292_676, "2026-11-21T20:24:36Z"),
        ] as [(Int64, String)]) func momentsAreUTC(seconds: Int64, text: String)
    {
        #expect(UTCTime.text(nanoseconds: seconds * 1_000_000_000) == text)
    }

    @Test(arguments: [Int64.min, .max]) func everyMomentHasAText(_ nanoseconds: Int64) {
        #expect(UTCTime.text(nanoseconds: nanoseconds).hasSuffix("Z"))
    }

    @Test func columnsAreAsWideAsTheirWidestCellAndNumbersEndTogether() {
        var table = TextTable([.words("A"), .numbers("N"), .words("REST")])
        table.add(["long name", .init(5), "x"])
        table.add(["b", .init(1234), "yy"])
        #expect(table.lines(style: plain) == ["A             N  REST", "long name     5  x", "b          1234  yy"])
        #expect(table.lines(style: plain, width: 12) == ["A", "long name", "b          1"])
        let colored = table.lines(style: TextStyle(isColored: true), width: 12)
        #expect(colored.first == "\u{1b}[2mA\u{1b}[0m")
    }

    @Test(arguments: [(0, 0, "100 %"), (0, 10, "0 %"), (5, 10, "50 %"), (11, 10, "100 %")] as [(Int64, Int64, String)])
    func progressIsAShare(done: Int64, total: Int64, share: String) {
        let line = ProgressBar.line("package", done: .mebibytes(done), of: .mebibytes(total), width: 80)
        #expect(line.contains(share) && line.count <= 80, "\(line)")
        #expect(ProgressBar.line("package", done: ByteCount(1), of: ByteCount(2), width: 10).count == 10)
    }

    @Test func submissionsAreListedAndShown() {
        let submission = Verdict_V1_Submission.with { submission in
            submission.id = "7abc"
            submission.package = Data([0xab, 0xcd])
            submission.language = "cpp"
            submission.tenant = Self.hostile
            submission.state = .judged
            submission.judgement = .with { judgement in
                judgement.verdict = .partiallyCorrect
                judgement.language = "cpp"
                judgement.workers = [Self.hostile]
                judgement.tests = [.with { ($0.name, $0.verdict) = ("secret/1", .accepted) }]
            }
        }
        let lines = SubmissionSummary.lines([submission], style: plain)
        #expect(lines.count == 2)
        #expect(lines[1].hasPrefix(#"7abc  judged  PC       cpp       \x1b[31mx\ny  "#), "\(lines[1])")
        let details = SubmissionSummary.details(submission, style: plain)
        #expect(details.contains(#"workers: \x1b[31mx\ny"#))
        #expect(details.last?.hasPrefix("secret/1  AC") == true)
        let json = SubmissionSummary.json(of: submission).line
        #expect(json.hasPrefix(#"{"id": "7abc", "package": "abcd", "language": "cpp", "tenant": "\u001b[31mx\ny""#))
        #expect(json.contains(#""judgement": {"submission": "7abc""#))
        #expect(SubmissionSummary.json(of: Verdict_V1_Submission()).line.hasSuffix(#""judgement": null}"#))
    }

    @Test func everyStateHasANameOfItsOwn() {
        let names = Verdict_V1_Submission.State.allCases.map(\.name)
        #expect(Set(names).count == names.count)
    }

    @Test func packagesAndDeadLettersAreListed() {
        let package = Verdict_V1_Package.with { package in
            package.id = Data(repeating: 0xab, count: 32)
            package.name = Self.hostile
            package.tests = ["1", "2"]
            package.limits = .with { $0.memoryBytes = 64 << 20 }
        }
        let line = PackageSummary.lines([package], style: plain)[1]
        #expect(line.contains(String(repeating: "ab", count: 32) + #"  \x1b[31mx\ny"#))
        #expect(line.contains("unmeasured") && line.contains("64 MiB"))
        #expect(PackageSummary.json(of: package).line.contains(#""limits": {"cpu_ms": null, "memory_kib": 65536"#))
        let letter = Verdict_V1_DeadLetter.with { letter in
            (letter.job, letter.submission, letter.deliveries, letter.reason) = ("build-1", "7abc", 5, Self.hostile)
        }
        #expect(
            DeadLetterSummary.lines([letter], style: plain)[1]
                == #"build-1  7abc            5  1970-01-01T00:00:00Z  \x1b[31mx\ny"#)
        #expect(DeadLetterSummary.json(of: letter).line.contains(#""deliveries": 5"#))
    }

    @Test func aQuotaSaysWhatHasNoLimit() {
        #expect(
            QuotaSummary.line(.with { $0.tenant = "course" })
                == "course: any number at once, any number a minute, any size, up to priority interactive")
        let quota = Verdict_V1_Quota.with { quota in
            (quota.tenant, quota.submissionsAtOnce, quota.submissionsPerMinute) = ("course", 5, 60)
            (quota.contentBytes, quota.priority) = (1 << 30, .normal)
        }
        #expect(QuotaSummary.line(quota) == "course: 5 at once, 60 a minute, 1 GiB of contents, up to priority normal")
        #expect(QuotaSummary.json(of: quota).line.contains(#""bytes": 1073741824, "priority": "normal""#))
    }

    @Test func prioritiesHaveNames() {
        for entry in Verdict_V1_Priority.named {
            #expect(Verdict_V1_Priority(named: entry.name) == entry.priority)
            #expect(entry.priority.name == entry.name)
        }
        #expect(Verdict_V1_Priority(named: "urgent") == nil)
        #expect(Verdict_V1_Priority.unspecified.name == "normal")
        #expect(Verdict_V1_Priority.UNRECOGNIZED(77).name == "77")
    }
}
