import Grading

/// How checkers of other systems answer.
extension CheckerAnswer {
    /// CMS: the first line of standard output is a number from 0 to 1, the first line of standard error the reason, which may be
    /// the name of one of CMS' own texts (`translate:wrong`).
    var cms: CheckerDecision {
        guard status == 0 else { return .judgeError(failure("exited with status \(status), and not 0")) }
        guard let first = Self.lines(output).first, let outcome = Self.number(first) else {
            return .judgeError(failure("wrote no number in the first line of its standard output"))
        }
        guard outcome >= .zero, outcome <= .one else {
            return .judgeError(failure("gives \(outcome.text()), and CMS takes 0 to 1"))
        }
        let line = Self.lines(error).first ?? ""
        let reason = Self.reason(line.hasPrefix("translate:") ? line.dropFirst("translate:".count) : line)
        if outcome == .one { return .accepted }
        return outcome == .zero ? rejection(reason) : .part(outcome, reason)
    }

    /// HUSTOJ: status 0 is right, any other one wrong.
    var hustoj: CheckerDecision { status == 0 ? .accepted : rejection(output) }

    /// QDUOJ: status 0 is right, 1 wrong.
    var qduoj: CheckerDecision {
        switch status {
        case 0: .accepted
        case 1: rejection(output)
        default: unknownStatus("QDUOJ")
        }
    }

    /// Lemon: the score file has the points of 100.
    var lemon: CheckerDecision {
        guard status == 0 else { return .judgeError(failure("exited with status \(status), and not 0")) }
        let text = Self.lines(String(decoding: score ?? [], as: UTF8.self)).first ?? ""
        guard let points = Self.number(text) else { return .judgeError(failure("wrote no number to its score file")) }
        guard points >= .zero, points <= Score(100) else {
            return .judgeError(failure("gives \(points.text()), and 0 to 100 is possible"))
        }
        if points == Score(100) { return .accepted }
        return points == .zero ? rejection(error) : .part(points / Score(100), Self.reason(error))
    }
}
