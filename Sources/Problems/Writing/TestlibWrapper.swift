import Grading

/// Makes an output validator of the ICPC's formats of a checker that follows testlib's conventions: scripts that build it, call it,
/// and say what it says as those formats want it.
struct TestlibWrapper {
    private let draft: PackageDraft
    private let problem: Problem

    init(_ draft: PackageDraft, _ problem: Problem) {
        self.draft = draft
        self.problem = problem
    }

    /// Writes the program into `folder`.
    func write(_ custom: CustomValidation, to folder: String) {
        guard custom.interactor == nil, custom.exchange == .afterTheRun else {
            return draft.refuse(
                "an interactor that follows testlib's conventions has no counterpart in the format; write an output "
                    + "validator that talks with the submission")
        }
        guard problem.testCases.allSatisfy({ problem.awards(of: $0) == .none }) else {
            return draft.refuse(
                "the checker may give points, which the format has otherwise; write an output validator that gives them"
            )
        }
        guard let program = custom.validators.first, let source = program.files.first else {
            return draft.refuse("there is no checker; add one")
        }
        let call: String
        switch source.name.split(separator: ".").last {
        case "py": call = "python3 \"$here/\(source.name)\""
        case "cpp", "cc", "cxx", "c++":
            draft.add(Self.build(source.name), at: "\(folder)/build", isExecutable: true)
            call = "\"$here/checker\""
        default:
            return draft.refuse("the checker \(source.name) is neither in C++ nor in Python; write it in one of them")
        }
        draft.add(Self.run(call), at: "\(folder)/run", isExecutable: true)
        for file in program.files { draft.copySource(file.file, to: "\(folder)/\(file.name)") }
        draft.note(
            "the checker is called by a script, output_validator/run, which says what it says in the format's way")
    }

    private static func build(_ source: String) -> String {
        """
        #!/bin/sh
        # Builds the checker.
        set -e
        cd "$(dirname "$0")"
        c++ -std=c++17 -O2 -o checker "\(source)"

        """
    }

    /// As ``Checking/CheckerDecision`` has it: a status counts with the words that go with it, or without any.
    private static func run(_ call: String) -> String {
        """
        #!/bin/sh
        # Calls a checker that follows the conventions of testlib, and says what it says by the exit status 42 or 43.
        here=$(dirname "$0")
        log=$3/judgemessage.txt
        \(call) "$1" /dev/stdin "$2" >/dev/null 2>"$log"
        status=$?
        case $status in
            0) words='' ;;
            1) words='wrong answer' ;;
            2 | 4) words='wrong output format' ;;
            8) words='unexpected eof' ;;
            *) cat "$log" >&2; exit 1 ;;
        esac
        silent=yes
        fits=no
        while IFS= read -r line || [ -n "$line" ]; do
            case $line in *[![:space:]]*) silent=no ;; esac
            case $line in
                'partially correct ('*) cat "$log" >&2; exit 1 ;;
                "$words"*) fits=yes ;;
            esac
        done <"$log"
        [ $status -ne 0 ] || exit 42
        [ $fits = yes ] || [ $silent = yes ] || { cat "$log" >&2; exit 1; }
        exit 43

        """
    }
}
