/// What problems of the type `submit-answer` are: the format says that a submission has the answers to the test cases, and not how.
///
/// A submission is a folder, or one file. The answer to the test case `secret/tall/03` is the file `secret/tall/03.ans`; `.out`
/// or no extension at all will do, too, and so will `03.ans`, if no other test case ends in `03`.
enum SubmittedAnswers {
    private static let extensions = [".ans", ".out", ""]

    /// Makes `problem` one whose submissions are answers.
    static func apply(to problem: inout Problem, _ findings: Findings) {
        if problem.languages != nil {
            findings.warn(ICPCSettings.file, "\"languages\" means nothing, as no submission is in one; remove it")
        }
        problem.takeAnswers()
        let ends = Dictionary(grouping: problem.testCases.map { end(of: $0.name) }) { $0 }
        for index in problem.testCases.indices {
            let name = problem.testCases[index].name
            let end = end(of: name)
            let stems = ends[end]?.count == 1 ? [name, end] : [name]
            problem.testCases[index].answerNames = stems.flatMap { stem in extensions.map { stem + $0 } }
        }
    }

    private static func end(of name: String) -> String { name.split(separator: "/").last.map(String.init) ?? name }
}
