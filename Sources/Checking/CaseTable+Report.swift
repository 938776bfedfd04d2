import Grading

extension CaseTable {
    /// What running a table gave.
    public struct Report: Hashable, Sendable {
        /// How many rows were run.
        public var checked: Int
        /// The rows of which the checker said something else, in the table's order.
        public var differing: [Difference]
        /// Rows that were not run, by the name of a checker that Verdict does not have.
        public var unsupported: [String: Int]

        /// How many of the rows that were run came out as expected.
        public var agreeing: Int { checked - differing.count }
    }

    /// A row of which the checker said something else than expected.
    public struct Difference: Hashable, Sendable {
        /// The row.
        public var row: Row
        /// The verdict that came out, in the table's letters.
        public var actual: String
        /// Why, as the checker told it; empty for an accepted output.
        public var reason: String
    }

    /// Runs every row whose checker Verdict has.
    public func report() -> Report {
        var report = Report(checked: 0, differing: [], unsupported: [:])
        for row in rows {
            guard let outcome = row.outcome() else {
                report.unsupported[row.checker, default: 0] += 1
                continue
            }
            report.checked += 1
            let letters = row.letters(of: outcome)
            guard letters != row.expected else { continue }
            report.differing.append(Difference(row: row, actual: letters, reason: outcome.message))
        }
        return report
    }
}

extension CaseTable.Row {
    /// What the row's checker says; nil if there is no such checker.
    func outcome() -> CheckerResult? {
        do {
            return try NativeChecker(checker, arguments: arguments).check(output: output, answer: answer)
        } catch {
            return error.code == .unknownChecker ? nil : CheckerResult(.judgeError, message: error.message)
        }
    }

    /// A result in the table's letters: those of the default validator, with what the checker's home adds to them.
    fileprivate func letters(of result: CheckerResult) -> String {
        switch (result.verdict, result.award) {
        case (.judgeError, _):
            return checker.hasPrefix("testlib.") ? "FAIL(JE)" : checker.hasPrefix("dmoj.") ? "IE(JE)" : "JE"
        case (_, .points(let points)): return "POINTS \(points)"
        case (let verdict, .part(let part)):
            return verdict.letters + " points \(Self.sixDigits(part * Score(Self.fullPoints)))/\(Self.fullPoints)"
        case (let verdict, nil):
            let words = result.feedback.map { "\"\($0)\"" }.joined(separator: ", ")
            return verdict.letters + (words.isEmpty ? "" : " [\(words)]")
        }
    }

    /// The number with at most six digits, leading zeros not counted.
    private static func sixDigits(_ points: Score) -> String {
        var (places, scaled) = (5, points)
        while scaled < .one, places < 9 { (places, scaled) = (places + 1, scaled * Score(10)) }
        return points.text(places: places)
    }

    /// The points that a table's test cases have.
    private static let fullPoints = 10
}

extension CaseTable.Difference: CustomStringConvertible {
    /// `line 12: icpc-2025-09 float_tolerance 1e-6: expected AC, got WA: line 1, column 1: …`.
    public var description: String {
        let call = ([row.checker] + row.arguments).joined(separator: " ")
        return "line \(row.line): \(call): expected \(row.expected), got \(actual)"
            + (reason.isEmpty ? "" : ": \(reason)")
    }
}
