import Grading
import TestSupport
import Testing

@testable import Evaluation

/// Arguments and results of every kind, and functions that share their name, with real compilers.
@Suite(.serialized, .timeLimit(.minutes(10))) struct FunctionValueTests {
    /// A function, what it is called with, and programs that have it.
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        /// `arguments → result`, in JSON, for each call.
        let calls: [(arguments: String, result: String)]
        let programs: [(language: String, text: String)]
        var verdict = Verdict.accepted

        var testDescription: String { name }

        var record: String {
            let tests = calls.map { #"{"arguments": \#($0.arguments), "result": \#($0.result)}"# }
            return #"{"id": "f", "function": {"name": "\#(function)"}, "tests": [\#(tests.joined(separator: ", "))]}"#
        }

        var function = "f"
    }

    /// The others' compilers take seconds each.
    private static let quick: Set = ["python3", "javascript", "cpp", "go"]

    private static let cases: [Case] = [
        Case(
            name: "overloads, of which one takes as many arguments", calls: [(#"["abc", "b"]"#, "1")],
            programs: [
                (
                    "cpp",
                    "class Solution { int f(string& s, string& p, int i) { return s.find(p, i); } public: int f(string s, string p) { return f(s, p, 0); } };"
                ),
                (
                    "cpp",
                    "int f(string s, string p, int i) { return s.find(p, i); }\nint f(string s, string p) { return f(s, p, 0); }"
                ),
                (
                    "java",
                    "class Solution { private int f(String s, String p, int i) { return s.indexOf(p, i); } public int f(String s, String p) { return f(s, p, 0); } private int f(String s) { return 9; } }"
                ),
                (
                    "csharp",
                    "public class Solution { int f(string s, string p, int i) { return s.IndexOf(p, i); } public int f(string s, string p) { return f(s, p, 0); } int f(object s, object p) { return 9; } }"
                ),
                (
                    "kotlin",
                    "class Solution { private fun f(s: String, p: String, i: Int): Int = s.indexOf(p, i)\n fun f(s: String, p: String): Int = f(s, p, 0) }"
                ),
            ]),
        Case(
            name: "a name that the usual imports have, too", calls: [("[[3, 1], [2]]", "[1, 2, 3]")],
            programs: [
                (
                    "python3",
                    "class Solution:\n    def merge(self, a: List[int], b: List[int]) -> List[int]:\n        return sorted(a + b)"
                ),
                (
                    "python3",
                    "from heapq import *\nclass Solution:\n    def merge(self, a, b): return sorted(a + b)"
                ),
                ("python3", "def merge(a, b): return sorted(a + b)"),
                (
                    "cpp",
                    "vector<int> merge(vector<int> a, vector<int> b) { a.insert(a.end(), b.begin(), b.end()); sort(a.begin(), a.end()); return a; }"
                ),
            ], function: "merge"),
        Case(
            name: "a name that is only spoken of", calls: [("[12, 18]", "6")],
            programs: [("python3", "# gcd"), ("python3", "def h(a, b): return gcd(a, b)")], verdict: .runTimeError,
            function: "gcd"),
        Case(
            name: "several results", calls: [("[7, 2]", "[3, 1]")],
            programs: [
                ("python3", "def f(a, b): return [a // b, a % b]"),
                ("javascript", "const f = (a, b) => [Math.floor(a / b), a % b]"),
                ("cpp", "pair<int, int> f(int a, int b) { return {a / b, a % b}; }"),
                ("cpp", "tuple<int, int> f(int a, int b) { return {a / b, a % b}; }"),
                ("cpp", "array<int, 2> f(int a, int b) { return {a / b, a % b}; }"),
                ("go", "func f(a, b int) (int, int) { return a / b, a % b }"),
                ("rust", "fn f(a: i32, b: i32) -> (i32, i32) { (a / b, a % b) }"),
                ("rust", "fn f(a: i32, b: i32) -> [i32; 2] { [a / b, a % b] }"),
                ("java", "class Solution { public int[] f(int a, int b) { return new int[] {a / b, a % b}; } }"),
                ("csharp", "public class Solution { public (int, int) f(int a, int b) { return (a / b, a % b); } }"),
                (
                    "csharp",
                    "public class Solution { public Tuple<int, int> f(int a, int b) { return Tuple.Create(a / b, a % b); } }"
                ),
                ("kotlin", "fun f(a: Int, b: Int) = Pair(a / b, a % b)"),
            ]),
        Case(
            name: "results of several kinds", calls: [("[1]", #"[1, "a", true]"#)],
            programs: [
                ("cpp", #"tuple<int, string, bool> f(int a) { return {a, "a", true}; }"#),
                ("go", #"func f(a int) (int, string, bool) { return a, "a", true }"#),
                ("rust", #"fn f(a: i32) -> (i32, String, bool) { (a, "a".to_string(), true) }"#),
                ("kotlin", #"fun f(a: Int) = Triple(a, "a", true)"#),
            ]),
        Case(
            name: "nothing instead of a collection", calls: [("[null]", "0"), ("[[1, 2]]", "3")],
            programs: [
                ("python3", "def f(a): return sum(a or [])"),
                ("javascript", "var f = (a) => (a || []).reduce((x, y) => x + y, 0)"),
                ("go", "func f(a []int) int { s := 0; for _, x := range a { s += x }; return s }"),
                ("cpp", "int f(optional<vector<int>> a) { int s = 0; if (a) for (int x : *a) s += x; return s; }"),
                ("rust", "fn f(a: Option<Vec<i32>>) -> i32 { a.unwrap_or_default().iter().sum() }"),
                (
                    "java",
                    "class Solution { public int f(List<Integer> a) { int s = 0; if (a != null) for (int x : a) s += x; return s; } }"
                ),
                ("csharp", "public class Solution { public int f(IList<int> a) { return a == null ? 0 : a.Sum(); } }"),
                ("kotlin", "fun f(a: List<Int>?) = (a ?: listOf<Int>()).sum()"),
            ]),
        Case(
            name: "integers beyond 64 bits",
            calls: [
                ("[123456789012345678901234567890]", "123456789012345678901234567891"), ("[-1]", "0"),
                ("[-123456789012345678901234567890]", "-123456789012345678901234567889"),
            ],
            programs: [
                ("python3", "def f(a): return a + 1"), ("cpp", "__int128 f(__int128 a) { return a + 1; }"),
                (
                    "go",
                    "import \"math/big\"\n\nfunc f(a *big.Int) *big.Int { return new(big.Int).Add(a, big.NewInt(1)) }"
                ),
                ("rust", "fn f(a: i128) -> i128 { a + 1 }"),
                (
                    "java",
                    "import java.math.BigInteger;\nclass Solution { public BigInteger f(BigInteger a) { return a.add(BigInteger.ONE); } }"
                ),
                (
                    "csharp",
                    "using System.Numerics;\npublic class Solution { public BigInteger f(BigInteger a) { return a + 1; } }"
                ),
                ("kotlin", "fun f(a: java.math.BigInteger) = a.add(java.math.BigInteger.ONE)"),
            ]),
        Case(
            name: "numbers of single precision",
            calls: [("[0.1]", "0.1"), ("[16777216]", "16777216"), ("[1e30]", "1e30")],
            programs: [
                ("cpp", "float f(float a) { return a; }"), ("go", "func f(a float32) float32 { return a }"),
                ("rust", "fn f(a: f32) -> f32 { a }"),
                ("java", "class Solution { public float f(float a) { return a; } }"),
                ("csharp", "public class Solution { public float f(float a) { return a; } }"),
                ("kotlin", "fun f(a: Float) = a"),
            ]),
        Case(
            name: "sets", calls: [("[[2, 1, 2]]", "[1, 2]")],
            programs: [
                ("cpp", "set<int> f(set<int> a) { return a; }"),
                (
                    "cpp",
                    "list<int> f(unordered_set<int> a) { deque<int> d(a.begin(), a.end()); sort(d.begin(), d.end()); return {d.begin(), d.end()}; }"
                ),
                ("javascript", "const f = (a) => new Set(a.sort())"),
                ("rust", "fn f(a: BTreeSet<i32>) -> BTreeSet<i32> { a }"),
                ("java", "class Solution { public Set<Integer> f(Set<Integer> a) { return new TreeSet<>(a); } }"),
                (
                    "csharp",
                    "public class Solution { public SortedSet<int> f(HashSet<int> a) { return new SortedSet<int>(a); } }"
                ),
                ("kotlin", "fun f(a: Set<Int>) = TreeSet(a)"),
            ]),
        Case(
            name: "texts with separators that are no ends of lines",
            calls: [
                (
                    #"["a\u2028b\u0085c\u000bd\u001ce\u2029f \\ \" \t \u0000 \ud83d\ude00 \\n"]"#,
                    #""a\u2028b\u0085c\u000bd\u001ce\u2029f \\ \" \t \u0000 \ud83d\ude00 \\n""#
                )
            ],
            programs: [
                ("python3", "\u{FEFF}def f(s): return s"), ("javascript", "function f(s) { return s }"),
                ("cpp", "string f(string s) { return s; }"), ("go", "func f(s string) string { return s }"),
                ("rust", "fn f(s: String) -> String { s }"),
                ("java", "class Solution { public String f(String s) { return s; } }"),
                ("csharp", "public class Solution { public string f(string s) { return s; } }"),
                ("kotlin", "fun f(s: String) = s"),
            ]),
        Case(
            name: "a program of its own beside the function", calls: [("[1]", "2")],
            programs: [
                (
                    "java",
                    "public class Main { static int g() { return new Solution().f(1); } public static void main(String[] a) { System.out.println(Main.g()); } }\nclass Solution { int f(int a) { return a + 1; } }"
                )
            ]),
    ]

    @Test("Each language takes arguments and gives results of every kind that it has", arguments: cases)
    func values(wanted: Case) async throws {
        let task = try SampleJudgeTests.task(wanted.record)
        let programs = wanted.programs.filter { LongTests.areAskedFor || Self.quick.contains($0.language) }
        var options = EvaluationOptions()
        options.runsAllTests = true
        let results = try await SampleJudgeTests.judge(
            programs.map { Candidate($0.text, isComplete: true, language: $0.language) }, of: task, options)
        for (program, result) in zip(programs, results) {
            // Kotlin and others may not be installed.
            if result.message.contains("install the Debian package") { continue }
            #expect(
                result.verdict == wanted.verdict,
                "\(program.language): \(program.text): \(result.verdict) \(result.message)")
        }
    }

    @Test("What a function fails of is said, and not where")
    func words() async throws {
        let task = try SampleJudgeTests.task(
            #"{"id": "f", "function": {"name": "f"}, "tests": [{"arguments": [1], "result": 1}]}"#)
        let programs = [
            ("python3", "def f(a): raise KeyError('why')"), ("go", "func f(a int) int { panic(\"why\") }"),
            ("java", "class Solution { int f(int a) { throw new IllegalStateException(\"why\"); } }"),
        ].filter { LongTests.areAskedFor || Self.quick.contains($0.0) }
        let results = try await SampleJudgeTests.judge(
            programs.map { Candidate($0.1, isComplete: true, language: $0.0) }, of: task)
        for result in results {
            #expect(result.verdict == .runTimeError && result.message.contains("why"), "\(result.message)")
        }
    }
}
