/// What stands behind each `Case 1:` for a testlib checker of test cases within a test case.
enum TestlibCases: Sendable {
    /// One integer of 64 bits. A differing number of cases, and anything that is no integer, is a presentation error.
    case integer
    /// Integers of 64 bits.
    case integers
    /// Tokens other than `Case`.
    case words

    /// Compares two texts made of cases.
    func compare(_ answer: inout TestlibStream, _ output: inout TestlibStream) throws(Rejection) {
        if case .integer = self {
            try compareIntegers(&answer, &output)
        } else {
            try compareBlocks(&answer, &output)
        }
    }

    private func compareIntegers(_ answer: inout TestlibStream, _ output: inout TestlibStream) throws(Rejection) {
        var (expected, found) = (answer, output)
        let counts = (try Self.countIntegers(&answer), try Self.countIntegers(&output))
        for number in 0..<min(counts.0, counts.1) {
            _ = (try Self.header(number + 1, &expected), try Self.header(number + 1, &found))
            let tokens = (try expected.integer(in: .int64), try found.integer(in: .int64))
            let texts = ComparedTexts(answer: expected.text, output: found.text)
            guard texts.areEqual(tokens.0, tokens.1) else {
                throw texts.difference(tokens.0, tokens.1).inCase(number + 1)
            }
        }
        guard counts.0 == counts.1 else {
            throw Rejection(.presentationError, "expected \(counts.0) cases, got \(counts.1)")
        }
    }

    private static func countIntegers(_ stream: inout TestlibStream) throws(Rejection) -> Int {
        var count = 0
        while !stream.hasNoMore() {
            count += 1
            try header(count, &stream)
            _ = try stream.integer(in: .int64)
        }
        return count
    }

    private func compareBlocks(_ answer: inout TestlibStream, _ output: inout TestlibStream) throws(Rejection) {
        let texts = ComparedTexts(answer: answer.text, output: output.text)
        var (answerHasWord, outputHasWord) = (false, false)
        var number = 0
        while !answer.hasNoMore() {
            number += 1
            let expected = try block(number, &answer, &answerHasWord)
            let found = try block(number, &output, &outputHasWord)
            // Integers have one spelling, so equal ones are equal tokens.
            if let rejection = LineMatch.words(.testlib).rejection(of: found, for: expected, in: texts) {
                throw rejection.inCase(number)
            }
        }
    }

    /// The next case's tokens; `hasWord` is whether the `Case` before them has been read.
    private func block(
        _ number: Int, _ stream: inout TestlibStream, _ hasWord: inout Bool
    ) throws(Rejection) -> Range<Int> {
        if !hasWord { try Self.expect("Case", &stream) }
        hasWord = false
        try Self.expect("\(number):", &stream)
        let start = stream.offset
        var end = start
        while !hasWord, !stream.hasNoMore() {
            var next = stream
            let token = try next.token()
            hasWord = next.text[token].elementsEqual("Case".utf8)
            if !hasWord, case .integers = self { _ = try stream.integer(in: .int64) }
            stream = next
            if !hasWord { end = token.upperBound }
        }
        return start..<end
    }

    private static func header(_ number: Int, _ stream: inout TestlibStream) throws(Rejection) {
        try expect("Case", &stream)
        try expect("\(number):", &stream)
    }

    private static func expect(_ word: String, _ stream: inout TestlibStream) throws(Rejection) {
        let token = try stream.token("\"\(word)\"")
        guard stream.text[token].elementsEqual(word.utf8) else { throw stream.malformed(token, "\"\(word)\"") }
    }
}

extension Rejection {
    fileprivate func inCase(_ number: Int) -> Rejection {
        Rejection(verdict, message + " (case \(number))")
    }
}
