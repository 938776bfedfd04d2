import Files
import JSONText
import SystemPackage
import TestSupport
import Testing
import Toolchains

@testable import Evaluation

/// What SandboxFusion makes of rows and answers, without running any of it.
@Suite struct SandboxFusionTests {
    private static let root = FilePath(#filePath)
        .removingLastComponent().removingLastComponent().removingLastComponent()

    private static func row(_ text: String) throws -> JSONTree { try JSONTree(parsing: text.utf8) }

    private static func plan(
        _ answer: String, to row: String, _ set: SandboxFusionSet,
        _ change: (inout SandboxFusionConfiguration) -> Void = { _ in }
    ) throws -> SandboxFusionPlan {
        var configuration = SandboxFusionConfiguration()
        change(&configuration)
        let languages = try RepositoryLanguages.catalog
        return try SandboxFusionPlan(answer, to: try Self.row(row), of: set, configuration, languages)
    }

    private static let rows: [(String, SandboxFusionSet?)] = [
        (#"{"id": 1, "content": "", "test": [{}]}"#, .commonOJ),
        (#"{"id": 1, "content": "", "test": "[]"}"#, .commonOJ),
        (#"{"id": 1, "content": "", "test": {"code": ""}}"#, .autoEval),
        (#"{"id": 1, "content": "", "test": {"input_output": "{}"}}"#, .liveCodeBench),
        (#"{"id": 1, "content": "", "test": "eJxr"}"#, .liveCodeBench),
        (#"{"id": 1, "content": "", "test": "def check", "labels": "{\"entry_point\": \"f\"}"}"#, .humanEval),
        (#"{"id": 1, "content": "", "test": "def check", "labels": {}}"#, nil),
        (#"{"id": 1, "content": "", "test_list": [], "labels": {}}"#, .mbpp),
        (#"{"task_id": 1, "prompt": "", "test": "", "entry_point": "f"}"#, .humanEval),
        (#"{"name": "", "language": "", "prompt": "", "tests": ""}"#, .multiPLE),
        (#"{"task_id": 1, "prompt": "", "test": "", "entry_point": "f", "base_input": []}"#, .records),
        (#"{"id": 1, "tests": []}"#, .records), (#"{"input_output": "{}"}"#, .records), (#"{"id": 1}"#, nil),
        ("[]", nil),
    ]

    @Test("Rows show by their keys how they are judged", arguments: rows)
    func recognizes(text: String, set: SandboxFusionSet?) throws {
        #expect(SandboxFusionSet(recognizing: try Self.row(text)) == set)
    }

    @Test("Sets have the names that SandboxFusion has for them")
    func names() {
        for set in SandboxFusionSet.allCases { #expect(SandboxFusionSet(named: set.rawValue) == set) }
        #expect(SandboxFusionSet(named: "AutoEvalV5Dataset") == .autoEval)
        #expect(SandboxFusionSet(named: "autoeval") == nil)
    }

    @Test("A program stands where tests leave a place for it, or before them")
    func withTests() {
        #expect(SandboxFusionCode.withTests("a", "x#<INSERT>y", asLiteral: false) == "xay")
        #expect(SandboxFusionCode.withTests("a", "x#<INSERT>y#<INSERT>z", asLiteral: false) == "xay")
        #expect(SandboxFusionCode.withTests("a\nif __name__ == 'm'", "t", asLiteral: false) == "a\n\nt")
        #expect(SandboxFusionCode.withTests("it's", "#<INSERT>", asLiteral: true) == "\"it's\"")
    }

    @Test(
        "Texts are written as Python writes them",
        arguments: [
            ("a", "'a'"), ("it's", "\"it's\""), ("'\"", #"'\'"'"#), ("\\\n\t\r\0\u{7F}é", #"'\\\n\t\r\x00\x7fé'"#),
        ])
    func literals(text: String, literal: String) {
        #expect(SandboxFusionCode.pythonLiteral(text) == literal)
    }

    @Test("Completions end where they stop to be ones")
    func completions() throws {
        let stop = SandboxFusionCode.nextStatement
        #expect(try SandboxFusionCode.completion("  a\n\n  b\nc", stoppingAt: [stop]) == "  a\n\n  b")
        #expect(try SandboxFusionCode.completion("  a\n", stoppingAt: [stop]) == "  a\n")
        #expect(try SandboxFusionCode.completion("a\n\nb\nclass", stoppingAt: ["\n\n", "\nclass"]) == "a\n\nb")
        #expect(throws: RecordError.self) { try SandboxFusionCode.completion("a", stoppingAt: ["re:(a+)+"]) }
        #expect(SandboxFusionCode.completion("a\n}\nb", endingFunctionIn: "cpp") == "a\n}")
        #expect(SandboxFusionCode.completion("a\nend\nb", endingFunctionIn: "lua") == "a\nend")
        #expect(SandboxFusionCode.completion("a\n}\nb", endingFunctionIn: "python3") == "a\n}\nb")
    }

    @Test(
        "Templates are those of Python",
        arguments: [
            ("$a ${b} $$ $c ${c $", "1 2 $ $c ${c $"), ("$ab$a.", "$ab1."), ("", ""), ("${a}${b", "1${b"),
        ])
    func templates(template: String, text: String) {
        #expect(PythonTemplate.filled(template, with: ["a": "1", "b": "2"]) == text)
    }

    @Test("MBPP's answers are cut as SandboxFusion cuts them, and tested by all, or by the last one alone")
    func mbpp() throws {
        let row = #"{"id": 1, "content": "", "labels": {"test_setup_code": "x = 1"}, "test_list": ["a", "b"]}"#
        let answer = "```python\r\ndef f(): pass\nassert f()\n```\n[DONE]\n```python\nno\n```"
        let plan = try Self.plan(answer, to: row, .mbpp)
        #expect(plan.extractedCode == "x = 1\ndef f(): pass" && plan.fullCode == "x = 1\ndef f(): pass\na\n\nb\n")
        let fewshot = try Self.plan(answer, to: row, .mbpp) { $0.isFewshot = true }
        #expect(fewshot.fullCode == "x = 1\ndef f(): pass\nb\n")
    }

    private static let pickles: [(hexadecimal: String, isRead: Bool)] = [
        ("80049500000000000000007d948c0161948c016294732e", true), ("80047d288c01618c016275" + "2e", true),
        ("80047d2e", true),
        ("80048c01612e", false), ("80047d8c0161732e", false), ("80047d8c01618c01622e", false),
        ("80047d8c01618c016273732e", false), ("80047d288c016175" + "2e", false), ("80047d7d2e", false),
        ("80047d8c01618c01627300", false), ("80047d8c0161", false), ("63", false),
    ]

    @Test("Of pickles, dictionaries of texts are read, and nothing else", arguments: pickles)
    func pickled(hexadecimal: String, isRead: Bool) throws {
        let digits = Array(hexadecimal)
        let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(digits[$0...$0 + 1]), radix: 16)
        }
        #expect((PickledText.dictionary(in: bytes) != nil) == isRead)
    }

    @Test("The tables of a folder have their rows in order, and what is no row is told")
    func tables() throws {
        let tables = try RecordTables(Self.root.appending("Testcases/evaluation/tables"))
        #expect(tables.problems.isEmpty)
        #expect(tables.names == ["humaneval_own", "lcb_own", "mbpp_own", "multiple_own", "parts", "sums"])
        let sums = try #require(tables["sums"])
        #expect(sums.set == .commonOJ && sums.ids.map(\.text) == ["2", "10", "\"echo\""])
        #expect(try sums.row(.string("10"))?["content"] == .string("Print half of a number, to five digits."))
        #expect(try sums.row(.number("3")) == nil)
        let scratch = try Scratch()
        let lines = ["{", "[]", #"{"id": 1}"#, #"{"id": 2, "content": "", "test": []}"#, #"{"id": "2"}"#, ""]
        _ = try scratch.file("tasks.jsonl", lines.joined(separator: "\n"))
        _ = try scratch.file("samples.jsonl", "nothing")
        let odd = try RecordTables(scratch.path)
        #expect(odd.names == ["tasks"] && odd["tasks"]?.ids == [.number("2")])
        #expect(odd["tasks"]?.badLines.map(\.line) == [1, 2, 3, 5])
        #expect(odd.problems.count == 5)
    }

    @Test("Rows of another kind than their set's are refused in words", arguments: SandboxFusionSet.allCases)
    func refuses(set: SandboxFusionSet) throws {
        for row in ["{}", "[]", "1", #"{"id": []}"#, #"{"test": 1, "labels": 1, "test_list": 1, "prompt": 1}"#] {
            #expect(throws: RecordError.self) { try Self.plan("x", to: row, set) { $0.language = "python" } }
            #expect(throws: RecordError.self) {
                try SandboxFusionPrompt(try Self.row(row), of: set, SandboxFusionConfiguration())
            }
        }
    }
}
