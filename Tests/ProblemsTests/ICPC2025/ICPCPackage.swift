import Grading
import Problems

extension TemporaryPackage {
    /// A package of the format 2025-09 that is read without errors and warnings, with `changes` to its files; nil takes one
    /// away.
    /// - Parameter settings: what stands in `problem.yaml` besides what every package has there.
    static func icpc(_ settings: String = "", changing changes: [String: String?] = [:]) throws -> TemporaryPackage {
        var files = [
            "problem.yaml": head + settings, "statement/problem.en.md": "Add.\n",
            "data/sample/1.in": "1 2\n", "data/sample/1.ans": "3\n",
            "data/secret/1.in": "2 2\n", "data/secret/1.ans": "4\n",
            "input_validators/check.py": "",
            "submissions/accepted/sum.py": "print(sum(map(int, input().split())))\n",
        ]
        for (name, text) in changes { files[name] = text }
        return try TemporaryPackage(files)
    }

    /// Three lines.
    static let head = """
        problem_format_version: 2025-09
        name: Sum
        uuid: 5a1c1d6c-3b0e-4f2a-9a54-0c6a0f1a7b11

        """
}
