import Files
import Grading
import Problems
import Sandbox
import SystemPackage
import TestSupport
import Testing
import Toolchains

@testable import Judging

/// Packages whose validators do what they should not: never the submission's fault, unless nobody can tell.
@Suite(.serialized, .timeLimit(.minutes(10))) struct FaultyPackageTests {
    private static let root = FilePath(#filePath)
        .removingLastComponent().removingLastComponent().removingLastComponent()

    struct Case: CustomTestStringConvertible, Sendable {
        var package: String
        /// The verdict of each submission.
        var verdicts: [String: Verdict]
        /// What a judge error says.
        var words = ""

        var testDescription: String { package }
    }

    private static let double = "accepted/double.py"
    private static let same = "wrong_answer/same.py"
    private static let afterwards = [
        double: Verdict.judgeError, "run_time_error/aborts_after.c": .judgeError,
        "time_limit_exceeded/loops_after.c": .judgeError,
    ]

    private static let doubleSolution = "solutions/double.py"
    private static let sameSolution = "solutions/same.py"

    static let cases: [Case] = [
        Case(
            package: "checker-aborts", verdicts: [doubleSolution: .judgeError, sameSolution: .judgeError],
            words: "the checker was ended by SIGABRT"),
        Case(
            package: "checker-fails", verdicts: [doubleSolution: .judgeError, sameSolution: .wrongAnswer],
            words: "FAIL the answer has no comment"),
        Case(
            package: "checker-points-unasked", verdicts: [doubleSolution: .judgeError, sameSolution: .judgeError],
            words: "the checker gives points, and none can be given to this test case"),
        Case(
            package: "checker-status", verdicts: [doubleSolution: .accepted, sameSolution: .judgeError],
            words: "the checker exited with status 42, which testlib does not have"),
        Case(
            package: "checker-writes", verdicts: [doubleSolution: .judgeError, sameSolution: .judgeError],
            words: "Read-only file system"),
        Case(package: "interactor-aborts", verdicts: afterwards, words: "was ended by SIGABRT"),
        Case(package: "interactor-status-1", verdicts: afterwards, words: "exited with status 1 instead of 42 or 43"),
        Case(package: "interactor-status-0", verdicts: [double: .judgeError], words: "exited with status 0"),
        Case(package: "interactor-babbles", verdicts: [double: .judgeError], words: "ran over its CPU time limit"),
        Case(package: "interactor-stays", verdicts: [double: .judgeError], words: "the interactor did not end after"),
        Case(
            package: "interactor-silent",
            verdicts: ["accepted/knows.py": .accepted, "time_limit_exceeded/double.py": .idleLimit]),
        Case(
            package: "next-pass-endless", verdicts: [double: .judgeError, same: .wrongAnswer],
            words: "asks for more than 3 passes"),
        Case(
            package: "next-pass-rejected", verdicts: [double: .judgeError, same: .judgeError],
            words: "asks for another pass in nextpass.in, and rejects"),
        Case(package: "next-pass-unasked", verdicts: [double: .accepted, same: .wrongAnswer]),
        Case(
            package: "score-missing", verdicts: [double: .judgeError, same: .wrongAnswer], words: "wrote no score.txt"),
        Case(
            package: "score-rejected", verdicts: [double: .accepted, same: .judgeError],
            words: "gives a score in score.txt to an output that it rejects"),
    ]

    @Test(arguments: cases) func whoIsAtFaultIsSaid(_ testCase: Case) async throws {
        let folder = Self.root.appending("Testcases").appending("problems-faulty").appending(testCase.package)
        let package = try ProblemPackage(folder)
        let languages = try RepositoryLanguages.catalog
        let judgements = try await withSandbox { sandbox in
            let judge = try Judge(package, host: JudgeHost(executor: sandbox, languages: languages))
            let judgements = try await judge.judgements(of: package.problem.submissions)
            return Dictionary(uniqueKeysWithValues: judgements.map { ($0.submission.path, $0) })
        }
        #expect(judgements.mapValues(\.verdict) == testCase.verdicts)
        for judgement in judgements.values where judgement.verdict == .judgeError {
            #expect(judgement.message.contains(testCase.words), "\(judgement.submission.path): \(judgement.message)")
        }
    }

    @Test func everyFaultyPackageIsTried() throws {
        let names = try Self.root.appending("Testcases").appending("problems-faulty").names()
        #expect(Set(names.filter { !$0.hasSuffix(".md") }) == Set(Self.cases.map(\.package)))
    }
}
