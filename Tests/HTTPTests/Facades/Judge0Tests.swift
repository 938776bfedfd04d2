import Executions
import Grading
import Testing
import Toolchains

@testable import HTTP

@Suite("Judge0's dialect") struct Judge0Tests {
    @Test(
        "writes decimals as texts",
        arguments: [(0, "0.0"), (0.002, "0.002"), (5, "5.0"), (1.25, "1.25"), (0.0004, "0.0")])
    func writesDecimals(value: Double, text: String) {
        #expect(Judge0Number.decimal(value) == text)
    }

    @Test(
        "writes times with milliseconds",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (1_767_225_600_123_456_789, "2026-01-01T00:00:00.123Z"),
            (1_767_225_600_999_999_999, "2026-01-01T00:00:00.999Z"),
        ])
    func writesTimes(nanoseconds: Int64, text: String) {
        #expect(Judge0Number.time(nanoseconds) == text)
    }

    @Test(
        "writes base 64 in lines as Ruby does",
        arguments: [
            (0, ""), (1, "AA==\n"), (45, String(repeating: "A", count: 60) + "\n"),
            (46, String(repeating: "A", count: 60) + "\nAA==\n"),
        ])
    func writesBase64(count: Int, text: String) {
        #expect(Base64.lines([UInt8](repeating: 0, count: count)) == text)
    }

    @Test(
        "reads base 64 whatever stands between the digits",
        arguments: [("aGk=", "hi"), ("aG\nk", "hi"), (" a G!k = x", "hi"), ("", ""), ("a", ""), ("é", "")])
    func readsBase64(text: String, value: String) {
        #expect(Base64.lenient(text) == Array(value.utf8))
    }

    @Test(
        "parts arguments as a shell does",
        arguments: [
            ("", []), ("  ", []), ("a b", ["a", "b"]), ("'a b' c", ["a b", "c"]), (#""a 'b" ''"#, ["a 'b", ""]),
            (#"a\ b"#, ["a b"]), (#"'a\b'"#, [#"a\b"#]), ("'open", ["open"]),
        ])
    func partsArguments(text: String, words: [String]) {
        #expect(ShellWords.split(text) == words)
    }

    private static let endings: [(ExecutionEnding, Verdict, Judge0Status)] = [
        (.exited(0), .accepted, .accepted), (.exited(0), .wrongAnswer, .wrongAnswer),
        (.exited(1), .runTimeError, .nonZeroExit), (.exited(1), .memoryLimit, .nonZeroExit),
        (.cpuLimit, .timeLimit, .timeLimitExceeded), (.wallLimit, .idleLimit, .timeLimitExceeded),
        (.signaled(11), .runTimeError, .segmentationFault), (.signaled(25), .runTimeError, .fileSizeExceeded),
        (.signaled(8), .runTimeError, .floatingPointError), (.signaled(6), .runTimeError, .aborted),
        (.signaled(10), .runTimeError, .otherError), (.memoryLimit, .memoryLimit, .otherError),
        (.outputLimit, .outputLimit, .fileSizeExceeded), (.securityViolation, .securityViolation, .otherError),
        (.failed, .judgeError, .internalError), (.exited(0), .judgeError, .internalError),
    ]

    @Test("has a number for each way to end", arguments: endings)
    func tellsEndings(ending: ExecutionEnding, verdict: Verdict, status: Judge0Status) {
        #expect(Judge0Status(ExecutedTest(index: 0, verdict: verdict, ending: ending)) == status)
    }

    @Test("has fourteen statuses")
    func hasStatuses() {
        #expect(Judge0Status.allCases.map(\.rawValue) == Array(1...14))
    }

    @Test(
        "pages as its lists do",
        arguments: [
            (nil, nil, 0, 20), ("2", "5", 5, 10), ("1", "1000", 0, 100), ("99999999", "100", 100_000, 100_000),
        ] as [(String?, String?, Int, Int)])
    func pages(page: String?, size: String?, start: Int, end: Int) throws {
        let found = try Judge0Page(page: page, size: size)
        #expect(found.start == start && found.end == end)
    }

    @Test("tells the averages of several runs")
    func averages() throws {
        var tests: [ExecutedTest] = []
        for (index, time) in [10, 20].enumerated() {
            var test = ExecutedTest(index: index, verdict: .accepted, ending: .exited(0))
            test.userTime = .milliseconds(time)
            test.output = Array("x".utf8)
            tests.append(test)
        }
        let body: JSONValue = ["source_code": "x", "language_id": 71, "number_of_runs": 2]
        let catalog = try FacadeFleet.languages
        let submission = try Judge0Submission(body, base64: false, Judge0Options()) { id in
            id == 71 ? catalog["python3"] : nil
        }
        let record = Judge0Record(
            token: "t", note: try Judge0Note(try Judge0Note(submission).bytes()),
            execution: Execution(language: "python3", sources: [], tests: [ExecutionTest(), ExecutionTest()]),
            phase: .done(ExecutionResult(compilation: ExecutionCompilation(succeeded: true), tests: tests)),
            isCompiled: false, languageName: "Python 3 (3.11.2)", createdAt: 0)
        let json = try record.json(Judge0Record.allFields, base64: false)
        #expect(json["time"] == "0.015" && json["number_of_runs"] == 2 && json["stdout"] == "x")
        #expect(json["stderr"] == .null && json["cpu_time_limit"] == "5.0" && json["status_id"] == 3)
        #expect(json["compile_output"] == .null && json["finished_at"] == .null)
        #expect(json.object?.count == Judge0Record.allFields.count)
    }
}
