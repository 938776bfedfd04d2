import Grading
import Judging
import Problems
import Provenance
import Sandbox
import Testing
import Units

@testable import Reporting

@Suite struct JudgementReportTests {
    private static func judgement(
        _ path: String, _ verdict: Verdict, expected: Set<Verdict>, message: String = ""
    ) -> Judgement {
        var test = TestResult(name: "secret/1", verdict: verdict, message: message)
        test.cpuTime = .milliseconds(12)
        test.wallTime = .milliseconds(15)
        test.memory = .kibibytes(3400)
        var judgement = Judgement(
            submission: Submission(path: path, sources: .inPackage([]), expected: ExpectedResult(expected)),
            limits: TestLimits(cpuTime: .seconds(1), memory: .mebibytes(64), output: .mebibytes(8)))
        judgement.language = "cpp"
        judgement.verdict = verdict
        judgement.message = message
        judgement.decidingTest = verdict == .accepted ? nil : "secret/1"
        judgement.compilation = Compilation(succeeded: true, log: "warning: <x>\u{1b}\n")
        judgement.tests = [test]
        judgement.layers = [.user]
        return judgement
    }

    private let good = judgement("accepted/a.cpp", .accepted, expected: [.accepted])
    private let bad = judgement(
        "accepted/<b>.cpp", .wrongAnswer, expected: [.accepted], message: "found \"\u{1b}[2J\" & more")

    @Test func aJudgementIsOneLineWithTheDocumentedKeysFirst() {
        let line = JudgementRecord.json(of: good).line
        let beginning = [
            #"{"submission": "accepted/a.cpp", "language": "cpp", "verdict": "AC", "expected": ["AC"], "#,
            #""as_expected": true, "score": null, "cpu_ms": 12, "wall_ms": 15, "memory_kib": 3400, "#,
            #""compile": {"ok": true, "cpu_ms": 0, "log": "warning: <x>\u001b\n", "cached": false}, "#,
            #""groups": [], "tests": [{"name": "secret/1", "verdict": "AC", "score": null, "cpu_ms": 12, "#,
            #""wall_ms": 15, "memory_kib": 3400, "message": """#,
        ]
        #expect(line.hasPrefix(beginning.joined()))
        #expect(!line.contains("\n"))
    }

    @Test("Scores stand in the record as decimal text, in the line, in the reports, and those of groups below the line")
    func scores() throws {
        var scored = Self.judgement("accepted/a.cpp", .accepted, expected: [.accepted])
        scored.score = Score(200) / Score(3)
        scored.groups = [
            JudgedGroup(name: "secret/1", verdict: .accepted, score: Score(50)),
            JudgedGroup(name: "secret/2", verdict: .timeLimit, score: Score(50) / Score(3)),
        ]
        scored.tests[0].score = Score(50)
        let line = JudgementRecord.json(of: scored).line
        #expect(line.contains(#""score": "66.666667", "cpu_ms""#))
        #expect(line.contains(#""groups": [{"name": "secret/1", "verdict": "AC", "score": "50"}, "#))
        #expect(line.contains(#"{"name": "secret/1", "verdict": "AC", "score": "50", "cpu_ms": 12"#))
        let text = JudgementText(style: TextStyle(isColored: false), paths: [scored.submission.path])
        #expect(text.line(for: scored).hasPrefix("ok     AC   66.666667  accepted/a.cpp"))
        #expect(text.details(for: scored) == ["      groups: secret/1 AC 50, secret/2 TLE 16.666667"])
        #expect(JUnitReport.document(name: "p", judgements: [scored]).contains("score 66.666667\nsecret/1 AC 50\n"))
        #expect(HTMLReport.document(name: "p", judgements: [scored]).contains("Groups: secret/1 AC 50, secret/2 TLE"))
    }

    @Test func theReportsNameTheToolchainWhereItIsKnown() {
        var judgement = good
        judgement.content.toolchain = "cpp: g++ <14>"
        let (html, junit) = (
            HTMLReport.document(name: "p", judgements: [judgement]),
            JUnitReport.document(name: "p", judgements: [judgement])
        )
        #expect(html.contains("<p>Toolchain: cpp: g++ &lt;14&gt;</p>"))
        #expect(junit.contains("toolchain cpp: g++ &lt;14&gt;\n"))
        #expect(!HTMLReport.document(name: "p", judgements: [good]).contains("Toolchain"))
        #expect(!JUnitReport.document(name: "p", judgements: [good]).contains("toolchain"))
    }

