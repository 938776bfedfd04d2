import Concurrency
import Grading
public import Problems
import Sandbox
import Synchronization
import Toolchains
import Units

/// Judges submissions to one problem.
///
/// What happens is told as one sequence of events; tables, JSON and reports are readers of it. Several submissions and
/// several test cases are worked on at once, as many as the executor runs; verdicts do not depend on that.
public final class Judge: Sendable {
    /// The problem, and where its files are.
    let package: ProblemPackage
    /// The problem.
    public var problem: Problem { package.problem }
    let host: JudgeHost
    private let options: JudgeOptions
    private let testJudge = Once<any TestJudge>()
    private let grader = Once<ProgramGrader>()
    private let hashing: PackageHashing
    /// Judges of the same package in the ways of other systems than its home.
    private let others = Mutex<[HomeSystem: Judge]>([:])

    /// A judge of the problem of `package`.
    /// - Throws: ``JudgingError`` if the package asks for something that is not supported, or has no test cases, or the
    ///   options name a language that `host` does not have.
    public init(_ package: ProblemPackage, host: JudgeHost, options: JudgeOptions = JudgeOptions()) throws(JudgingError)
    {
        try Self.checkSupport(of: package.problem)
        if let name = options.language, host.languages.submissionLanguage(name) == nil {
            // Says what there is.
            _ = try host.languages.language(named: name, forFiles: [])
        }
        if options.policy != nil, !package.problem.grading.isFirstFailureDeciding {
            throw JudgingError(.unsupportedPackage, "\(package.problem.shortName) has \(Self.ownRules)")
        }
        self.package = Self.given(package, options)
        hashing = PackageHashing(package)
        self.host = host
        self.options = options
    }

    /// The package where what the user says of limits stands above what single test cases have.
    private static func given(_ package: ProblemPackage, _ options: JudgeOptions) -> ProblemPackage {
        var package = package
        for index in package.problem.testCases.indices {
            if options.timeLimit != nil { package.problem.testCases[index].limits.cpuTime = nil }
            if options.memory != nil { package.problem.testCases[index].limits.memory = nil }
        }
        return package
    }

    /// Judges `submissions` while `body` reads what happens. They begin in this order, and are reported as
    /// they complete.
    ///
    /// The sequence ends when all are judged, or throws: ``JudgingError`` if the package is at fault, `SandboxError` if
    /// the sandbox is. When `body` ends, or the task is cancelled, all runs are stopped; this returns when nothing of it goes on
    /// any more.
    /// - Returns: what `body` returns.
    /// - Throws: what `body` throws.
    public func judge<Result>(
        _ submissions: [Submission],
        _ body: (AsyncThrowingStream<JudgementEvent, any Error>) async throws -> Result
    ) async throws -> Result {
        let (events, continuation) = AsyncThrowingStream.makeStream(of: JudgementEvent.self)
        let work = Task {
            do {
                try await perform(submissions) { continuation.yield($0) }
                continuation.finish()
            } catch {
                continuation.finish(throwing: error)
            }
        }
        return try await withTaskCancellationHandler {
            do {
                let result = try await body(events)
                await Self.end(work)
                return result
            } catch {
                await Self.end(work)
                throw error
            }
        } onCancel: {
            work.cancel()
        }
    }

    private static func end<Value, Failure>(_ work: Task<Value, Failure>) async {
        work.cancel()
        _ = await work.result
    }

    /// Why a package has no use for a policy.
    public static let ownRules =
        "scores, or rules of its own for verdicts, and no policy changes these; judge it without one"

    private static func checkSupport(of problem: Problem) throws(JudgingError) {
        if problem.testCases.isEmpty {
            throw JudgingError(
                .badPackage, "\(problem.shortName) has no test cases; put pairs NAME.in, NAME.ans into data/secret")
        }
    }

    /// A judge of the same package in the ways of `home`; the same one each time.
    func judge(in home: HomeSystem) throws(JudgingError) -> Judge {
        if let known = others.withLock({ $0[home] }) { return known }
        var package = package
        package.problem.home = home
        let judge = try Judge(package, host: host, options: options)
        return others.withLock { others in
            let known = others[home] ?? judge
            others[home] = known
            return known
        }
    }

    /// What all judging of this problem shares; the test judge is made at the first need.
    func context() async throws -> JudgingContext {
        let factory = TestJudgeFactory(package: package, host: host, stopsEarly: options.stopsEarly)
        let testJudge = try await testJudge.value { try await factory.makeTestJudge() }
        return JudgingContext(
            package: package, host: host, options: options, testJudge: testJudge,
            grader: { [grader] in try await grader.value { try await factory.makeGrader() } })
    }

    private func perform(_ submissions: [Submission], tell: @escaping @Sendable (JudgementEvent) -> Void) async throws {
        tell(.planned(submissions: submissions, testCases: problem.testCases.count))
        // Beside the compilers, so that the first judgement need not wait long for it.
        let hashes = Task { [hashing] in try await hashing.find() }
        do {
            var context = try await context()
            context.hashes = {
                try await withTaskCancellationHandler {
                    try await hashes.value
                } onCancel: {
                    hashes.cancel()
                }
            }
            try await judge(submissions, in: context, tell: tell)
        } catch {
            await Self.end(hashes)
            throw error
        }
        await Self.end(hashes)
    }

    private func judge(
        _ submissions: [Submission], in context: JudgingContext, tell: @escaping @Sendable (JudgementEvent) -> Void
    ) async throws {
        let (policy, rest) = try await timePolicy(for: submissions, in: context, tell: tell)
        _ = try await BoundedTasks.map(rest, atOnce: host.executor.parallelism) { index in
            let judgement = try await Self.judgement(
                of: submissions[index], at: index, under: policy, in: context, tell: tell)
            tell(.finished(submission: index, judgement))
        }
    }

    /// The time limit, and the submissions that are not judged by having found it.
    private func timePolicy(
        for submissions: [Submission], in context: JudgingContext, tell: @escaping @Sendable (JudgementEvent) -> Void
    ) async throws -> (policy: TimePolicy, rest: [Int]) {
        let all = Array(submissions.indices)
        if let limit = options.timeLimit { return (TimePolicy(limit: limit), all) }
        switch problem.timeLimit {
        case .fixed(let limit, source: _): return (TimePolicy(limit: limit), all)
        case .computed(let multiplier, let safetyMargin, let resolution):
            let measurement = TimeLimitMeasurement(
                multiplier: multiplier, safetyMargin: safetyMargin, resolution: resolution, context: context, tell: tell
            )
            let found = try await measurement.measure(submissions)
            return (TimePolicy(found.estimate), all.filter { !found.judged.contains($0) })
        }
    }

    /// The judgement of a submission that counts, of as many as ``TimeTrials`` wants. Only the first is told of as it comes
    /// about.
    private static func judgement(
        of submission: Submission, at index: Int, under policy: TimePolicy, in context: JudgingContext,
        tell: @escaping @Sendable (JudgementEvent) -> Void
    ) async throws -> Judgement {
        var context = context
        if submission.expected.needsAllTests { context.options.runsAllTests = true }
        var trials = TimeTrials(submission.expected)
        var result = Judgement(submission: submission, limits: context.limits(policy.time(.limit)))
        while let allowance = trials.next {
            var work = SubmissionJudge(
                context: context, submission: submission, index: index, limits: context.limits(policy.time(allowance)),
                tell: tell)
            if trials.judgement != nil { work.tell = { _ in } }
            var judgement = try await work.judge()
            judgement.estimate = policy.estimate
            trials.take(judgement)
            result = trials.judgement ?? judgement
        }
        return result
    }
}
