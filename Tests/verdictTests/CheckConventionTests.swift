import Testing

/// `verdict check --convention`, with programs that answer as other systems have it.
@Suite(.timeLimit(.minutes(5))) struct CheckConventionTests {
    /// A convention, a checker in Python, and what is printed of the output `2` where the input is `1` and the answer `3`.
    static let table: [(convention: String, program: String, printed: String)] = [
        ("cms", "print(0.25); sys.stderr.write('a quarter')", "PC  0.25 of the points"),
        ("cms", "print(int([open(a).read() for a in sys.argv[1:]] == ['1', '3', '2']))", "AC"),
        ("testlib", "sys.stderr.write('points 7 ' + open(sys.argv[2]).read()); sys.exit(7)", "AC  7 points"),
        ("coci", "sys.stderr.write('partial 2/5\\n'); sys.exit(7)", "PC  0.4 of the points"),
        ("peg", "print(len(sys.argv), 10, sep='\\n')", "PC  0.4 of the points"),
        ("dmoj", "print(*(open(a).read() for a in sys.argv[1:])); sys.exit(1)", "WA  1 2 3"),
        ("hustoj", "sys.exit(open(sys.argv[3]).read() == '2')", "WA  the checker does not say why"),
        ("qduoj", "sys.exit(len(sys.argv) != 3)", "AC"),
        ("lemon", "open(sys.argv[5], 'w').write(sys.argv[4][:2])", "PC  0.1 of the points"),
        ("lemon", "open(sys.argv[6], 'w').write('long story')", "JE  the checker wrote no number to its score file"),
        (
            "syzoj", "print(len(open('input').read() + open('answer').read() + open('user_out').read()))",
            "PC  0.03 of the points"
        ),
        ("hydro", "sys.stderr.write('points 25 ' + open(sys.argv[2]).read()); sys.exit(7)", "PC  0.25 of the points"),
        ("icpc", "sys.exit(42)", "AC"),
        ("icpc", "open(sys.argv[3] + 'score.txt', 'w').write('12.5'); sys.exit(42)", "AC  12.5 points"),
        ("icpc", "open(sys.argv[3] + 'score_multiplier.txt', 'w').write('.5'); sys.exit(42)", "PC  0.5 of the points"),
        ("hustoj", "sys.stderr.write('no\\n'); sys.exit(1)", "WA  no"),
        ("testlib", "open('/etc/passwd').read()", "JE  the checker exited with status 1 without the words"),
    ]

    @Test("a checker is called and understood as its convention says", arguments: table)
    func check(convention: String, program: String, printed: String) async throws {
        let script = """
            place=$(mktemp -d) || exit 99
            cat >"$place/check.py" <<'END'
            import sys
            \(program)
            END
            printf 1 >"$place/in"; printf 2 >"$place/out"; printf 3 >"$place/ans"
            "$@" "$place/check.py" "$place/in" "$place/ans" "$place/out"; status=$?; rm -r "$place"; exit $status
            """
        let ending = try await Executable.run(
            ["check", "--convention", convention], through: BadInputTests.shell(script))
        #expect(ending.output.hasPrefix(printed), "\(ending.output) \(ending.error)")
        #expect(ending.status == (printed.hasPrefix("AC") ? 0 : printed.hasPrefix("JE") ? 2 : 1))
    }

    @Test("a checker that is built in has none") func builtIn() async throws {
        let ending = try await Executable.run(["check", "--convention", "cms", "dmoj.easy", "/dev/null", "a", "b"])
        #expect(ending.status == 2 && ending.error.contains("dmoj.easy is built in, and follows no convention"))
    }
}
