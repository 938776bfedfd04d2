import Grading

/// How checkers answer that are built with testlib: by their exit status, and by the words that a line of their standard error
/// begins with.
///
/// | exit status | words | says |
/// |---|---|---|
/// | 0 | | accepted |
/// | 1 | `wrong answer` | wrong answer |
/// | 2, 4 | `wrong output format` | presentation error: the output is not written as it should be, or goes on behind its end |
/// | 8 | `unexpected eof` | the output ends too early |
/// | 7 | `points 2.5` | so many points |
/// | *n* or 50 + *n* | `partially correct (n)` | so many hundredths |
/// | 3, any other | | the program's own failure |
///
/// A program that rejects without a word is believed, one that says something else is not: a crash often has status 1, too.
extension CheckerAnswer {
    /// What testlib adds to the number of a partially right answer where it is built for some systems.
    private static let partBases = [0, 50]
    private static let hundred = Score(100)

    /// As Polygon takes it.
    /// - Parameter pointsArePercent: whether points are hundredths of the test case's own.
    func testlib(pointsArePercent: Bool) -> CheckerDecision {
        if let (part, reason) = part, Self.partBases.contains(Int(status) - part) {
            return .part(Score(part) / Self.hundred, reason)
        }
        switch status {
        case 0: return .accepted
        case 1: return rejection(behind: "wrong answer")
        case 2, 4: return rejection(behind: "wrong output format", as: "presentation error: ")
        case 8: return rejection(behind: "unexpected eof", as: "the output ends too early: ")
        case 7:
            guard let (points, reason) = points else { return .judgeError(failure(meaningOfFailure)) }
            return pointsArePercent ? .part(points / Self.hundred, reason) : .points(points, reason)
        default: return .judgeError(failure(meaningOfFailure))
        }
    }

    /// As UOJ's own testlib has it: the words decide, `ok`, or `points 0.4` for a part, in hundredths; all else is wrong.
    var uoj: CheckerDecision {
        if let (points, reason) = points {
            let hundredths = (points * Self.hundred + .one / Score(2)).roundedDown
            return .part(hundredths / Self.hundred, reason)
        }
        if rest(behind: "ok") != nil { return .accepted }
        if let (part, reason) = part { return .part(Score(part) / Self.hundred, reason) }
        return rejection(error)
    }

    /// As Hydro takes it: the words decide, and a part is given as 0.4 or as 40; all else is wrong, but for who says nothing and
    /// has failed, and for who says that the package has.
    var hydro: CheckerDecision {
        if rest(behind: "ok") != nil { return .accepted }
        let isSilent = !error.contains { !$0.isWhitespace }
        guard status != 3, status == 0 || !isSilent else { return .judgeError(failure(meaningOfFailure)) }
        let given = points ?? part.map { (Score($0.0), $0.1) }
        guard let (number, reason) = given else { return rejection(error) }
        return .part(number > .one ? number / Self.hundred : number, reason)
    }

    private var meaningOfFailure: String {
        switch status {
        case 3: "says that the test or the package is wrong (exit status 3)"
        case 1, 2, 4, 7, 8: "exited with status \(status) without the words that testlib has for it"
        default: "exited with status \(status), which testlib does not have"
        }
    }

    /// A rejection in `words`, or without any; a failure if the text says something else.
    private func rejection(behind words: String, as kind: String = "") -> CheckerDecision {
        let isSilent = !error.contains { !$0.isWhitespace }
        guard let rest = rest(behind: words) ?? (isSilent ? "" : nil) else {
            return .judgeError(failure(meaningOfFailure))
        }
        return rejection(rest, as: kind)
    }

    /// The number and the reason in `points 2.5 reason`.
    private var points: (Score, String)? {
        guard let rest = rest(behind: "points ") else { return nil }
        let number = rest.prefix { !$0.isWhitespace }
        return Self.number(number).map { ($0, Self.reason(rest[number.endIndex...])) }
    }

    /// The number and the reason in `partially correct (40) reason`.
    private var part: (Int, String)? {
        guard let rest = rest(behind: "partially correct (") else { return nil }
        let number = rest.prefix { $0.isASCII && $0.isNumber }
        guard let part = Int(number), rest[number.endIndex...].first == ")" else { return nil }
        return (part, Self.reason(rest[number.endIndex...].dropFirst()))
    }

    /// What stands behind `words` where the first line begins with them that does; nil if none does.
    private func rest(behind words: String) -> Substring? {
        error.split(whereSeparator: \.isNewline).first { $0.hasPrefix(words) }
            .map { error[$0.startIndex...].dropFirst(words.count) }
    }
}
