import Grading
public import Problems
import Provenance
import Sandbox
import Toolchains
import Units

/// Judges one submission: builds it, runs the test cases that are needed, and puts the judgement together.
struct SubmissionJudge: Sendable {
    let context: JudgingContext
    let submission: Submission
    let index: Int
    var limits: TestLimits
    var tell: @Sendable (JudgementEvent) -> Void
    /// Whether the time limit is found by what comes of it.
    var measuresTime = false

    /// The judgement, told of as it comes about, but for its end.
    func judge() async throws -> Judgement {
        var judgement = try await findings()
        guard let hashes = try await context.hashes() else { return judgement }
        judgement.content.tests = hashes.digests?.tests
        judgement.content.checker = hashes.digests?.checker
        judgement.warnings += [hashes.complaint].compactMap(\.self)
        return judgement
    }

    private func findings() async throws -> Judgement {
        tell(.started(submission: index))
        var judgement = Judgement(submission: submission, limits: limits)
        do {
            let language = try SubmissionBuild.language(of: submission, in: context)
            judgement.language = language.id
            tell(.compiling(submission: index, language: language.id))
            let program = try await SubmissionBuild(context: context, submission: submission, language: language)
                .build(rank: RunSlots.Rank(submission: index, test: -1))
            judgement.compilation = program.compilation
            judgement.content.source = program.source
            judgement.content.toolchain = program.toolchain
            tell(.compiled(submission: index, program.compilation))
            switch TestedPrograms.plan(program, on: context.problem, within: limits) {
            case .failed(let reason):
                judgement.verdict = .compileError
                judgement.message = reason
                judgement.tests = context.problem.testCases.map { TestResult(name: $0.name, verdict: .skipped) }
            case .built(let programs):
                let run = TestRun(
                    context: context, limits: limits, programs: programs,
                    directory: program.directory,
                    repeats: RepeatAccount(limits: limits, cores: context.host.executor.parallelism),
                    measuresTime: measuresTime)
                try await judgeTests(with: run, into: &judgement)
            }
        } catch let error as JudgingError where error.code != .badPackage {
            // This submission cannot be judged here; others may.
            judgement.message = error.message
        } catch let error as SandboxError where error.code == .cellFailed {
            // Nor does what broke in its cell say anything of others.
            try Task.checkCancellation()
            judgement.message = "the sandbox failed: \(error)"
        }
        return judgement
    }

    private func judgeTests(with run: TestRun, into judgement: inout Judgement) async throws {
        let execution = TestExecution(run: run, tests: Array(context.problem.testCases.indices), submission: index)
        let finding = try await execution.execute { test, result in
            tell(.testFinished(submission: index, test: test, result))
        }
        let grader = try await answered(finding.grader)
        judgement.tests = context.problem.testCases.enumerated().map { index, test in
            // What the package's own grader says can end the judging before a test case that was run meanwhile.
            guard grader.matters(index), let result = finding.results[index] else {
                return TestResult(name: test.name, verdict: .skipped)
            }
            return result
        }
        judgement.layers = finding.layers
        judgement.warnings += [judgement.borderWarning].compactMap(\.self)
        guard let grade = grader.grade else {
            judgement.message = "the test cases that ran make no result: a fault of verdict's own, please report it"
            return
        }
        judgement.take(grade, of: context.problem)
    }

    /// The grader, after the package's own one was run where a group asks for it.
    private func answered(_ grader: Grader) async throws -> Grader {
        var grader = grader
        while let question = grader.questions.first {
            grader.record(try await context.grade(question), of: question.group)
        }
        return grader
    }
}

extension Judgement {
    /// Takes what the test cases make together: verdict, score, groups, and what is to be said of them.
    mutating func take(_ grade: Grade, of problem: Problem) {
        let tree = problem.grading
        verdict = grade.verdict
        score = grade.score
        groups = grade.named(in: tree).map { JudgedGroup(name: $0, verdict: $1.verdict, score: $1.score) }
        if let test = grade.decidingTest, tests.indices.contains(test) {
            decidingTest = tests[test].name
            message = tests[test].message
        }
        if verdict == .judgeError, let remark = grade.groups[0].remark { message = remark }
        if tree.isScoring {
            for index in tests.indices where tests[index].verdict != .skipped {
                tests[index].score = tree.points(of: index).map { tests[index].outcome.score(of: $0) }
            }
        }
        warnings += grade.groups.filter { $0.verdict != .judgeError }.compactMap(\.remark)
        warnings += [scoreWarning(of: problem)].compactMap(\.self)
    }

    /// A word to the package's author if the submission gets the best score and is not meant to, or the other way round.
    public func scoreWarning(of problem: Problem) -> String? {
        let range = problem.grading.groups[0].rule.range
        guard let isFullScore = submission.expected.isFullScore, verdict == .accepted, let score,
            let best = problem.isLowestScoreBest ? range.lower : range.upper
        else { return nil }
        switch (isFullScore, score == best) {
        case (true, false):
            return "accepted with \(score.text()) of \(best.text()) points; is it only partially accepted?"
        case (false, true): return "gets all \(best.text()) points, and is meant to be partially accepted"
        default: return nil
        }
    }
}
