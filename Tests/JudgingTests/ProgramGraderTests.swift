import Grading
import Testing

@testable import Judging

/// What is said to a package's own grader, and what it may answer.
struct ProgramGraderTests {
    @Test("A line for each result, in the format's words")
    func input() {
        let results = [
            GroupGrade(.accepted, score: Score(1) / Score(3)), GroupGrade(.idleLimit, score: .zero),
            GroupGrade(.securityViolation), GroupGrade(.wrongAnswer, score: Score(-2)),
        ]
        #expect(ProgramGrader.input(results) == "AC 0.333333333333\nTLE 0\nRTE 0\nWA -2\n")
    }

    @Test(
        "A verdict and a score are an answer",
        arguments: [("AC 10", "AC 10"), ("RTE\t-1.5\n\n", "RE -1.5"), ("WA 0", "WA 0")])
    func answers(_ output: String, _ grade: String) {
        let found = ProgramGrader.grade(output).map { "\($0.verdict.rawValue) \($0.score?.text() ?? "")" }
        #expect(found == grade)
    }

    @Test(
        "Anything else is none",
        arguments: ["", "AC", "10", "AC ten", "AC 1/2", "XX 1", "AC 1 2", "accepted 1", "ac 1", "AC nan"])
    func noAnswers(_ output: String) {
        #expect(ProgramGrader.grade(output) == nil)
    }
}
