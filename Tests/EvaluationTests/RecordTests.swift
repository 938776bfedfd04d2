import Executions
import JSONText
import Testing
import Units

@testable import Evaluation

@Suite struct RecordTests {
    private static func record(_ text: String) throws -> JSONTree { try JSONTree(parsing: text.utf8) }

    private static func task(_ text: String) throws -> EvaluationTask {
        let record = try record(text)
        return try #require(RecordFormat(recognizing: record)).task(record, line: 7)
    }

    private static let records: [(format: RecordFormat, text: String, id: String)] = [
        (.verdict, #"{"id": 4, "tests": [{"input": "1", "output": "2"}]}"#, "4"),
        (
            .verdict,
            #"{"id": "f", "function": {"name": "f"}, "tests": [{"arguments": [1], "result": null}], "time_limit": 0.5}"#,
            "f"
        ),
        (.verdict, #"{"id": "p", "program": {"after": "\nassert f() == 1"}}"#, "p"),
        (
            .verdict,
            #"{"id": "u", "unit_tests": {"runner": "pytest", "program": "a.py", "files": {"test_a.py": ""}}}"#, "u"
        ),
        (
            .humaneval,
            #"{"task_id": "T/0", "prompt": "def f():\n", "entry_point": "f", "canonical_solution": " return 1", "test": "def check(f): pass"}"#,
            "T/0"
        ),
        (
            .evalplus,
            #"{"task_id": "T/1", "prompt": "def f(x):\n", "entry_point": "f", "canonical_solution": " return x", "test": "", "base_input": [[1]], "plus_input": [[2]], "atol": 0}"#,
            "T/1"
        ),
        (
            .mbpp,
            #"{"task_id": 11, "text": "…", "code": "def f(): return 1", "test_list": ["assert f() == 1"], "test_setup_code": ""}"#,
            "11"
        ),
        (
            .mbpp,
            #"{"task_id": 2, "prompt": "…", "code": "def f(): return 1", "test_list": ["assert f() == 1"], "test_imports": ["import math"]}"#,
            "2"
        ),
        (
            .humaneval,
            #"{"id": 0, "content": "def f():\n", "canonical_solution": " return 1", "test": "def check(f): pass", "labels": "{\"entry_point\": \"f\"}"}"#,
            "0"
        ),
        (
            .mbpp,
            #"{"id": 12, "content": "…", "canonical_solution": "x = 1", "test_list": ["assert x"], "labels": {"test_setup_code": ""}}"#,
            "12"
        ),
        (
            .multiple,
            #"{"name": "HumanEval_0", "language": "cpp", "prompt": "int f() {", "tests": "}\nint main() {}", "stop_tokens": []}"#,
            "HumanEval_0"
        ),
        (
            .livecodebench,
            #"{"question_id": "q1", "public_test_cases": "[{\"input\": \"1\", \"output\": \"2\", \"testtype\": \"stdin\"}]", "private_test_cases": "[]", "metadata": "{}"}"#,
            "q1"
        ),
        (
            .apps,
            #"{"problem_id": 3, "input_output": "{\"inputs\": [\"1\"], \"outputs\": [[\"1\", \"2\"]]}", "solutions": "[\"print(1)\"]"}"#,
            "3"
        ),
        (.apps, #"{"input_output": {"fn_name": "f", "inputs": [[1]], "outputs": [[2]]}}"#, "7"),
        (
            .codecontests,
            #"{"name": "c", "public_tests": {"input": ["1"], "output": ["2"]}, "time_limit": {"seconds": 2, "nanos": 500000000}, "solutions": {"language": [3, 0], "solution": ["print(2)", "?"]}}"#,
            "c"
        ),
        (
            .commonoj,
            #"{"id": 0, "content": "…", "test": "[{\"input\": {\"stdin\": \"1\"}, \"output\": {\"stdout\": \"2\"}}]", "labels": "{}"}"#,
            "0"
        ),
    ]

    @Test("A record is known by its keys, and becomes a task", arguments: records)
    func recognizing(format: RecordFormat, text: String, id: String) throws {
        #expect(RecordFormat(recognizing: try Self.record(text)) == format)
        #expect(try Self.task(text).id == id)
    }

    @Test("What a record says is what is run")
    func contents() throws {
        let human = try Self.task(Self.records[4].text)
        #expect(human.work == .program(ProgramWork(after: "\ndef check(f): pass\ncheck(f)")))
        #expect((human.language, human.prompt, human.timeLimit) == ("python3", "def f():\n", .seconds(3)))
        #expect(human.references == [Candidate(" return 1", isComplete: false)])
        let imports = try Self.task(Self.records[7].text)
        #expect(imports.work == .program(ProgramWork(before: "import math\n", after: "\nassert f() == 1")))
        let braces = try Self.task(Self.records[10].text)
        #expect(braces.work == .program(ProgramWork(closing: "\n}", after: "\nint main() {}")))
        guard case .stream(let lines) = try Self.task(Self.records[12].text).work else { return #expect(Bool(false)) }
        #expect(lines.tests == [StreamWork.Test(input: "1", output: "1\n2")])
        guard case .function(let call) = try Self.task(Self.records[13].text).work else { return #expect(Bool(false)) }
        #expect(call.tests == [FunctionWork.Test(arguments: [.number("1")], result: .array([.number("2")]))])
        let contest = try Self.task(Self.records[14].text)
        #expect(contest.timeLimit == .milliseconds(2500))
        #expect(contest.references == [Candidate("print(2)", isComplete: true, language: "python3")])
    }

    @Test("LiveCodeBench's calls have one argument a line, and its hidden tests are unpacked")
    func liveCodeBench() throws {
        // json.dumps([{"input": "1\n[2, 3]", "output": "4", "testtype": "functional"}]), pickled, compressed, in base64.
        let hidden =
            "eJxrYJnqygABPY7R1UqZeQWlJUpWCkqGMXnRRjoKxrFKOgpK+a"
            + "UlUGETELcktbikpLIgFSSQVpqXXJKZn5eYo1QbO0UPAEb7Fwo="
        let record = """
            {"question_id": "q", "public_test_cases": "[{\\"input\\": \\"1\\\\n[2]\\", \\"output\\": \\"[3]\\"}]",
             "private_test_cases": "\(hidden)", "metadata": "{\\"func_name\\": \\"f\\"}"}
            """
        guard case .function(let work) = try Self.task(record).work else { return #expect(Bool(false)) }
        #expect(work.tests[0].arguments == [.number("1"), .array([.number("2")])])
        #expect(work.tests[0].result == .array([.number("3")]))
        #expect(work.tests[1].arguments[1] == .array([.number("2"), .number("3")]) && work.tests.count == 2)
        #expect(work.comparison.tuples == .listsOutside)
    }

    private static let wrong: [(text: String, words: String)] = [
        (#"{"id": "a", "tests": []}"#, "\"tests\" is empty"),
        (#"{"id": "a", "tests": [{"input": "1"}]}"#, "\"output\" is missing"),
        (#"{"id": "a", "tests": [{"output": "1"}], "cheker": "token"}"#, "\"cheker\" is unknown"),
        (#"{"id": "a", "tests": [{"output": "1"}], "checker": "none"}"#, "no checker is called none"),
        (#"{"id": "a", "tests": [{"output": "1"}], "time_limit": -1}"#, "number of seconds"),
        (#"{"id": "a", "tests": [{"output": "1"}], "memory_limit": 64}"#, "number of bytes"),
        (#"{"id": "a", "function": {"name": "f(); x"}, "tests": []}"#, "cannot be a function's name"),
        (#"{"id": "a", "function": {"name": "f"}, "tests": [{"arguments": []}]}"#, "no \"result\""),
        (#"{"id": "a", "function": {"name": "f", "result": "graph"}, "tests": []}"#, "no kind of value"),
        (#"{"id": "a", "function": {"name": "f"}, "program": {"after": ""}}"#, "exclude each other"),
        (#"{"id": "a", "unit_tests": {"runner": "ctest", "program": "a", "files": {"b": ""}}}"#, "runs no tests here"),
        (#"{"id": [], "tests": [{"output": ""}]}"#, "\"id\" must be"),
        (#"{"task_id": 1, "prompt": "", "test": 3, "entry_point": "f"}"#, "\"test\" is a number"),
        (#"{"task_id": 1, "text": "", "test_list": []}"#, "\"test_list\" is empty"),
        (#"{"input_output": "{"}"#, "no JSON"),
        (#"{"input_output": {"inputs": ["1"], "outputs": []}}"#, "1 inputs and 0 outputs"),
        (
            #"{"question_id": 1, "public_test_cases": [], "private_test_cases": "gASVCwAAAAAAAACMBXBvc2l4lC4="}"#,
            "no zlib stream"
        ),
        (#"{"task_id": "Mbpp/x", "prompt": "", "entry_point": "f", "base_input": []}"#, "MBPP+"),
        (
            #"{"task_id": "Mbpp/2", "prompt": "", "canonical_solution": "", "entry_point": "f", "base_input": [[1]]}"#,
            "an argument is a number"
        ),
        (
            #"{"task_id": "Mbpp/106", "prompt": "", "canonical_solution": "", "entry_point": "f", "base_input": [[[]]]}"#,
            "needs 2"
        ),
        (
            #"{"task_id": "Mbpp/252", "prompt": "", "canonical_solution": "", "entry_point": "f", "base_input": [[[1]]]}"#,
            "a number, or the text of one"
        ),
        (#"{"name": "a", "public_tests": {"input": ["1"], "output": ["1"]}, "input_file": "in.txt"}"#, "in.txt"),
    ]

    @Test("A record that is not what it looks like is refused, and why is told", arguments: wrong)
    func wrongRecords(text: String, words: String) throws {
        let error = #expect(throws: RecordError.self) { try Self.task(text) }
        #expect(error?.reason.contains(words) == true, "\(String(describing: error))")
    }

    @Test("Only a pickle of one text is unpickled")
    func pickles() {
        let text: [UInt8] = [0x80, 4, 0x95, 6, 0, 0, 0, 0, 0, 0, 0, 0x8C, 2, 0x5B, 0x5D, 0x94, 0x2E]
        #expect(PickledText.text(in: text) == "[]")
        for end in text.indices { #expect(PickledText.text(in: Array(text[..<end])) == nil) }
        // cos\nsystem\n(S'true'\ntR.
        #expect(PickledText.text(in: Array("cos\nsystem\n(S'true'\ntR.".utf8)) == nil)
        #expect(PickledText.text(in: [0x80, 4, 0x8D] + [UInt8](repeating: 0xFF, count: 8) + [0x2E]) == nil)
        #expect(PickledText.text(in: text + text) == nil)
    }

    @Test("What zlib has compressed is unpacked up to a limit, and what it has not is refused")
    func inflation() throws {
        // zlib.compress(b"a" * 1000)
        let compressed: [UInt8] = [
            0x78, 0x9C, 0x4B, 0x4C, 0x1C, 0x05, 0xA3, 0x60, 0x14, 0x0C, 0x77, 0x00, 0x00, 0xF9, 0xD8, 0x7A, 0xF8,
        ]
        #expect(try Inflation.inflate(compressed, limit: 1000) == [UInt8](repeating: 0x61, count: 1000))
        #expect(throws: InflationError.self) { try Inflation.inflate(compressed, limit: 999) }
        for end in compressed.indices {
            #expect(throws: InflationError.self) { try Inflation.inflate(Array(compressed[..<end]), limit: 1000) }
        }
    }

    @Test("MultiPL-E's file of record and a sample's line name their programs")
    func samples() throws {
        let lines = [
            (#"{"task_id": "a", "completion": "x"}"#, [Candidate("x", isComplete: false)]),
            (#"{"task_id": "a", "solution": "x", "completion": "y"}"#, [Candidate("x", isComplete: true)]),
            (#"{"question_id": "a", "code_list": ["x", "y"]}"#, ["x", "y"].map { Candidate($0, isComplete: true) }),
            (#"{"id": "a", "solutions": ["x"], "language": "go"}"#, [Candidate("x", isComplete: true, language: "go")]),
        ]
        for (line, candidates) in lines {
            let found = try Sample.candidates(try Self.record(line))
            #expect(found.task == "a" && found.candidates == candidates)
        }
        for line in [#"{"completion": "x"}"#, #"{"task_id": "a"}"#, #"{"task_id": "a", "solution": 1}"#] {
            #expect(throws: RecordError.self) { _ = try Sample.candidates(try Self.record(line)) }
        }
    }
}
