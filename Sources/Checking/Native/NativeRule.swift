/// What a native checker does: the form of its texts, and when they agree.
enum NativeRule: Sendable {
    case defaultValidator(DefaultValidator)
    case testlib(TestlibRule)

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
        }
    }
}
