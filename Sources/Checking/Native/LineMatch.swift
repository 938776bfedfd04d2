/// When a line of the output agrees with one of the answer.
enum LineMatch: Sendable {
    /// Equal bytes.
    case bytes
    /// Equal words.
    case words(Blanks)
    /// Equal words, and blanks before the first one in both or in neither.
    case indentedWords(Blanks)
    /// As many words; those that are numbers in the answer near to it, the others equal.
    case floats(FloatTolerance)
    /// Equal bytes, or the same decimal numbers in the same order, whatever their spelling.
    case decimals
    /// Equal but for the case of letters, or one number on each line, with a relative error below 1e-5.
    case lowercasedOrNear

    /// Why the part `found` of the output does not agree with the part `expected` of the answer; nil if it does.
    func rejection(of found: Range<Int>, for expected: Range<Int>, in texts: ComparedTexts) -> Rejection? {
        switch self {
        case .bytes:
            return texts.areEqual(expected, found) ? nil : texts.difference(expected, found)
        case .words(let blanks):
            return wordByWord(expected, found, texts, blanks) { expected, found in
                texts.areEqual(expected, found) ? nil : texts.difference(expected, found)
            }
        case .indentedWords(let blanks):
            guard blanks.begin(texts.answer, expected) == blanks.begin(texts.output, found) else {
                return texts.difference(expected, found)
            }
            return LineMatch.words(blanks).rejection(of: found, for: expected, in: texts)
        case .floats(let tolerance):
            return wordByWord(expected, found, texts, .c) { tolerance.rejection(of: $1, for: $0, in: texts) }
        case .decimals:
            if texts.areEqual(expected, found) || haveEqualDecimals(expected, found, texts) { return nil }
            return texts.difference(expected, found)
        case .lowercasedOrNear:
            if texts.areEqual(expected, found) || areLowercasedOrNear(expected, found, texts) { return nil }
            return texts.difference(expected, found)
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

    private func haveEqualDecimals(_ expected: Range<Int>, _ found: Range<Int>, _ texts: ComparedTexts) -> Bool {
        var answer = WordCursor(texts.answer, expected, blanks: .python)
        var output = WordCursor(texts.output, found, blanks: .python)
        while true {
            switch (answer.next(), output.next()) {
            case (nil, nil): return true
            case (let expected?, let found?):
                guard let first = ExactDecimal(texts.answer[expected]), let second = ExactDecimal(texts.output[found]),
                    first.isEqual(to: second)
                else { return false }
            case (_, _): return false
            }
        }
    }

    private func areLowercasedOrNear(_ expected: Range<Int>, _ found: Range<Int>, _ texts: ComparedTexts) -> Bool {
        if PythonText.areEqualLowercased(texts.answer[expected], texts.output[found]) { return true }
        guard let answer = PythonText.ascii(texts.answer[expected]), let output = PythonText.ascii(texts.output[found]),
            let number = DoubleText.python(answer, answer.indices),
            let other = DoubleText.python(output, output.indices)
        else { return false }
        return abs(other - number) / max(abs(number), 1e-10) < 1e-5
    }
}

/// When DMOJ's `floats` takes two numbers for equal, computed in `double` in its order of operations: a NaN never is.
struct FloatTolerance: Sendable {
    enum Mode: String, CaseIterable, Sendable {
        /// The absolute error, or the relative one unless the answer is smaller than the tolerance.
        case either = "default"
        case absolute
        case relative
    }

    var mode = Mode.either
    var epsilon = 1e-6

    /// Why a word does not agree with the answer's; nil if it does.
    func rejection(of found: Range<Int>, for expected: Range<Int>, in texts: ComparedTexts) -> Rejection? {
        guard let number = DoubleText.python(texts.answer, expected) else {
            return texts.areEqual(expected, found) ? nil : texts.difference(expected, found)
        }
        guard let other = DoubleText.python(texts.output, found) else {
            return texts.difference(expected, found, reason: .notANumber)
        }
        if accepts(number, other) { return nil }
        return texts.distance(
            expected, found, (number, other), absolute: mode == .relative ? nil : epsilon,
            relative: mode == .absolute ? nil : epsilon)
    }

    private func accepts(_ expected: Double, _ found: Double) -> Bool {
        switch mode {
        case .either:
            return abs(found - expected) <= epsilon
                || (abs(expected) >= epsilon && abs(1.0 - found / expected) <= epsilon)
        case .absolute:
            return abs(found - expected) <= epsilon
        case .relative:
            let (less, more) = (expected * (1 - epsilon), expected * (1 + epsilon))
            return (more < less ? more : less) <= found && found <= (more > less ? more : less)
        }
    }
}