    @Test func theRecordAndTheReportsHaveTheStandardError() {
        var judgement = bad
        #expect(JudgementRecord.json(of: judgement).line.contains(#""stderr": null, "transcript": null, "repeated""#))
        #expect(!JUnitReport.document(name: "p", judgements: [judgement]).contains("system-err"))
        judgement.tests[0].standardError = "Traceback:\n<é>"
        #expect(JudgementRecord.json(of: judgement).line.contains(#""stderr": "Traceback:\n<é>", "transcript""#))
        #expect(
            JUnitReport.document(name: "p", judgements: [judgement])
                .contains("<system-err>Traceback:\n&lt;é&gt;</system-err>"))
        #expect(
            HTMLReport.document(name: "p", judgements: [judgement])
                .contains("<summary>Standard error</summary><pre>Traceback:\n&lt;é&gt;</pre>"))
    }

    @Test func whatWasSaidToAnInteractorIsShownWhereItDecided() {
        var judgement = bad
        #expect(!HTMLReport.document(name: "p", judgements: [judgement]).contains("Transcript"))
        judgement.tests[0].transcript = "a second run\n" + (1...20).map { "0.001 s > <\($0)>" }.joined(separator: "\n")
        let record = JudgementRecord.json(of: judgement).line
        #expect(record.contains(#""transcript": "a second run\n0.001 s > <1>\n"#))
        #expect(
            HTMLReport.document(name: "p", judgements: [judgement])
                .contains("<summary>Transcript</summary><pre>a second run\n0.001 s &gt; &lt;1&gt;\n"))
        let junit = JUnitReport.document(name: "p", judgements: [judgement])
        #expect(junit.contains("a second run\n0.001 s &gt; &lt;1&gt;\n") && junit.contains("&lt;20&gt;</system-out>"))
        let text = JudgementText(style: TextStyle(isColored: false), paths: [judgement.submission.path])
        let lines = text.details(for: judgement)
        #expect(lines.first == "      | a second run" && lines.last == "      | 0.001 s > <20>")
        #expect(lines.contains("      | … 9 lines left out"))
        judgement.submission.expected = ExpectedResult([.wrongAnswer])
        #expect(judgement.isAsExpected && text.details(for: judgement).isEmpty)
    }

    @Test("A broken promise of scores or groups is told in words")
    func brokenPromises() {
        var judgement = Self.judgement("accepted/a.cpp", .accepted, expected: [])
        judgement.score = Score(3)
        judgement.submission.expected = ExpectedResult([.accepted], score: ScoreRange(from: Score(4)))
        #expect(!judgement.isAsExpected)
        #expect(judgement.brokenPromiseText == "the submission got 3 points instead of at least 4")
    }

    @Test func aLineOfTextSaysVerdictPlaceAndReason() {
        let text = JudgementText(style: TextStyle(isColored: false), paths: [good, bad].map(\.submission.path))
        #expect(text.line(for: good).hasPrefix("ok     AC   accepted/a.cpp"))
        let line = text.line(for: bad)
        #expect(line.hasPrefix("FAIL   WA   accepted/<b>.cpp"))
        #expect(line.hasSuffix(#"expected AC  secret/1: found "\x1b[2J" & more"#))
        #expect(
            JudgementText.summary(of: [good, bad])
                == "2 submissions, 1 not as expected, slowest accepted 0.012 s, time limit 1.000 s")
    }

    @Test(arguments: [(12, nil), (13, nil), (14, "… 2 lines left out")] as [(Int, String?)])
    func aLongLogLosesItsMiddleUnlessThatIsOneLine(lines: Int, note: String?) {
        var judgement = bad
        judgement.compilation = Compilation(
            succeeded: false, log: (1...lines).map { "line \($0)\n" }.joined())
        let details = JudgementText(style: TextStyle(isColored: false), paths: []).details(for: judgement)
        #expect(details.count == (note == nil ? lines : 13))
        #expect(details.first == "      | line 1")
        #expect(details.last == "      | line \(lines)")
        #expect(details.filter { $0.contains("left out") } == (note.map { ["      | " + $0] } ?? []))
    }

    @Test func coloursAreThereOnlyWhenWanted() {
        #expect(TextStyle(isColored: true).mark("x", .bad) == "\u{1b}[31mx\u{1b}[0m")
        #expect(TextStyle(isColored: false).mark("x", .bad) == "x")
    }

    @Test func junitCountsFailuresAndEscapes() {
        let document = JUnitReport.document(name: "a&b", judgements: [good, bad])
        #expect(document.contains(#"<testsuite name="a&amp;b" tests="2" failures="1" errors="0""#))
        #expect(document.contains(#"name="accepted/&lt;b&gt;.cpp""#))
        #expect(document.contains(#"<failure message="WA, expected AC" type="WA">"#))
        #expect(!document.unicodeScalars.contains("\u{1b}"))
    }

    @Test func theHTMLPageHoldsNoMarkupOfOthers() {
        let document = HTMLReport.document(name: "<script>", judgements: [good, bad])
        #expect(document.contains("&lt;script&gt;"))
        #expect(!document.contains("<script"))
        #expect(document.contains("accepted/&lt;b&gt;.cpp"))
        #expect(document.contains("class=\"broken\""))
    }

    @Test func theLiveTableShowsWhatRunsAndHowFarAllIs() {
        var table = LiveTable(style: TextStyle(isColored: false))
        table.take(.planned(submissions: [good.submission, bad.submission], testCases: 3))
        table.take(.started(submission: 0))
        table.take(.compiling(submission: 0, language: "cpp"))
        #expect(table.lines(width: 80).first?.contains("compiling") == true)
        table.take(.compiled(submission: 0, Compilation(succeeded: true)))
        table.take(.testFinished(submission: 0, test: 0, good.tests[0]))
        #expect(table.lines(width: 80).first?.contains("1/3 tests") == true)
        table.take(.finished(submission: 0, good))
        let lines = table.lines(width: 30)
        #expect(lines.count == 1)
        #expect(lines.allSatisfy { $0.count <= 30 })
        #expect(table.lines(width: 80).last?.contains("1/2 submissions") == true)
    }
}
