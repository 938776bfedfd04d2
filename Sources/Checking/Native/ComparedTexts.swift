/// An answer and an output, and how to tell in which place they differ.
struct ComparedTexts {
    let answer: [UInt8]
    let output: [UInt8]

    /// Whether a part of the answer and one of the output are equal byte for byte.
    func areEqual(_ expected: Range<Int>, _ found: Range<Int>) -> Bool {
        expected.count == found.count && answer[expected] == output[found]
    }

    /// A rejection because the output has `found` where the answer has `expected`; one of them may be empty.
    func difference(
        _ expected: Range<Int>, _ found: Range<Int>, reason: Mismatch.Reason = .token(onlyCase: false)
    ) -> Rejection {
        let shorter = min(expected.count, found.count)
        let focus =
            (0..<shorter).first { answer[expected.lowerBound + $0] != output[found.lowerBound + $0] } ?? shorter
        let mismatch = Mismatch(
            reason: reason,
            expected: expected.isEmpty ? "nothing" : Self.excerpt(answer, expected, around: focus),
            found: found.isEmpty ? "nothing" : Self.excerpt(output, found, around: focus),
            output: Self.position(in: output, at: found.lowerBound),
            answer: Self.position(in: answer, at: expected.lowerBound))
        return Rejection(.wrongAnswer, mismatch.description)
    }

    /// A rejection because two numbers are too far apart.
    func distance(
        _ expected: Range<Int>, _ found: Range<Int>, _ numbers: (Double, Double), absolute: Double?, relative: Double?
    ) -> Rejection {
        let error = abs(numbers.1 - numbers.0)
        guard error.isFinite else { return difference(expected, found) }
        let quotient = abs(error / numbers.0)
        return difference(
            expected, found,
            reason: .number(
                absolute: error, relative: relative == nil || !quotient.isFinite ? nil : quotient, tolerance: absolute,
                relativeTolerance: relative))
    }

    /// A rejection because the output ends where the answer goes on at `expected`, after `count` things called `name`.
    func missing(_ expected: Range<Int>, after count: Int, _ name: String) -> Rejection {
        let line = Self.position(in: answer, at: expected.lowerBound).line
        let end =
            count > 0
            ? "output ends after \(count) \(name)\(count == 1 ? "" : "s")"
            : "output " + (output.isEmpty ? "is empty" : "has only whitespace")
        let next = expected.isEmpty ? "an empty line" : Self.excerpt(answer, expected)
        return Rejection(.wrongAnswer, end + ", expected \(next) (answer line \(line))")
    }

    /// A rejection because the output goes on at `found` where the answer ends.
    func trailing(_ found: Range<Int>, _ verdict: CheckerResult.Verdict = .wrongAnswer) -> Rejection {
        let mismatch = Mismatch(
            reason: .trailing, expected: "", found: found.isEmpty ? "(an empty line)" : Self.excerpt(output, found),
            output: Self.position(in: output, at: found.lowerBound),
            answer: Self.position(in: answer, at: answer.count))
        return Rejection(verdict, mismatch.description)
    }

    /// A part of a text in quotes, shortened around byte `focus` of it.
    static func excerpt(_ text: [UInt8], _ range: Range<Int>, around focus: Int = 0) -> String {
        unsafe text.withUnsafeBytes { bytes in
            unsafe Excerpt.quoted(UnsafeRawBufferPointer(rebasing: bytes[range]), around: focus)
        }
    }

    /// The line and column of a byte of a text.
    static func position(in text: [UInt8], at offset: Int) -> TextPosition {
        var position = TextPosition()
        unsafe text.withUnsafeBytes { unsafe position.advance(over: $0, upTo: offset) }
        return position
    }
}
