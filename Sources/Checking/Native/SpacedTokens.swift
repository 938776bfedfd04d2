/// Tokens that must be equal, and on the same lines: between two of them there is a line end in both texts, or in none.
struct SpacedTokens: Sendable {
    private static let lineEnds = ByteSet("\r\n")

    func check(_ texts: ComparedTexts) throws(Rejection) {
        var answer = WordCursor(texts.answer, texts.answer.indices)
        var output = WordCursor(texts.output, texts.output.indices)
        var ends: (answer: Int, output: Int)?
        var count = 0
        while true {
            switch (answer.next(), output.next()) {
            case (nil, nil): return
            case (let expected?, nil): throw texts.missing(expected, after: count, "token")
            case (nil, let found?): throw texts.trailing(found)
            case (let expected?, let found?):
                if let ends {
                    let gaps = (ends.answer..<expected.lowerBound, ends.output..<found.lowerBound)
                    try compareGaps(gaps.0, gaps.1, texts)
                }
                guard texts.areEqual(expected, found) else { throw texts.difference(expected, found) }
                ends = (expected.upperBound, found.upperBound)
                count += 1
            }
        }
    }

    private func compareGaps(_ expected: Range<Int>, _ found: Range<Int>, _ texts: ComparedTexts) throws(Rejection) {
        let isLineEnd = texts.answer[expected].contains { Self.lineEnds.contains($0) }
        guard isLineEnd != texts.output[found].contains(where: { Self.lineEnds.contains($0) }) else { return }
        let place = ComparedTexts.position(in: texts.output, at: found.lowerBound)
        throw Rejection(
            .wrongAnswer,
            "\(place): " + (isLineEnd ? "expected the end of the line" : "the line ends, expected more of it"))
    }
}
