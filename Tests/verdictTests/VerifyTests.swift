import Testing

/// `verdict verify`: what input validators say of test cases.
@Suite(.timeLimit(.minutes(5))) struct VerifyTests {
    /// A package whose files are made by a script in its folder, what is printed, and the exit status.
    static let cases: [(script: String, printed: [String], status: Int32)] = [
        (
            """
            echo 'name: A' >problem.yaml
            echo 'input_validator_flags: 5' >data/secret/testdata.yaml
            printf '1\\n' >data/secret/1.in; printf '9\\n' >data/secret/2.in
            cat >input_validators/most.py <<'END'
            import sys

            if int(input()) > int(sys.argv[1]):
                print("more than", sys.argv[1])
                sys.exit(43)
            sys.exit(42)
            END
            """, ["secret/2: input_validators/most.py: more than 5", "2 inputs, 1 validator, 1 finding"], 1
        ),
        (
            """
            echo 'name: A' >problem.yaml
            printf '1\\n' >data/secret/1.in; printf '2\\n' >data/secret/2.in
            printf 'exit 42\\n' >input_validators/all.sh
            printf 'int main(void) { __builtin_trap(); }\\n' >input_validators/dies.c
            """,
            [
                "secret/1: input_validators/dies.c: the input validator was ended by SIGILL",
                "secret/2: input_validators/dies.c: the input validator was ended by SIGILL",
                "2 inputs, 2 validators, 2 findings",
            ], 2
        ),
        (
            """
            printf 'validator: v.py\\n' >testdata/config.yaml
            printf '1\\n' >testdata/1.in; printf '1\\n' >testdata/1.out; printf 'x\\n' >testdata/2.in; : >testdata/2.out
            printf 'n = int(input())\\n' >testdata/v.py; rm -r data
            """, ["2: testdata/v.py: ", "2 inputs, 1 validator, 1 finding"], 1
        ),
        (
            """
            printf 'use_builtin_judger on use_builtin_checker wcmp n_tests 2\\n' >problem.conf; rm -r data testdata
            for n in 1 2; do printf '%s\\n' "$n" >"input$n.txt"; : >"output$n.txt"; done
            printf 'assert int(input()) < 3\\n' >val.py
            """, ["2 inputs, 1 validator, all valid"], 0
        ),
    ]

    private static func run(_ script: String, _ options: [String] = []) async throws -> Executable.Ending {
        let whole = """
            place=$(mktemp -d) && mkdir -p "$place/p/data/secret" "$place/p/input_validators" "$place/p/testdata" || exit 99
            run=$PWD; cd "$place/p" || exit 99
            \(script)
            rmdir testdata 2>/dev/null; rmdir input_validators 2>/dev/null
            for input in data/secret/*.in; do [ -e "$input" ] && : >"${input%.in}.ans"; done
            cd "$run" && "$@" "$place/p"; status=$?; rm -r "$place"; exit $status
            """
        return try await Executable.run(["verify"] + options, through: BadInputTests.shell(whole))
    }

    @Test("prints what they reject, and where they fail", arguments: cases.indices)
    func verify(index: Int) async throws {
        let (script, printed, status) = Self.cases[index]
        let ending = try await Self.run(script)
        let lines = ending.output.split(separator: "\n")
        #expect(ending.status == status, "\(ending.output) \(ending.error)")
        #expect(lines.count == printed.count && zip(lines, printed).allSatisfy { $0.hasPrefix($1) }, "\(ending.output)")
    }

    @Test("prints findings as JSON, and refuses a package without validators")
    func json() async throws {
        let ending = try await Self.run(Self.cases[0].script, ["--json"])
        #expect(
            ending.output
                == #"{"test": "secret/2", "validator": "input_validators/most.py", "message": "more than 5", "fault": "input"}"#
                + "\n")
        let none = try await Self.run("echo 'name: A' >problem.yaml; printf 1 >data/secret/1.in")
        #expect(none.status == 2 && none.error.contains("has no input validator in a known language"), "\(none.error)")
    }
}
