import ArgumentParser
import Problems

/// `--dialect`: in whose ways a package is judged.
struct DialectOption: ParsableArguments {
    @Option(
        help: """
            Judge as this system does: by its default output validator, and in the Python that it runs \
            (default: icpc-2025-09 in that format, domjudge with a domjudge-problem.ini or a submissions.json, else kattis). \
            Packages of other systems are judged by their own checkers all the same.
            """)
    var dialect: HomeSystem?
}
