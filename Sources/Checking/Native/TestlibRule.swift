import Glibc

/// The form of a testlib checker: how the values of its texts follow one another.
enum TestlibRule: Sendable {
    /// One value.
    case one(TestlibElement)
    /// As many values as the answer has; an output with fewer is malformed.
    case asMany(TestlibElement)
    /// Values up to the end of the shorter text; an output with fewer or more is wrong.
    case sequence(TestlibElement)
    /// Integers of 64 bits in any order.
    case unorderedIntegers
    /// Lines, byte for byte.
    case lines
    /// Lines of words.
    case lineWords
    /// `Case 1:`, `Case 2:` and so on, each with something behind it.
    case cases(TestlibCases)
    /// One number; its distance from the answer's is the output's points.
    case distance

    /// Compares two texts.
    /// - Returns: The points, of a checker that gives some.
    func check(_ texts: ComparedTexts) throws(Rejection) -> CheckerResult.Award? {
        var answer = try TestlibStream(texts.answer, .answer)
        var output = try TestlibStream(texts.output, .output)
        var award: CheckerResult.Award?
        switch self {
        case .one(let element):
            try element.compareNext(&answer, &output)
        case .asMany(let element):
            while !answer.hasNoMore() { try element.compareNext(&answer, &output) }
        case .sequence(let element):
            try compareSequences(of: element, &answer, &output)
        case .unorderedIntegers:
            try compareUnordered(&answer, &output)
        case .lines, .lineWords:
            try compareLines(&answer, &output)
        case .cases(let cases):
            try cases.compare(&answer, &output)
        case .distance:
            award = .points(try distance(&answer, &output))
        }
        guard output.hasNoMore() else {
            throw texts.trailing(try output.token(), .presentationError)
        }
        return award
    }

    private func compareSequences(
        of element: TestlibElement, _ answer: inout TestlibStream, _ output: inout TestlibStream
    ) throws(Rejection) {
        let texts = ComparedTexts(answer: answer.text, output: output.text)
        var count = 0
        while !answer.hasNoMore(), !output.hasNoMore() {
            try element.compareNext(&answer, &output)
            count += 1
        }
        if !answer.hasNoMore() {
            var next = answer
            while !answer.hasNoMore() { try element.readExtra(&answer) }
            throw texts.missing(try next.token(), after: count, "token")
        }
        if !output.hasNoMore() {
            var next = output
            while !output.hasNoMore() { try element.readExtra(&output) }
            throw texts.trailing(try next.token())
        }
    }

    /// Integers have one spelling, so equal ones are equal tokens.
    private func compareUnordered(_ answer: inout TestlibStream, _ output: inout TestlibStream) throws(Rejection) {
        var (expected, found) = (TextMultiset(answer.text, of: .words), TextMultiset(output.text, of: .words))
        while !answer.hasNoMore() { expected.insert(try answer.integer(in: .int64).lowerBound) }
        while !output.hasNoMore() { found.insert(try output.integer(in: .int64).lowerBound) }
        try expected.compare(with: found)
    }

    /// A line that is missing in the output is an empty one; the last line of the answer may be missing if it is empty.
    private func compareLines(_ answer: inout TestlibStream, _ output: inout TestlibStream) throws(Rejection) {
        var number = 0
        while !answer.isAtEnd {
            let expected = answer.line()
            if expected.isEmpty, answer.isAtEnd { return }
            let found = output.line()
            number += 1
            if areEqual(expected, found) { continue }
            let lines = ComparedTexts(answer: Array(expected), output: Array(found))
            let difference = lines.difference(lines.answer.indices, lines.output.indices)
            throw Rejection(.wrongAnswer, "line \(number)" + difference.message.dropFirst("line 1".count))
        }
    }

    private func areEqual(_ expected: ArraySlice<UInt8>, _ found: ArraySlice<UInt8>) -> Bool {
        guard case .lineWords = self, expected != found else { return expected == found }
        let lines = ComparedTexts(answer: Array(expected), output: Array(found))
        return LineMatch.words(.c).rejection(of: lines.output.indices, for: lines.answer.indices, in: lines) == nil
    }

    private func distance(
        _ answer: inout TestlibStream, _ output: inout TestlibStream
    ) throws(Rejection) -> Double {
        let (expected, found) = (try answer.double(), try output.double())
        let points = abs(expected.value - found.value)
        guard points <= Self.mostPoints + 1e-8 else {
            throw Rejection(
                .judgeError, "the checker gives \(points) points, and testlib allows at most \(Int(Self.mostPoints))")
        }
        return rounded(min(points, Self.mostPoints))
    }

    /// The number as testlib writes it: with ten digits behind the point.
    private func rounded(_ points: Double) -> Double {
        // The digits before the point are at most seven.
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 32) { text in
            guard let start = text.baseAddress else { return points }
            _ = unsafe withVaList([points]) { unsafe vsnprintf(start, text.count, "%.10f", $0) }
            return unsafe strtod(start, nil)
        }
    }

    private static let mostPoints = 1e6
}
