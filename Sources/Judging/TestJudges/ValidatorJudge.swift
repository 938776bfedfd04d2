import Checking
import Files
import Grading
import Problems
import Sandbox
import SystemPackage
import Toolchains
import Units

/// Judges with the package's own output validators: they look at each output, or talk with the program while it runs, and may
/// ask for another run.
struct ValidatorJudge: TestJudge {
    /// One run of a test case: there are several where the validator asks for more.
    private struct Pass {
        var number = 1
        var place: WorkingDirectory
        var input: InputFile
        var view: PackageValidators.View
    }

    /// What came of a pass.
    private struct Ending {
        var trial: Trial
        /// What the validator said, where that decides; nil if the run's own failure does.
        var check: PackageValidators.Check?
    }

    private let package: ProblemPackage
    private let validators: PackageValidators
    private let custom: CustomValidation
    private let host: JudgeHost
    private let directories: TestDirectories
    private var recorder: TranscriptRecorder?

    init(_ package: ProblemPackage, _ validators: PackageValidators, _ custom: CustomValidation, host: JudgeHost) {
        self.package = package
        self.validators = validators
        self.custom = custom
        self.host = host
        directories = TestDirectories(executor: host.executor)
    }

    func recorded(by recorder: TranscriptRecorder, on test: TestCase) -> (any TestJudge)? {
        guard custom.exchange == .interactive else { return nil }
        var judge = self
        judge.recorder = recorder
        return judge
    }

    func judge(_ program: TestedProgram, on test: TestCase, within limits: TestLimits) async throws -> Trial {
        let files = package.files(of: test)
        do {
            return try await directories.withDirectory(of: files) { data in
                let view = PackageValidators.View(
                    data: data, feedback: nil, arguments: test.validatorArguments,
                    points: test.checkerPoints ?? (custom.givesScores ? .needed : .none))
                let place = WorkingDirectory(package: package, test: test, executor: host.executor)
                let first = Pass(place: place, input: try host.inputs.value(at: files.input), view: view)
                guard let most = custom.passes else { return try await once(program, first, limits).trial }
                return try await directories.withPlace { place in
                    try await judge(program, from: first, atMost: most, in: place, limits)
                }
            }
        } catch let error as Errno {
            return Trial(cannotShow: test, to: "the output validator", error)
        }
    }

    /// Runs `program` for as long as the validator asks for another pass, and accepts.
    private func judge(
        _ program: TestedProgram, from first: Pass, atMost most: Int, in place: FilePath, _ limits: TestLimits
    ) async throws -> Trial {
        var pass = first
        var slowest: RunResult?
        while true {
            var ending = try await once(program, pass, limits)
            if ending.check != nil { ending.trial.run = ending.trial.run.slower(than: slowest) }
            if pass.number > 1, !ending.trial.finding.message.isEmpty {
                ending.trial.finding.message = "pass \(pass.number): " + ending.trial.finding.message
            }
            guard let check = ending.check, let input = check.nextInput else { return ending.trial }
            guard pass.number < most else {
                let words = "the output validator asks for more than \(most) passes"
                ending.trial.finding = VerdictPolicy.Finding(
                    .judgeError, words + ", which \"limits: validation_passes\" allows")
                return ending.trial
            }
            slowest = ending.trial.run
            pass = try next(after: pass, input, check.feedback, in: place)
        }
    }

    /// The pass that the validator asked for: on the input that it gave, with what else it left.
    private func next(
        after pass: Pass, _ input: [UInt8], _ feedback: ScratchContents?, in place: FilePath
    ) throws -> Pass {
        var next = pass
        next.number += 1
        next.input = try InputFile(input, in: host.executor.inputs)
        let directory = place.appending("\(next.number)")
        next.view.data = directory.appending("data")
        try next.view.data.appending("input").writeFile(input)
        try next.view.data.appending("answer").makeLink(to: pass.view.data.appending("answer"))
        let kept = directory.appending("feedback")
        try kept.makeDirectories()
        try feedback?.copy(to: kept, limit: OutputValidator.feedbackLimit, files: 4096)
        try kept.appending(ValidatorFeedback.nextPassFile).removeTree()
        next.view.feedback = kept
        if pass.number > 1 { try place.appending("\(pass.number)").removeTree() }
        return next
    }

    private func once(_ program: TestedProgram, _ pass: Pass, _ limits: TestLimits) async throws -> Ending {
        switch custom.exchange {
        case .afterTheRun: try await runThenCheck(program, pass, limits)
        case .interactive: try await talk(program, pass, limits)
        }
    }

    private func runThenCheck(_ program: TestedProgram, _ pass: Pass, _ limits: TestLimits) async throws -> Ending {
        let (run, output) = try await program.run(
            on: pass.input, in: pass.place, within: limits, by: host.executor)
        if let failure = program.failure(in: run, within: limits) {
            return Ending(trial: Trial(run: run, finding: failure))
        }
        let check = try await validators.check(output, pass.view, on: host.executor)
        return Ending(trial: Trial(run: run, finding: VerdictPolicy.Finding(check.result)), check: check)
    }

    private func talk(_ program: TestedProgram, _ pass: Pass, _ limits: TestLimits) async throws -> Ending {
        let interactor = try validators.interactor(pass.view)
        let other = Conversation.patient(
            interactor.placement(data: pass.view.data, feedback: pass.view.feedback), within: limits,
            isRecorded: recorder != nil)
        let limits = (own: limits, other: other.request.limits)
        let conversation = Conversation(
            program: program, other: other, executor: host.executor,
            accepts: { ValidatorDecision($0, limits: limits.other) == .accepted }, rejection: 43,
            recorder: recorder)
        let talk = try await pass.place.with(program.request(within: limits.own), conversation.hold)
        try Task.checkCancellation()
        let check = try validators.check(of: talk.second, by: interactor, pass.view.points)
        let failure = VerdictPolicy.failure(
            program.failure(in: talk.first, within: limits.own), ofTalking: talk.first, within: limits.own)
        let finding = VerdictPolicy.finding(
            of: check.result, about: talk, failure: failure, in: package.problem.home)
        return Ending(trial: Trial(run: talk.first, finding: finding), check: finding == failure ? nil : check)
    }
}
