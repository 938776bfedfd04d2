import Testing

/// What hostile or clumsy users do to the command line.
@Suite(.timeLimit(.minutes(10))) struct BadInputTests {
    struct Case: CustomTestStringConvertible, Sendable {
        /// What the arguments are run by: a shell's script, in which they are `"$@"`.
        var script = #"exec "$@""#
        var arguments: [String]
        var status: Int32
        var output = ""
        var error = ""

        var testDescription: String { script + " # " + arguments.joined(separator: " ") }
    }

    private static let echo = ["--", "/bin/echo", "hi"]

    static let options: [Case] = [
        Case(arguments: ["run", "--files", "99999999999"] + echo, status: 64, error: "--files"),
        Case(arguments: ["run", "--files", "9223372036854775807"] + echo, status: 64, error: "--files"),
        Case(arguments: ["run", "--processes", "99999999999"] + echo, status: 64, error: "--processes"),
        Case(arguments: ["run", "--processes", "9223372036854775807"] + echo, status: 64, error: "--processes"),
        Case(arguments: ["run", "--cores", "9999"] + echo, status: 64, error: "--cores must be from 1 to"),
        Case(arguments: ["run", "--cores", "0"] + echo, status: 64, error: "processors that verdict may use here"),
        Case(arguments: ["run", "--memory", "9223372036854775807"] + echo, status: 64, error: "--memory"),
        Case(arguments: ["run", "--memory", "256"] + echo, status: 64, error: "256MiB"),
        Case(arguments: ["judge", "Testcases/problems/shelves", "--memory", "256"], status: 64, error: "256MiB"),
        Case(arguments: ["run", "--mount", ":"] + echo, status: 64, error: "--mount"),
        Case(arguments: ["run", "--mount", "/etc:relative"] + echo, status: 64, error: "absolute"),
        Case(arguments: ["run", "--mount", "/etc:/"] + echo, status: 64, error: "absolute"),
        Case(arguments: ["run", "--mount", "/etc:/x/../y"] + echo, status: 64, error: "absolute"),
        Case(arguments: ["run", "--", ""], status: 64, error: "no name"),
        Case(
            arguments: ["run", "--memory", "64KiB", "--json", "--", "tail", "/dev/zero"], status: 1,
            output: #""memory_limit""#),
        Case(script: #"exec "$@" >&-"#, arguments: ["run"] + echo, status: 2, error: "standard output"),
        Case(script: #"exec "$@" >/dev/full"#, arguments: ["run"] + echo, status: 2, error: "standard output"),
        Case(
            script: #"exec "$@" <&-"#, arguments: ["run", "--stdin", "-", "--", "/bin/cat"], status: 2,
            error: "standard input"),
    ]

    @Test(arguments: options) func aWrongOptionIsNamed(_ example: Case) async throws {
        try await Self.check(example)
    }

    private static let judge = ["judge", "Testcases/problems/sum", "accepted/sum.c"]

    /// Temporary directories of every kind, in a mount namespace of their own.
    static let places: [Case] = [
        Case(script: place("noexec"), arguments: judge, status: 2, error: "TMPDIR"),
        Case(script: place("ro"), arguments: judge, status: 2, error: "TMPDIR"),
        Case(script: place("nr_inodes=1"), arguments: judge, status: 2, error: "TMPDIR"),
        // Room for the directories, not for the source.
        Case(script: place("size=64k", filling: "1m"), arguments: judge, status: 2, output: "TMPDIR"),
        // Room for the source, not for the program: never the submission's fault.
        Case(script: place("size=64k"), arguments: judge, status: 2, output: "TMPDIR"),
    ]

    private static func place(_ options: String, filling: String = "0") -> String {
        """
        exec unshare -m sh -c 'mount -t tmpfs -o \(options) none /mnt || exit 99
        head -c \(filling) /dev/zero 2>/dev/null >/mnt/fill
        TMPDIR=/mnt exec "$@"' sh "$@"
        """
    }

    @Test(.enabled("needs a mount namespace", canMount), arguments: places) func aBadTemporaryDirectoryIsNamed(
        _ example: Case
    ) async throws {
        try await Self.check(example)
    }

    @Sendable private static func canMount() async -> Bool {
        let script = #"exec unshare -m sh -c 'mount -t tmpfs none /mnt && exec "$@"' sh "$@""#
        return (try? await Executable.run(["--version"], through: shell(script)).status) == 0
    }

    private static let allowing = ["memory", "processes", "cpu"].flatMap { ["--allow-missing", $0] }

    static let ofNobody: [Case] = [
        Case(arguments: ["run"] + echo, status: 3, error: "or accept the risk with --allow-missing memory"),
        Case(arguments: judge, status: 3, error: "Permission denied; run as root"),
        Case(arguments: ["run"] + allowing.dropLast(2) + echo, status: 3, error: "--allow-missing cpu"),
        Case(arguments: ["run"] + allowing + echo, status: 0, output: "hi\n"),
    ]

    /// Only where nobody has really no cgroup to write to.
    @Test(.enabled("needs root", { await Executable.canRunAsNobody() }), arguments: ofNobody)
    func whoMayNotMakeCgroupsIsToldSo(_ example: Case) async throws {
        let ending = try await Executable.run(example.arguments, through: Executable.asNobody)
        Self.hold(ending, against: example)
    }

    /// Validators that are at fault themselves, in C, and what is said of them.
    static let validators: [(body: String, words: String)] = [
        ("char b[1 << 20]; int f = creat(\"judgemessage.txt\", 0600); while (write(f, b, sizeof b) > 0);", "filled"),
        ("char n[9]; for (int i = 0; i < 99999; i++) { sprintf(n, \"%d\", i); close(creat(n, 0600)); }", "filled"),
        ("abort();", "SIGABRT"),
        ("exit(0);", "status 0 instead of 42 or 43"),
        ("static char b[1 << 20]; while (write(2, b, sizeof b) > 0);", "output limit"),
        ("for (;;) fork();", "limit"),
    ]

    @Test(arguments: validators) func aValidatorAtFaultIsNoFaultOfTheSubmission(body: String, words: String)
        async throws
    {
        let headers = ["fcntl", "stdio", "stdlib", "unistd"].map { "#include <\($0).h>" }.joined(separator: "\n")
        let source = headers + "\nint main(int c, char **v) { if (chdir(v[3]) < 0) return 1; \(body) return 42; }\n"
        let script = """
            package=$(mktemp -d) && cd "$package" && mkdir -p data/secret output_validators submissions/accepted
            printf 'name: x\\nvalidation: custom\\nlimits:\\n  validation_time: 1\\n' >problem.yaml
            echo 1 >.timelimit; echo 1 >data/secret/1.in; echo 1 >data/secret/1.ans
            echo 'print(1)' >submissions/accepted/a.py; printf %s '\(source)' >output_validators/v.c
            "$@" "$package"; status=$?
            rm -r "$package"; exit $status
            """
        let ending = try await Executable.run(["judge", "--json"], through: Self.shell(script))
        #expect(ending.status == 2, "\(ending.output)\(ending.error)")
        #expect(ending.output.contains(#""verdict": "JE""#), "\(ending.output)\(ending.error)")
        #expect(ending.output.contains("the output validator") && ending.output.contains(words), "\(ending.output)")
    }

    private static func check(_ example: Case) async throws {
        hold(try await Executable.run(example.arguments, through: shell(example.script)), against: example)
    }

    private static func hold(_ ending: Executable.Ending, against example: Case) {
        #expect(ending.status == example.status, "\(ending.output)\(ending.error)")
        #expect(example.output.isEmpty || ending.output.contains(example.output), "\(ending.output)")
        #expect(example.error.isEmpty || ending.error.contains(example.error), "\(ending.error)")
    }

    static func shell(_ script: String) -> [String] { ["sh", "-c", script, "sh"] }
}
