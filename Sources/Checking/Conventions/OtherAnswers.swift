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
    var hustoj: CheckerDecision { status == 0 ? .accepted : rejection(words) }

    /// QDUOJ: status 0 is right, 1 wrong.
    var qduoj: CheckerDecision {
        switch status {
        case 0: .accepted
        case 1: rejection(words)
        default: unknownStatus("QDUOJ")
        }
    }

    /// Lemon: the score file has the points of 100.
    var lemon: CheckerDecision { hundredths(in: String(decoding: score ?? [], as: UTF8.self), called: "score file") }

    /// SYZOJ: standard output has the points of 100, and standard error the reason.
    var syzoj: CheckerDecision { hundredths(in: output, called: "standard output") }

    /// The points of 100 in the first line of `text`, of the file that messages call `name`.
    private func hundredths(in text: String, called name: String) -> CheckerDecision {
        guard status == 0 else { return .judgeError(failure("exited with status \(status), and not 0")) }
        guard let points = Self.number(Self.lines(text).first ?? "") else {
            return .judgeError(failure("wrote no number to its \(name)"))
        }
        guard points >= .zero, points <= Score(100) else {
            return .judgeError(failure("gives \(points.text()), and 0 to 100 is possible"))
        }
        if points == Score(100) { return .accepted }
        return points == .zero ? rejection(error) : .part(points / Score(100), Self.reason(error))
    }
}
