/// What a testlib checker reads again and again: how one value is read from both texts, and when the two agree.
enum TestlibElement: Sendable {
    /// Equal tokens.
    case word
    /// `YES` or `NO` in any case.
    case yesNo
    /// Equal integers of a range, in their one usual spelling.
    case integer(ClosedRange<Int64>)
    /// The one integer of the text, of any size.
    case hugeInteger
    /// Real numbers that are near to each other.
    case real(RealNearness)

    /// Reads the next value of both texts and compares them, in the order in which testlib's checkers do it: that decides
    /// whose fault is reported when both are malformed.
    func compareNext(_ answer: inout TestlibStream, _ output: inout TestlibStream) throws(Rejection) {
        let texts = ComparedTexts(answer: answer.text, output: output.text)
        switch self {
        case .word:
            let (expected, found) = (try answer.token(), try output.token())
            guard texts.areEqual(expected, found) else { throw texts.difference(expected, found) }
        case .yesNo:
            let (expected, found) = (try answer.token("YES or NO"), try output.token("YES or NO"))
            guard let first = isYes(answer, expected) else { throw answer.malformed(expected, "YES or NO") }
            guard let second = isYes(output, found) else { throw output.malformed(found, "YES or NO") }
            guard first == second else { throw texts.difference(expected, found) }
        case .integer(let range):
            let (expected, found) = (try answer.integer(in: range), try output.integer(in: range))
            guard texts.areEqual(expected, found) else { throw texts.difference(expected, found) }
        case .hugeInteger:
            let (expected, found) = (try answer.token("an integer"), try output.token("an integer"))
            guard answer.isCanonicalInteger(expected) else { throw answer.malformed(expected, "an integer") }
            guard answer.hasNoMore() else { throw answer.failure("expected one token, got more", at: expected) }
            guard output.isCanonicalInteger(found) else { throw output.malformed(found, "an integer") }
            guard texts.areEqual(expected, found) else { throw texts.difference(expected, found) }
        case .real(let nearness):
            let (expected, found) = (try answer.double(), try output.double())
            guard nearness.accepts(expected.value, found.value) else {
                throw texts.distance(
                    expected.token, found.token, (expected.value, found.value), absolute: nearness.absolute,
                    relative: nearness.relative)
            }
        }
    }

    /// Reads a value that the other text has no counterpart of; only integers are looked at.
    func readExtra(_ stream: inout TestlibStream) throws(Rejection) {
        if case .integer(let range) = self {
            _ = try stream.integer(in: range)
        } else {
            _ = try stream.token()
        }
    }

    private func isYes(_ stream: TestlibStream, _ token: Range<Int>) -> Bool? {
        guard token.count <= 3 else { return nil }
        switch String(decoding: stream.text[token].map { lowercased($0) }, as: UTF8.self) {
        case "yes": return true
        case "no": return false
        default: return nil
        }
    }
}

/// When two real numbers count as equal, computed in `double` in testlib's order of operations: what lies on the border
/// falls on the same side on every machine.
enum RealNearness: Sendable {
    /// An absolute error of at most this much.
    case within(Double)
    /// An absolute or relative error of at most this much; beyond 1e300 everything is infinite.
    case withinEither(Double)

    private static let slack = 1e-15
    private static let infinite = 1e300

    /// The absolute tolerance.
    var absolute: Double {
        switch self {
        case .within(let error), .withinEither(let error): error
        }
    }

    /// The relative tolerance.
    var relative: Double? {
        if case .withinEither(let error) = self { error } else { nil }
    }

    /// Whether `found` is near enough. Neither is NaN.
    func accepts(_ expected: Double, _ found: Double) -> Bool {
        switch self {
        case .within(let error):
            // Two infinities differ by NaN, which is not greater.
            return !(abs(expected - found) > error + Self.slack)
        case .withinEither(let error):
            let error = error + Self.slack
            if abs(expected) > Self.infinite { return abs(found) > Self.infinite && (expected > 0) == (found > 0) }
            if abs(found) > Self.infinite { return false }
            if abs(found - expected) <= error { return true }
            let ends = (expected * (1.0 - error), expected * (1.0 + error))
            return found >= min(ends.0, ends.1) && found <= max(ends.0, ends.1)
        }
    }
}
