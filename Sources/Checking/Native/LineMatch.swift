/// When a line of the output agrees with one of the answer.
enum LineMatch: Sendable {
    /// Equal words.
    case words(Blanks)

    /// Why the part `found` of the output does not agree with the part `expected` of the answer; nil if it does.
    func rejection(of found: Range<Int>, for expected: Range<Int>, in texts: ComparedTexts) -> Rejection? {
        switch self {
        case .words(let blanks):
            return wordByWord(expected, found, texts, blanks) { expected, found in
                texts.areEqual(expected, found) ? nil : texts.difference(expected, found)
            }
        }
    }

    private func wordByWord(
        _ expected: Range<Int>, _ found: Range<Int>, _ texts: ComparedTexts, _ blanks: Blanks,
        _ rejection: (Range<Int>, Range<Int>) -> Rejection?
    ) -> Rejection? {
        var answer = WordCursor(texts.answer, expected, blanks: blanks)
        var output = WordCursor(texts.output, found, blanks: blanks)
        while true {
            switch (answer.next(), output.next()) {
            case (nil, nil): return nil
            case (let expected?, nil): return texts.difference(expected, found.upperBound..<found.upperBound)
            case (nil, let word?): return texts.difference(expected.upperBound..<expected.upperBound, word)
            case (let expected?, let found?):
                if let rejection = rejection(expected, found) { return rejection }
            }
        }
    }
}
