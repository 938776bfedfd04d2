import Testing

/// The command line as scripts see it: exit statuses, and what goes to which stream.
@Suite(.timeLimit(.minutes(10))) struct CommandTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var arguments: [String]
        var status: Int32
        var output = ""
        var error = ""

        var testDescription: String { "verdict " + arguments.joined(separator: " ") }
    }

    private static let shelves = "Testcases/problems/shelves"

    private static let example = "Testcases/evaluation/example.jsonl"
    private static let samples = "Testcases/evaluation/samples.jsonl"

    static let cases: [Case] = [
        Case(arguments: ["--version"], status: 0, output: "."),
        Case(arguments: ["judge", "--help"], status: 0, output: "Examples:"),
        Case(arguments: ["judge"], status: 64, error: "package"),
        Case(arguments: ["judge", "--time-limit", "soon", "x"], status: 64, error: "--time-limit"),
        Case(arguments: ["judge", "/nonexistent"], status: 2, error: "/nonexistent"),
        Case(arguments: ["judge", shelves, "nonexistent.c"], status: 2, error: "nonexistent.c"),
        Case(arguments: ["judge", shelves, "--language", "klingon"], status: 2, error: "no language klingon"),
        Case(arguments: ["judge", shelves, "--junit", "/nonexistent/x.xml"], status: 2, error: "/nonexistent/x.xml"),
        Case(
            arguments: ["judge", shelves, "--junit", "/nonexistent/x", "--html", "/nonexistent/x"], status: 64,
            error: "--junit and --html name one file"),
        Case(arguments: ["check", "--cases", "/nonexistent"], status: 2, error: "cannot read /nonexistent: No such"),
        Case(arguments: ["judge", shelves, "--languages-dir", "/nonexistent"], status: 2, error: "--languages-dir"),
        Case(
            arguments: ["judge", shelves, "wrong_answer/twice.c", "--json"], status: 0,
            output: #"{"submission": "wrong_answer/twice.c", "language": "c", "verdict": "WA", "expected": ["WA"], "#),
        Case(
            arguments: ["judge", shelves, "wrong_answer/twice.c"], status: 0, output: "1 submission, all as expected"),
        Case(
            arguments: ["judge", shelves, "accepted/table.py", "--time-limit", "1ms"], status: 1,
            output: "expected AC"),
        Case(
            arguments: ["judge", "Testcases/problems/tollgate", "accepted/sum.c"], status: 0, output: "all as expected",
            error: "tollgate: a package of the format 2025-09"),
        Case(
            arguments: ["judge", "Testcases/problems/summands", "solutions/one.py"], status: 0,
            output: "all as expected",
            error: "summands: a package of the format polygon"),
        Case(
            arguments: ["judge", "Testcases/problems/summands", "Testcases/problems/summands/solutions/one.py"],
            status: 0,
            output: "ok     WA         0  solutions/one.py"),
        Case(
            arguments: ["judge", shelves, "--format", "polygon"], status: 2,
            error: "not a package: no problem.xml; read it as another format"),
        Case(arguments: ["judge", shelves, "--dialect", "polygon"], status: 64, error: "icpc-2025-09"),
        Case(arguments: ["judge", shelves, "--dialect", "dmoj"], status: 64, error: "icpc-2025-09"),
        Case(
            arguments: ["judge", "Testcases/problems/harvest", "tests/mean"], status: 0,
            output: "ok     AC       100  tests/mean/mean.py", error: "harvest: a package of the format dmoj"),
        Case(
            arguments: ["judge", shelves, "wrong_answer/twice.c", "--format", "legacy-icpc"], status: 0,
            error: "shelves: a package of the format legacy-icpc"),
        Case(
            arguments: ["judge", shelves, "wrong_answer/twice.c", "--format", "2025-09"], status: 0,
            error: "warning: problem.yaml: the key \"uuid\" is missing"),
        Case(arguments: ["judge", shelves, "--format", "newest"], status: 64, error: "2025-09"),
        Case(arguments: ["eval"], status: 64, error: "file"),
        Case(arguments: ["eval", "/nonexistent"], status: 2, error: "cannot read /nonexistent"),
        Case(arguments: ["eval", example, "--samples", "/nonexistent"], status: 2, error: "cannot read /nonexistent"),
        Case(arguments: ["eval", example], status: 2, error: "no programs: name a file of them with --samples"),
        Case(arguments: ["eval", example, "--dataset", "mnist"], status: 64, error: "humaneval"),
        Case(arguments: ["eval", example, "-k", "0"], status: 64, error: "-k"),
        Case(
            arguments: ["eval", example, "--samples", samples, "--output", "/nonexistent/x"], status: 2,
            error: "cannot write to /nonexistent/x"),
        Case(
            arguments: ["eval", example, "--samples", samples, "--references"], status: 64, error: "exclude each other"),
        Case(
            arguments: ["eval", example, "--samples", samples, "--json", "-k", "1"], status: 0,
            output: #"{"summary":{"samples":4,"tasks":2,"passed":2,"pass_at_k":{"1":0.5}"#),
        Case(
            arguments: ["eval", example, "--samples", "Package.swift", "--strict"], status: 2,
            error: "Package.swift:1: it is no JSON"),
        Case(
            arguments: ["eval", "Testcases/evaluation/README.md", "--samples", samples], status: 2,
            output: "0 samples of 0 tasks", error: "README.md:1: it is no JSON"),
        Case(arguments: ["run"], status: 64, error: "--"),
        Case(arguments: ["run", "--memory", "none", "--", "/bin/true"], status: 64, error: "--memory"),
        Case(arguments: ["run", "--allow-missing", "door", "--", "/bin/true"], status: 64, error: "door"),
        Case(arguments: ["run", "--", "/bin/echo", "hi"], status: 0, output: "hi\n", error: "exited 0"),
        Case(arguments: ["run", "--", "/bin/false"], status: 1, error: "exited 1"),
        Case(arguments: ["run", "--", "/nonexistent"], status: 2, error: "No such file"),
        Case(
            arguments: ["run", "--json", "--", "/bin/sh", "-c", "kill -9 $$"], status: 1,
            output: #"{"outcome": "signaled", "exit_code": null, "signal": "SIGKILL", "cpu_ms": "#),
        Case(
            arguments: ["run", "--json", "--wall", "100ms", "--", "/bin/sleep", "9"], status: 1,
            output: #""outcome": "wall_limit""#),
        Case(arguments: ["run", "--repeat", "5", "--", "/bin/true"], status: 0, output: "p99"),
        Case(arguments: ["run", "--stdin", "Package.swift", "--", "head", "-c", "8"], status: 0, output: "// swift"),
        Case(arguments: ["check"], status: 64, error: "CHECKER"),
        Case(
            arguments: ["check", "kattis-legacy", "Package.swift", "Package.swift", "Package.swift"], status: 0,
            output: "AC"),
        Case(
            arguments: ["check", "icpc-2025-09", "Package.swift", "Package.swift", ".swift-format"], status: 1,
            output: "WA"),
        Case(
            arguments: ["check", "testlib.wcmp", "Package.swift", "Package.swift", "Package.swift"], status: 0,
            output: "AC\n"),
        Case(
            arguments: ["check", "testlib.icmp", "Package.swift", "Package.swift", "Package.swift"], status: 2,
            output: "JE  the judge's answer: line 1, column 1: expected an integer"),
        Case(
            arguments: ["check", "dmoj.linecount", "Package.swift", "Package.swift", ".swift-format", "--json"],
            status: 1, output: #"{"verdict": "WA", "message": ""#),
        Case(
            arguments: ["check", "dmoj.floats", "Package.swift", "Package.swift", "Package.swift", "--", "{a: 1}"],
            status: 2, error: "unknown key \"a\""),
        Case(arguments: ["check", "--list"], status: 0, output: "testlib.wcmp         tokens\n"),
        Case(arguments: ["check", "--list", "testlib.wcmp"], status: 64, error: "--list"),
        Case(
            arguments: ["check", "--cases", "Testcases/checkers/testlib.tsv"], status: 0, output: "851 of 851"),
        Case(arguments: ["check", "nonexistent", "Package.swift", "a", "b"], status: 2, error: "kattis-legacy"),
        Case(arguments: ["doctor", "--help"], status: 0, output: "--json"),
        Case(arguments: ["doctor"], status: 0, output: "This host can sandbox"),
        Case(arguments: ["doctor", "--json"], status: 0, output: #""layer": "seccomp", "state": "ok""#),
        Case(arguments: ["languages", "--no-versions"], status: 0, output: "python3"),
        Case(arguments: ["languages", "--no-versions", "cpp"], status: 0, output: "C++"),
        Case(arguments: ["languages", "klingon"], status: 2, error: "no language klingon"),
        Case(arguments: ["languages", "--check", "--prepare"], status: 64, error: "--prepare"),
    ]

    @Test(arguments: cases) func aCommandEndsAsDocumented(_ example: Case) async throws {
        let ending = try await Executable.run(example.arguments)
        #expect(ending.status == example.status, "\(ending.output)\(ending.error)")
        #expect(example.output.isEmpty || ending.output.contains(example.output), "\(ending.output)")
        #expect(example.error.isEmpty || ending.error.contains(example.error), "\(ending.error)")
        #expect(!ending.output.contains("\u{1b}"))
    }

    /// Nobody has no cgroup of their own: all that is missing is said at once, each with the command that mends it.
    @Test(.enabled("needs root", { await Executable.canRunAsNobody() })) func nobodyIsToldWhatIsMissing() async throws {
        let ending = try await Executable.run(["doctor"], through: Executable.asNobody)
        #expect(ending.status == 3, "\(ending.output)\(ending.error)")
        #expect(ending.output.contains("This host cannot sandbox: memory, processes, cpu missing"), "\(ending.output)")
        #expect(ending.output.contains("→ "), "\(ending.output)")
    }
}
