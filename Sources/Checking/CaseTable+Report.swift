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
            guard outcome.letters != row.expected else { continue }
            report.differing.append(Difference(row: row, actual: outcome.letters, reason: outcome.reason))
        }
        return report
    }
}

extension CaseTable.Row {
    /// What the row's checker says; nil if there is no such checker.
    func outcome() -> CheckOutcome? {
        guard let dialect = Dialect(rawValue: checker) else { return nil }
        do {
            let validator = try DefaultValidator(dialect: dialect, arguments: arguments)
            return validator.check(output: output, answer: answer)
        } catch {
            return .judgeError(error.message)
        }
    }
}

extension CaseTable.Difference: CustomStringConvertible {
    /// `line 12: icpc-2025-09 float_tolerance 1e-6: expected AC, got WA: line 1, column 1: …`.
    public var description: String {
        let call = ([row.checker] + row.arguments).joined(separator: " ")
        return "line \(row.line): \(call): expected \(row.expected), got \(actual)"
            + (reason.isEmpty ? "" : ": \(reason)")
    }
}

extension CheckOutcome {
    /// The verdict in a table's letters.
    fileprivate var letters: String {
        switch self {
        case .accepted: "AC"
        case .rejected: "WA"
        case .judgeError: "JE"
        }
    }

    fileprivate var reason: String {
        switch self {
        case .accepted: ""
        case .rejected(let mismatch): mismatch.description
        case .judgeError(let text): text
        }
    }
}
