/// How answers are handed in that are submissions by themselves: no program makes them.
extension Problem {
    /// How the language of such submissions is called, which is none: nobody compiles or runs them.
    public static let answersLanguage = "answers"

    /// Which of a submission's files is its answer to `test`; nil if it has none.
    ///
    /// The test case says what it may be called. Where there is only one test case, or one that says nothing, a submission of only one
    /// file may call that as it likes.
    /// - Parameter names: what the submission's files are called.
    public func answerFile(to test: TestCase, among names: [String]) -> String? {
        if let name = test.answerNames.first(where: names.contains) { return name }
        return names.count == 1 && (testCases.count == 1 || test.answerNames.isEmpty) ? names[0] : nil
    }
}
