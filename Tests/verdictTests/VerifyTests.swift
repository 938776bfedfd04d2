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
        (
            """
            printf 'problem_format_version: 2025-09\\nname: A\\nlicense: public domain\\nuuid: 5b7c9f4e-3a5d-4f0e-8a57-0c6b9d1b2a11\\n' >problem.yaml
            printf '1\\n' >data/secret/1.in; mkdir data/invalid_input data/invalid_output data/valid_output output_validator
            printf '9\\n' >data/invalid_input/most.in; printf '3\\n' >data/invalid_input/three.in
            printf 'input_validator_args: [2]\\n' >data/invalid_input/three.yaml
            printf '4\\n' >data/invalid_input/four.in
            printf 'import sys\\nsys.exit(42 if int(input()) < int((sys.argv + [5])[1]) else 43)\\n' >input_validators/most.py
            printf 'import sys\\nsys.exit(42 if "yes" in sys.stdin.read() else 43)\\n' >output_validator/yes.py
            for kind in invalid valid; do
                for word in yes no; do
                    for ending in in ans; do echo 1 >"data/${kind}_output/$word.$ending"; done
                    echo "$word" >"data/${kind}_output/$word.out"
                done
            done
            """,
            [
                "invalid_input/four: input_validators/most.py: accepts an input that is to be rejected",
                "invalid_output/yes: output_validator/yes.py: accepts an output that is to be rejected",
                "valid_output/no: output_validator/yes.py: rejects an output that is to be accepted: the output validator",
                "1 input, 1 validator, 7 tests of them, 3 findings",
            ], 1
        ),
        (
            """
            echo 'name: A' >problem.yaml; printf '1\\n' >data/secret/1.in; mkdir data/valid_output data/invalid_output
            printf 'exit 42\\n' >input_validators/all.sh
            for test in valid_output/a invalid_output/b; do
                echo 1 >data/$test.in; echo 'a b' >data/$test.ans; echo 'a  B' >data/$test.out
            done
            """,
            [
                "invalid_output/b: the default validator: accepts an output that is to be rejected",
                "1 input, 1 validator, 2 tests of them, 1 finding",
            ], 1
        ),
        (
            """
            rm -r data testdata input_validators; cp -r "$run/Testcases/problems-generated/beads/." .
            printf 'import sys\\nsys.exit(3 if "b" in sys.stdin.read() else 0)\\n' >files/val.py
            sed -i 's,</assets>,<validators><validator><source path="files/val.py" type="python.3"/></validator></validators></assets>,' problem.xml
            """, ["9 inputs, 1 validator, all valid"], 0
        ),
        (
            """
            rm -r data testdata input_validators; cp -r "$run/Testcases/problems-generated/terraces/." .
            mkdir validator; printf 'assert int(input()) < 1000\\n' >validator/validator.py
            """,
            [
                "all/003: validator/validator.py: Traceback", "all/004: validator/validator.py: Traceback",
                "8 inputs, 1 validator, 2 findings",
            ], 1
        ),
        (
            """
            rm -r data testdata input_validators; cp -r "$run/Testcases/problems-generated/crossings/." .
            printf '#include "params.h"\\n#include <stdio.h>\\nint main() { int n; return scanf("%%d", &n) != 1 || n >= N_MAX; }\\n' >verifier.cpp
            """,
            [
                "secret/random_01: verifier.cpp: exited with status 1",
                "secret/turned_00: verifier.cpp: exited with status 1", "6 inputs, 1 validator, 2 findings",
            ], 1
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
