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
        let points = test.checkerPoints ?? .none
        do {
            return try await directories.withDirectory(of: files) { data in
                if let interactor {
                    return try await talk(program, in: place, with: interactor, data, points, limits)
                }
                let input = try host.inputs.value(at: files.input)
                let (run, output) = try await program.run(on: input, in: place, within: limits, by: host.executor)
                if let failure = program.failure(in: run, within: limits) { return Trial(run: run, finding: failure) }
                return Trial(run: run, finding: VerdictPolicy.Finding(try await check(output, data, points)))
            }
        } catch let error as Errno {
            return Trial(cannotShow: test, to: "the checker", error)
        }
    }

    /// What the checker says of an output, or of what the interactor wrote.
    private func check(_ output: InputFile, _ data: FilePath, _ points: CheckerPoints) async throws -> CheckResult {
        guard let checker else { return .judgeError("the package has no checker") }
        let decision = try await checker.check(output, data: data, on: host.executor)
        try Task.checkCancellation()
        return decision.result(points, from: "checker", isNothingAccepted: checker.convention.isNothingAccepted)
    }

    private func talk(
        _ program: TestedProgram, in place: WorkingDirectory, with interactor: CheckerProgram, _ data: FilePath,
        _ points: CheckerPoints, _ limits: TestLimits
    ) async throws -> Trial {
        let other = Conversation.patient(
            interactor.interactor(data: data), within: limits, isRecorded: recorder != nil)
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
        let talk = try await place.with(program.request(within: limits), conversation.hold)
        try Task.checkCancellation()
        let decision: CheckerDecision
        var check: CheckResult
        (decision, check) = word(talk.second)
        let failure = VerdictPolicy.failure(
            program.failure(in: talk.first, within: limits), ofTalking: talk.first, within: limits)
        if decision == .accepted, failure == nil, checker != nil {
            let log = try InputFile(try CheckerProgram.log(of: talk.second), in: host.executor.inputs)
            check = try await self.check(log, data, points)
        }
        let finding = VerdictPolicy.finding(
            of: check, about: talk, failure: failure, in: package.problem.home)
        return Trial(run: talk.first, finding: finding)
    }
}

extension CheckerDecision {
    /// What the decision means for a test case where `points` may be given.
    /// - Parameters:
    ///   - points: what may be given.
    ///   - name: what messages call the program.
    ///   - isNothingAccepted: whether who gets no points is accepted nevertheless.
    func result(_ points: CheckerPoints, from name: String, isNothingAccepted: Bool = false) -> CheckResult {
        switch self {
        case .accepted: .accepted(nil)
        case .rejected(let reason): .wrongAnswer(reason)
        case .judgeError(let reason): .judgeError(reason)
        case .part(let part, let reason): points.result(of: .part(part), reason, from: name, isNothingAccepted)
        case .points(let given, let reason): points.result(of: .score(given), reason, from: name, isNothingAccepted)
        }
    }
}

extension CheckerPoints {
    /// What an output is worth that gets `given`, which is `value`: the package's groups count what gets nothing as failed.
    private func worth(_ value: Score, _ given: TestOutcome.Points, _ reason: String) -> CheckResult {
        if value == .zero { return .wrongAnswer("no points: \(reason)") }
        switch self {
        case .full:
            return value == .one
                ? .accepted(nil) : .wrongAnswer("\(value.text()) of the points, which is none: \(reason)")
        case .whole(let most):
            let score = if case .part(let part) = given { (part * most).roundedDown } else { value.roundedDown }
            if score == most { return .accepted(nil) }
            return score == .zero ? .wrongAnswer("no whole point: \(reason)") : .accepted(.score(score))
        case .none, .ignored, .needed, .upTo, .any: return .accepted(given)
        }
    }

    /// What an output is worth that gets `given`, for `reason`, where these points may be given.
    fileprivate func result(
        of given: TestOutcome.Points, _ reason: String, from name: String, _ isNothingAccepted: Bool
    ) -> CheckResult {
        let (value, most): (Score, Score?) =
            switch (given, self) {
            case (.part(let part), _): (part, .one)
            case (.score(let score), .upTo(let most)), (.score(let score), .whole(let most)): (score, most)
            case (.score(let score), _): (score, nil)
            }
        switch self {
        case .ignored: return .accepted(nil)
        case .none:
            return .judgeError("the \(name) gives points, and none can be given to this test case; it says: \(reason)")
        case .needed, .upTo, .any, .whole, .full:
            guard value >= .zero, value <= most ?? value else {
                let (has, range) = (value.text(), most.map { "from 0 to \($0.text())" } ?? "not below 0")
                return .judgeError("the \(name) gives \(has), which has to be \(range); it says: \(reason)")
            }
            // With DMOJ nothing can be accepted; elsewhere the package's groups count what gets nothing as failed.
            return value == .zero && isNothingAccepted ? .accepted(given) : worth(value, given, reason)
        }
    }
}
