/// A small problem of the demonstration: a package, and programs that people hand in for it.
struct DemonstrationProblem: Sendable {
    /// How a program does.
    enum Program: CaseIterable, Sendable {
        case right, wrong, slow, crashing
    }

    /// Its label in the contest.
    var label: String
    /// The color of its balloons.
    var color: String
    /// What names its package.
    var name: String
    /// The files of its package, by their paths.
    var files: [String: String]
    /// In Python.
    var programs: [Program: String]

    private init(
        _ label: String, _ color: String, _ title: String, _ statement: String,
        tests: [(input: String, answer: String)],
        right: String, wrong: String
    ) {
        (self.label, self.color) = (label, color)
        name = title.lowercased().replacing(" ", with: "-")
        files = [
            "problem.yaml": """
            problem_format_version: 2023-07-draft
            name: \(title)
            uuid: 00000000-0000-4000-8000-00000000000\(label.lowercased())
            license: cc0
            limits: {time_limit: 1}

            """,
            "statement/problem.en.md": statement,
            "submissions/accepted/right.py": right,
        ]
        for (number, test) in tests.enumerated() {
            // The first one is shown.
            let place = "data/\(number == 0 ? "sample" : "secret")/\(number + 1)"
            (files[place + ".in"], files[place + ".ans"]) = (test.input, test.answer)
        }
        programs = [
            .right: right, .wrong: wrong, .slow: "while True:\n    pass\n", .crashing: "print(1 // 0)\n",
        ]
    }

    /// Those of the demonstration.
    static let all = [
        DemonstrationProblem(
            "A", "#c0392b", "Two numbers",
            "Two whole numbers $a$ and $b$ stand in one line, $-10^{18} \\le a, b \\le 10^{18}$. Print their sum.\n",
            tests: [
                ("1 2\n", "3\n"), ("-5 5\n", "0\n"), ("1000000000000000000 1\n", "1000000000000000001\n"),
                ("0 0\n", "0\n"),
            ],
            right: "a, b = map(int, input().split())\nprint(a + b)\n",
            wrong: "a, b = map(int, input().split())\nprint(abs(a) + abs(b))\n"),
        DemonstrationProblem(
            "B", "#2980b9", "The longest word",
            "A line has words of small letters with single spaces between them. Print the longest word; of several, the first.\n",
            tests: [
                ("a bb ccc\n", "ccc\n"), ("one six two\n", "one\n"), ("x\n", "x\n"), ("aa bb c dd\n", "aa\n"),
            ],
            right: "print(max(input().split(), key=len))\n", wrong: "print(sorted(input().split(), key=len)[-1])\n"),
        DemonstrationProblem(
            "C", "#27ae60", "Change",
            "There are coins of 1, 5 and 7. The input is a sum $s$, $1 \\le s \\le 100\\,000$. "
                + "Print the smallest number of coins that make $s$.\n",
            tests: [("11\n", "3\n"), ("10\n", "2\n"), ("15\n", "3\n"), ("7\n", "1\n"), ("100000\n", "14286\n")],
            right: """
                s = int(input())
                best = [0] * (s + 1)
                for i in range(1, s + 1):
                    best[i] = 1 + min(best[i - c] for c in (1, 5, 7) if c <= i)
                print(best[s])

                """,
            wrong: "s = int(input())\nprint(s // 7 + s % 7 // 5 + s % 7 % 5)\n"),
    ]
}
