/// What a native checker does: the form of its texts, and when they agree.
enum NativeRule: Sendable {
    case defaultValidator(DefaultValidator)
    case testlib(TestlibRule)
    case lines(LineRule)
    /// As ``lines(_:)``, with the answer as DMOJ keeps it: each line ended by `\n`, the last one too.
    case normalizedLines(LineRule)
    /// As ``normalizedLines(_:)`` with equal bytes, or with the answer as it is if that is no text; where only whitespace
    /// differs, DMOJ's words for that if they are allowed.
    case identical(tellsWhitespace: Bool, isBinary: Bool)
    /// As ``lines(_:)`` between texts; what has a NUL byte is none, and must be equal byte by byte.
    case textLines(LineRule)
    case spacedTokens(SpacedTokens)
    case scoredLines(ScoredLines)
    case multiset(TextMultiset.Element)
    case letters
    case question(HydroQuestion)

    func check(_ texts: ComparedTexts) -> CheckerResult {
        do {
            return try decide(texts)
        } catch {
            return CheckerResult(rejection: error)
        }
    }

    private func decide(_ texts: ComparedTexts) throws(Rejection) -> CheckerResult {
        switch self {
        case .defaultValidator(let validator):
            return CheckerResult(outcome: validator.check(output: texts.output, answer: texts.answer))
        case .testlib(let rule):
            return CheckerResult(.accepted, award: try rule.check(texts))
        case .lines(let rule):
            try rule.check(texts)
        case .normalizedLines(let rule):
            try rule.check(normalized(texts))
        case .identical(let tellsWhitespace, let isBinary):
            return identical(isBinary ? texts : normalized(texts), tellsWhitespace: tellsWhitespace)
        case .textLines(let rule):
            let isText = !texts.answer.contains(0) && !texts.output.contains(0)
            try (isText ? rule : LineRule(format: LineFormat(keepsEmptyEnd: true))).check(texts)
        case .spacedTokens(let rule):
            try rule.check(texts)
        case .scoredLines(let rule):
            return try rule.check(texts)
        case .multiset(let element):
            try TextMultiset(all: texts.answer, of: element).compare(
                with: TextMultiset(all: texts.output, of: element))
        case .question(let question):
            return try question.check(texts)
        case .letters:
            try LetterCounts(texts.answer).compare(with: LetterCounts(texts.output))
        }
        return CheckerResult(.accepted)
    }

    private func identical(_ texts: ComparedTexts, tellsWhitespace: Bool) -> CheckerResult {
        do {
            try LineRule(format: LineFormat(keepsEmptyEnd: true)).check(texts)
            return CheckerResult(.accepted)
        } catch {
            var result = CheckerResult(rejection: error)
            guard tellsWhitespace, case .accepted = NativeRule.spacedTokens(SpacedTokens()).check(texts).verdict else {
                return result
            }
            result.feedback = ["Presentation Error, check your whitespace"]
            return result
        }
    }

    private func normalized(_ texts: ComparedTexts) -> ComparedTexts {
        guard let last = texts.answer.last, last != 0x0A || texts.answer.contains(0x0D) else { return texts }
        var answer: [UInt8] = []
        answer.reserveCapacity(texts.answer.count + 1)
        for (index, byte) in texts.answer.enumerated() {
            if byte == 0x0A, index > 0, texts.answer[index - 1] == 0x0D { continue }
            answer.append(byte == 0x0D ? 0x0A : byte)
        }
        if answer.last != 0x0A { answer.append(0x0A) }
        return ComparedTexts(answer: answer, output: texts.output)
    }
}
