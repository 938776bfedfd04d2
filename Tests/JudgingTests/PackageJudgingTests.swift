import Problems
import Sandbox
import SystemPackage
import Testing
import Toolchains
import Units

@testable import Judging

/// Real packages, real compilers, real cells: what a setter gets.
@Suite(.serialized, .timeLimit(.minutes(10))) struct PackageJudgingTests {
    private static let root = FilePath(#filePath)
        .removingLastComponent().removingLastComponent().removingLastComponent()

    private func judge(
        _ package: String, _ names: [String], options: JudgeOptions = JudgeOptions()
    ) async throws -> [String: Judgement] {
        let problem = try Problem(package: Self.root.appending("Testcases").appending("problems").appending(package))
        let languages = try LanguageCatalog(directory: Self.root.appending("Languages"))
        let submissions = try SubmissionSelection(problem: problem).select(names)
        let sandbox = try await Sandbox()
        do {
            let judge = try Judge(problem: problem, languages: languages, executor: sandbox, options: options)
            var judgements: [String: Judgement] = [:]
            for try await event in judge.judge(submissions) {
                if case .finished(_, let judgement) = event { judgements[judgement.submission.path] = judgement }
            }
            await sandbox.close()
            return judgements
        } catch {
            await sandbox.close()
            throw error
        }
    }

    @Test func everyKindOfVerdictIsReachedAndExplained() async throws {
        let judgements = try await judge(
            "sum",
            [
                "accepted/sum.c", "accepted/sum.py", "compile_error/semicolon.cpp", "memory_limit_exceeded/hoard.cpp",
                "output_limit_exceeded/babbles.c", "run_time_error/null.c", "time_limit_exceeded/forever.cpp",
                "wrong_answer/narrow.c",
            ])
        #expect(judgements.count == 8)
        #expect(judgements.values.filter { !$0.isAsExpected }.map(\.submission.path) == [])
        #expect(judgements["compile_error/semicolon.cpp"]?.compilation?.log.contains("error:") == true)
        #expect(judgements["run_time_error/null.c"]?.message.contains("SIGSEGV") == true)
        #expect(judgements["memory_limit_exceeded/hoard.cpp"]?.verdict == .memoryLimit)
        #expect(judgements["output_limit_exceeded/babbles.c"]?.verdict == .outputLimit)
        #expect(judgements["time_limit_exceeded/forever.cpp"]?.verdict == .timeLimit)
        #expect(judgements["wrong_answer/narrow.c"]?.message.contains("line 1") == true)
        let accepted = try #require(judgements["accepted/sum.c"])
        #expect(accepted.tests.allSatisfy { $0.verdict == .accepted && $0.wallTime > .zero })
        #expect(accepted.layers.contains(.seccomp))
    }

    @Test func aPackagesOwnValidatorIsAsked() async throws {
        let judgements = try await judge("shelves", ["accepted/table.py", "wrong_answer/twice.c"])
        #expect(judgements["accepted/table.py"]?.verdict == .accepted)
        #expect(judgements["wrong_answer/twice.c"]?.verdict == .wrongAnswer)
        #expect(judgements["wrong_answer/twice.c"]?.message.contains("twice") == true)
    }

    @Test func theUsersLimitsGoBeforeThePackages() async throws {
        var options = JudgeOptions()
        options.memory = .mebibytes(2)
        let judgements = try await judge("sum", ["accepted/sum.py"], options: options)
        #expect(judgements["accepted/sum.py"]?.verdict != .accepted)
        #expect(judgements["accepted/sum.py"]?.limits.memory == .mebibytes(2))
    }
}
