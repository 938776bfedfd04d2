import Grading
import JSONText
import Testing

@testable import Evaluation

/// Records made after MBPP+'s, with programs of their own.
@Suite(.serialized) struct MBPPPlusTests {
    private static let arguments: [(number: Int, given: String, wanted: String)] = [
        (1, "[[1], 2]", "[[1], 2]"),
        (2, "[[1], [2, 3]]", #"[{"$tuple": [1]}, {"$tuple": [2, 3]}]"#),
        (63, "[[[1, 2], [3]]]", #"[[{"$tuple": [1, 2]}, {"$tuple": [3]}]]"#),
        (75, "[[[6, 24]], 6]", #"[[{"$tuple": [6, 24]}], 6]"#),
        (106, "[[5], [9]]", #"[[5], {"$tuple": [9]}]"#),
        (115, "[[[1, 2], [], 3]]", #"[[{"$set": [1, 2]}, {}, {}]]"#),
        (124, #"["0", "1j"]"#, #"[{"$float": "0"}, {"$complex": "1j"}]"#),
        (250, "[[10, 8], 4]", #"[{"$tuple": [10, 8]}, 4]"#),
        (252, #"["1+2j"]"#, #"[{"$complex": "1+2j"}]"#), (252, "[2]", #"[{"$complex": "2"}]"#),
        (259, "[[[1, 3]], [[6]]]", #"[{"$tuple": [{"$tuple": [1, 3]}]}, {"$tuple": [{"$tuple": [6]}]}]"#),
        (278, "[[1, [4, 6]]]", #"[{"$tuple": [1, {"$tuple": [4, 6]}]}]"#),
        (307, "[[\"H\", []], 1, 50]", #"[{"$tuple": ["H", []]}, 1, 50]"#),
        (722, #"[{"a": [6.2, 70]}, 6.0, 70]"#, #"[{"$dict": [["a", {"$tuple": [6.2, 70]}]]}, 6.0, 70]"#),
        (791, "[[4, [5, [6]]]]", #"[{"$tuple": [4, {"$tuple": [5, {"$tuple": [6]}]}]}]"#),
    ]

    @Test("Arguments are the values of Python that evalplus makes of them", arguments: arguments)
    func values(number: Int, given: String, wanted: String) throws {
        let calls = try #require(try JSONTree(parsing: given.utf8).array)
        let made = JSONTree.array(try MBPPPlusInputs.arguments(calls, of: number))
        #expect(made.text == (try JSONTree(parsing: wanted.utf8).text))
    }

    private static let oracles:
        [(function: String, arguments: String, expected: String, right: [String], wrong: [String])] = [
            ("are_equivalent", "[1, 2]", "false", ["true", "7", "null"], []),
            ("sum_div", "[8]", "7", ["7", "0"], ["1", "null"]),
            ("surface_Area", "[3, 4]", "33", ["33", "35"], ["34", #""35""#]),
            ("digit_distance_nums", "[23, 156]", "1", ["1", "7"], ["6"]),
            (
                "similar_elements", "[]", #"{"$tuple": [4, 5]}"#, ["[5, 4]", "[4, 4, 5]", #"{"$set": [4, 5]}"#],
                ["[4]", "4"]
            ),
            (
                "check_str", "[]", #"{"$object": "<re.Match>"}"#, ["true", "5", #"{"$object": "x"}"#],
                ["false", "null"]
            ),
            ("check_str", "[]", "null", ["false", "null"], ["true", "0"]),
            ("other", "[]", "[1]", ["[1]"], [#"{"$tuple": [1]}"#, "[2]"]),
        ]

    @Test("More than one result is right where evalplus takes more", arguments: oracles)
    func oracle(function: String, arguments: String, expected: String, right: [String], wrong: [String]) throws {
        var comparison = ValueComparison()
        comparison.tuples = .different
        comparison.oracle = ValueComparison.Oracle(ofMBPPPlus: function)
        let given = try JSONTree(parsing: arguments.utf8).array ?? []
        let wanted = try JSONTree(parsing: expected.utf8)
        for text in right {
            #expect(comparison.accepts(try JSONTree(parsing: text.utf8), for: wanted, of: given), "\(text)")
        }
        for text in wrong {
            #expect(!comparison.accepts(try JSONTree(parsing: text.utf8), for: wanted, of: given), "\(text)")
        }
    }

    @Test("A task of MBPP+ without further calls has an object where others have an array")
    func noFurtherCalls() throws {
        let task = try SampleJudgeTests.task(
            """
            {"task_id": "Mbpp/793", "prompt": "", "entry_point": "f", "canonical_solution": "def f(a): return a", "base_input": [[1]], "plus_input": {}, "atol": 0}
            """)
        guard case .differential(let work) = task.work else {
            Issue.record("\(task.work)")
            return
        }
        #expect(work.groups.map(\.count) == [1, 0])
    }

    @Test("Programs for MBPP+ are called with values of Python, and do as the reference does")
    func programs() async throws {
        let shared = try SampleJudgeTests.task(
            """
            {"task_id": "Mbpp/2", "prompt": "# shared elements\\n", "entry_point": "similar_elements", "canonical_solution": "def similar_elements(a, b):\\n    return tuple(set(a) & set(b))", "base_input": [[[3, 4, 5], [5, 4]]], "plus_input": [[[], [1]]], "atol": 0}
            """)
        let programs = [
            "def similar_elements(a, b):\n    assert type(a) is tuple\n    return [x for x in b if x in a]",
            "def similar_elements(a, b): return list(a)",
        ]
        let results = try await SampleJudgeTests.judge(
            programs.map { Candidate($0, isComplete: true) } + shared.references, of: shared)
        #expect(results.map(\.verdict) == [.accepted, .wrongAnswer, .accepted])
        let angle = try SampleJudgeTests.task(
            """
            {"task_id": "Mbpp/124", "prompt": "", "entry_point": "angle", "canonical_solution": "import cmath\\ndef angle(a, b):\\n    return cmath.phase(a + b)", "base_input": [["0.0", "1j"]], "plus_input": [["2.0", "(1+2j)"]], "atol": 0}
            """)
        let found = try await SampleJudgeTests.judge(
            [
                Candidate(
                    "def angle(a, b):\n    import math\n    return math.atan2((a + b).imag, (a + b).real)",
                    isComplete: true),
                Candidate("def angle(a, b): return 0.0", isComplete: true),
            ], of: angle)
        #expect(found.map(\.verdict) == [.accepted, .wrongAnswer])
    }
}
