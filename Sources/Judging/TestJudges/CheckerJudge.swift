import Checking
import Grading
import Problems
import Sandbox
import SystemPackage
import Units

/// Judges with the package's own checker, by another convention than the ICPC's; where there is an interactor, it talks with the
/// program, and the checker looks at what the interactor wrote. Without a checker the interactor's word counts.
struct CheckerJudge: TestJudge {
    private let package: ProblemPackage
    private let checker: CheckerProgram?
    private let interactor: CheckerProgram?
    /// Keeps the programs where they are.
    private let built: [BuiltProgram]
    private let host: JudgeHost
    private let directories: TestDirectories
    private var recorder: TranscriptRecorder?

    init(
        _ package: ProblemPackage, checker: CheckerProgram?, interactor: CheckerProgram?, built: [BuiltProgram],
        host: JudgeHost
    ) {
        self.package = package
        self.checker = checker
        self.interactor = interactor
        self.built = built
        self.host = host
        directories = TestDirectories(executor: host.executor, hasOutputLink: true)
    }

    func recorded(by recorder: TranscriptRecorder, on test: TestCase) -> (any TestJudge)? {
        guard interactor != nil else { return nil }
        var judge = self
        judge.recorder = recorder
        return judge
    }

    func judge(_ program: TestedProgram, on test: TestCase, within limits: TestLimits) async throws -> Trial {
        let files = package.files(of: test)
        let place = WorkingDirectory(package: package, test: test, executor: host.executor)
        let asked = Asked(points: test.checkerPoints ?? .none, arguments: test.validatorArguments)
        do {
            return try await directories.withDirectory(of: files) { data in
                guard let interactor else {
                    let input = try host.inputs.value(at: files.input)
                    let (run, output) = try await program.run(on: input, in: place, within: limits, by: host.executor)
                    if let failure = program.failure(in: run, within: limits) {
                        return Trial(run: run, finding: failure)
                    }
                    return Trial(run: run, finding: VerdictPolicy.Finding(try await check(output, data, asked)))
                }
                let tried = Tried(program: program, place: place, interactor: interactor, asked: asked, limits: limits)
                let runs = package.problem.runs
                guard runs.count > 1 else { return try await judge(tried, runs: [.withInteractor], on: data, in: nil) }
                return try await directories.withPlace { place in
                    try await judge(tried, runs: runs, on: data, in: place)
                }
            }
        } catch let error as Errno {
            return Trial(cannotShow: test, to: "the checker", error)
        }
    }

    /// What the package's programs are asked about a test case.
    private struct Asked {
        /// What they may give.
        let points: CheckerPoints
        /// What they are called with.
        let arguments: [String]
    }

    /// A program on a test case on which it talks with an interactor.
    private struct Tried {
        let program: TestedProgram
        let place: WorkingDirectory
        let interactor: CheckerProgram
        let asked: Asked
        let limits: TestLimits
    }

    /// What came of one run.
    private struct Ending {
        var run: RunResult
        /// What the run alone says.
        var finding: VerdictPolicy.Finding
        /// What the next run, or the checker, is to look at; nil if the finding decides.
        var product: [UInt8]?
    }

    /// Does `runs` one after the other, each on what came of the one before it, until one fails; the checker looks at what comes of the
    /// last one.
    /// - Parameters:
    ///   - tried: the program, and what it is tried on.
    ///   - runs: at least one.
    ///   - data: the test's directory.
    ///   - place: where the other runs' directories are put; nil: there is one run.
    private func judge(
        _ tried: Tried, runs: [SuccessiveRun], on data: FilePath, in place: FilePath?
    ) async throws -> Trial {
        var work = data
        var slowest: RunResult?
        for (index, kind) in runs.enumerated() {
            let ending = try await once(kind, tried, on: work)
            let isLast = index == runs.count - 1
            guard let product = ending.product, !isLast || checker != nil else {
                return Trial(run: ending.run, finding: ending.finding.about(run: index + 1, of: runs.count))
            }
            slowest = ending.run.slower(than: slowest)
            guard !isLast, let place else {
                return Trial(
                    run: slowest ?? ending.run,
                    finding: VerdictPolicy.Finding(
                        try await check(try InputFile(product, in: host.executor.inputs), data, tried.asked)))
            }
            work = place.appending("\(index + 2)")
            try work.appending("input").writeFile(product)
            try work.appending("answer").makeLink(to: data.appending("answer"))
        }
        throw JudgingError(.badPackage, "a submission of \(package.problem.shortName) is to run never; report this")
    }

    private func once(_ kind: SuccessiveRun, _ tried: Tried, on data: FilePath) async throws -> Ending {
        guard kind == .alone else { return try await talk(tried, on: data) }
        let output = WholeOutput()
        let input = try InputFile(copying: data.appending("input"), to: host.executor.inputs)
        let run = try await tried.program.run(
            on: input, to: output, in: tried.place, within: tried.limits, by: host.executor)
        try run.requireEnd()
        let failure = tried.program.failure(in: run, within: tried.limits)
        return Ending(
            run: run, finding: failure ?? VerdictPolicy.Finding(.accepted, ""),
            product: failure == nil ? output.bytes : nil)
    }

    /// What the checker says of an output, or of what the interactor wrote.
    private func check(_ output: InputFile, _ data: FilePath, _ asked: Asked) async throws -> CheckResult {
        guard let checker else { return .judgeError("the package has no checker") }
        let decision = try await checker.check(output, data: data, arguments: asked.arguments, on: host.executor)
        try Task.checkCancellation()
        return decision.result(asked.points, from: "checker", isNothingAccepted: checker.convention.isNothingAccepted)
    }

    private func talk(_ tried: Tried, on data: FilePath) async throws -> Ending {
        let (program, interactor, points, limits) = (tried.program, tried.interactor, tried.asked.points, tried.limits)
        let other = Conversation.patient(
            interactor.interactor(data: data, arguments: tried.asked.arguments), within: limits,
            isRecorded: recorder != nil)
        let word: @Sendable (RunResult) -> (decision: CheckerDecision, check: CheckResult) = { run in
            let decision = interactor.decision(of: run, called: "interactor")
            return (
                decision,
                decision.result(points, from: "interactor", isNothingAccepted: interactor.convention.isNothingAccepted)
            )
        }
        let conversation = Conversation(
            program: program, other: other, executor: host.executor,
            // Who gets a part of the points is not rejected, and may end in its own time.
            accepts: { word($0).check.isAccepted }, rejection: 1, recorder: recorder)
        let talk = try await tried.place.with(program.request(within: limits), conversation.hold)
        try Task.checkCancellation()
        let (decision, check) = word(talk.second)
        let failure = VerdictPolicy.failure(
            program.failure(in: talk.first, within: limits), ofTalking: talk.first, within: limits)
        let finding = VerdictPolicy.finding(
            of: check, about: talk, failure: failure, in: package.problem.home)
        let isThrough = decision == .accepted && failure == nil
        return Ending(
            run: talk.first, finding: finding, product: isThrough ? try CheckerProgram.log(of: talk.second) : nil)
    }
}

extension VerdictPolicy.Finding {
    /// The same of one of `count` runs.
    fileprivate func about(run: Int, of count: Int) -> Self {
        guard count > 1, !message.isEmpty else { return self }
        var finding = self
        finding.message = "run \(run): " + message
        return finding
    }
}
