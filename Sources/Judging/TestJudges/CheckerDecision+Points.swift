import Checking
import Grading
import Problems
import Units

extension CheckerDecision {
    /// What the decision means for a test case where `points` may be given.
    /// - Parameters:
    ///   - points: what may be given.
    ///   - name: what messages call the program.
    ///   - isNothingAccepted: whether who gets no points is accepted nevertheless.
    func result(_ points: CheckerPoints, from name: String, isNothingAccepted: Bool = false) -> CheckResult {
        switch self {
        case .accepted: .accepted(nil)
        case .rejected(let reason): .wrongAnswer(reason)
        case .judgeError(let reason): .judgeError(reason)
        case .part(let part, let reason): points.result(of: .part(part), reason, from: name, isNothingAccepted)
        case .points(let given, let reason): points.result(of: .score(given), reason, from: name, isNothingAccepted)
        }
    }
}

extension CheckerPoints {
    /// What an output is worth that gets `given`, which is `value`: the package's groups count what gets nothing as failed.
    private func worth(_ value: Score, _ given: TestOutcome.Points, _ reason: String) -> CheckResult {
        if value == .zero { return .wrongAnswer("no points: \(reason)") }
        switch self {
        case .full:
            return value == .one
                ? .accepted(nil) : .wrongAnswer("\(value.text()) of the points, which is none: \(reason)")
        case .whole(let most):
            let score = if case .part(let part) = given { (part * most).roundedDown } else { value.roundedDown }
            if score == most { return .accepted(nil) }
            return score == .zero ? .wrongAnswer("no whole point: \(reason)") : .accepted(.score(score))
        case .none, .ignored, .needed, .upTo, .any: return .accepted(given)
        }
    }

    /// What an output is worth that gets `given`, for `reason`, where these points may be given.
    fileprivate func result(
        of given: TestOutcome.Points, _ reason: String, from name: String, _ isNothingAccepted: Bool
    ) -> CheckResult {
        let (value, most): (Score, Score?) =
            switch (given, self) {
            case (.part(let part), _): (part, .one)
            case (.score(let score), .upTo(let most)), (.score(let score), .whole(let most)): (score, most)
            case (.score(let score), _): (score, nil)
            }
        switch self {
        case .ignored: return .accepted(nil)
        case .none:
            return .judgeError("the \(name) gives points, and none can be given to this test case; it says: \(reason)")
        case .needed, .upTo, .any, .whole, .full:
            guard value >= .zero, value <= most ?? value else {
                let (has, range) = (value.text(), most.map { "from 0 to \($0.text())" } ?? "not below 0")
                return .judgeError("the \(name) gives \(has), which has to be \(range); it says: \(reason)")
            }
            // With DMOJ nothing can be accepted; elsewhere the package's groups count what gets nothing as failed.
            return value == .zero && isNothingAccepted ? .accepted(given) : worth(value, given, reason)
        }
    }
}
