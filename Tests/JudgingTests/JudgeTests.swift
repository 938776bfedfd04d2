import Grading
import PackageFiles
import Problems
import Sandbox
import SystemPackage
import Testing
import Units

@testable import Judging

/// The judge over an executor that runs nothing, so that any order of events can be had.
@Suite struct JudgeTests {
    private func judge(
        _ package: ToyPackage, _ submissions: [Submission], executor: FakeExecutor,
        options: JudgeOptions = JudgeOptions()
    ) async throws -> ([Judgement], [JudgementEvent]) {
        let judge = try Judge(
            package.whole, host: JudgeHost(executor: executor, languages: package.languages),
            options: options)
        var events: [JudgementEvent] = []
        let judgements = try await judge.judgements(of: submissions) { events.append($0) }
        return (judgements, events)
    }

    private func executor(
        _ package: ToyPackage, parallelism: Int = 2,
        _ behave: @escaping @Sendable (Int) async -> RunResult
    ) -> FakeExecutor {
        FakeExecutor(store: package.directory.appending("store"), parallelism: parallelism, behave: behave)
    }

    @Test func aRightSubmissionIsAcceptedAndEverythingIsTold() async throws {
        let package = try ToyPackage(testCases: 3)
        let (judgements, events) = try await judge(
            package, [try package.submission("accepted/a.toy", expected: [.accepted])],
            executor: executor(package) { _ in .writes("ok") })
        let judgement = try #require(judgements.first)
        #expect(judgement.verdict == .accepted)
        #expect(judgement.isAsExpected)
        #expect(judgement.tests.map(\.verdict) == [.accepted, .accepted, .accepted])
        #expect(judgement.language == "toy")
        #expect(judgement.compilation?.succeeded == true)
        #expect(events.count == 8)
    }

    @Test func judgesThatShareAnExecutorDoNotGetInEachOthersWay() async throws {
        let package = try ToyPackage(testCases: 1)
        let executor = executor(package) { _ in .writes("ok") }
        let submission = try package.submission("a.toy")
        for _ in 0..<2 {
            let (judgements, _) = try await judge(package, [submission], executor: executor)
            #expect(judgements.map(\.verdict) == [.accepted])
        }
    }

    @Test func checkersThatShareAnExecutorDoNotGetInEachOthersWay() async throws {
        let package = try ToyPackage(testCases: 1)
        let executor = executor(package) { _ in .writes("ok") }
        let test = package.whole.files(of: try #require(package.problem.testCases.first))
        for _ in 0..<2 {
            let answer = try await TestDirectories(executor: executor).withDirectory(of: test) { directory in
                try directory.appending("answer").contents()
            }
            #expect(String(decoding: answer, as: UTF8.self) == "ok\n")
        }
    }

    @Test func whatWasBuiltOnOneHostRunsOnAnother() async throws {
        let package = try ToyPackage(testCases: 5)
        let builds = executor(package) { _ in .writes("never runs") }
        let program = try await Judge(
            package.whole, host: JudgeHost(executor: builds, languages: package.languages)
        ).build(try package.submission("a.toy"))
        let artifact = try #require(program.artifact)
        #expect(program.compilation.succeeded)
        #expect(artifact.files == ["a.toy"])

        let runs = FakeExecutor(store: package.directory.appending("elsewhere")) { size in
            .writes(size == 4 ? "wrong" : "ok")
        }
        let copy = Artifact(directory: runs.store.appending("artifact"), files: artifact.files)
        for file in artifact.files {
            try copy.directory.appending(file).writeFile(artifact.directory.appending(file).contents())
        }
        var told: [Int: Verdict] = [:]
        let batch = try await Judge(
            package.whole, host: JudgeHost(executor: runs, languages: package.languages)
        ).execute(
            BuiltProgram(language: program.language, sources: program.sources, artifact: copy), on: [1, 3, 4, 99],
            BatchOptions(AllowedTime(limit: .seconds(1)))
        ) { told[$0] = $1.verdict }
        #expect(batch.results.mapValues(\.verdict) == [1: .accepted, 3: .wrongAnswer])
        #expect(told[1] == .accepted && told[3] == .wrongAnswer)
        #expect(batch.results[3]?.name == "secret/3")
        #expect(builds.gauge.total == 0)
    }

    @Test func aCheckerThatCouldNotBeMadeIsTriedAgain() async throws {
        let once = Once<Int>()
        await #expect(throws: CancellationError.self) { try await once.value { throw CancellationError() } }
        #expect(try await once.value { 1 } == 1)
        #expect(try await once.value { 2 } == 1)
    }

    @Test func theFirstFailingCaseInOrderDecidesThoughALaterOneFailedEarlier() async throws {
        let package = try ToyPackage(testCases: 6)
        let executor = executor(package) { size in
            guard size == 1 else { return .writes("wrong") }
            try? await Task.sleep(for: .milliseconds(100))
            return RunResult(exit: .signaled(Signal(rawValue: 11)))
        }
        let (judgements, _) = try await judge(package, [try package.submission("a.toy")], executor: executor)
        let judgement = try #require(judgements.first)
        #expect(judgement.verdict == .runTimeError)
        #expect(judgement.decidingTest == "secret/0")
        #expect(judgement.tests.dropFirst().allSatisfy { $0.verdict == .skipped })
        #expect(executor.gauge.total == 2)
    }

    /// Not stopped, the run behind the failure would outlast the time limit.
    @Test(.timeLimit(.minutes(5))) func aFailureStopsWhatRunsBehindIt() async throws {
        let package = try ToyPackage(testCases: 4)
        let executor = executor(package) { size in
            if size == 1 { return .writes("wrong") }
            do {
                try await Task.sleep(for: .seconds(600))
                return .writes("nobody stopped this")
            } catch {
                return .writes("ok")
            }
        }
        let (judgements, _) = try await judge(package, [try package.submission("a.toy")], executor: executor)
        #expect(judgements.first?.verdict == .wrongAnswer)
        #expect(judgements.first?.message.isEmpty == false)
        #expect(judgements.first?.tests.dropFirst().allSatisfy { $0.verdict == .skipped } == true)
        #expect(executor.gauge.total == 2)
    }

    @Test func allTestsRunWhenAsked() async throws {
        let package = try ToyPackage(testCases: 4)
        var options = JudgeOptions()
        options.runsAllTests = true
        let (judgements, _) = try await judge(
            package, [try package.submission("a.toy")],
            executor: executor(package) { .writes($0 == 2 ? "wrong" : "ok") }, options: options)
        #expect(judgements.first?.tests.map(\.verdict) == [.accepted, .wrongAnswer, .accepted, .accepted])
        #expect(judgements.first?.verdict == .wrongAnswer)
    }

    @Test func noMoreRunsThanTheExecutorTakes() async throws {
        let package = try ToyPackage(testCases: 10)
        let executor = executor(package, parallelism: 3) { _ in
            try? await Task.sleep(for: .milliseconds(2))
            return .writes("ok")
        }
        let submissions = try (0..<5).map { try package.submission("\($0).toy", "\($0)") }
        let (judgements, _) = try await judge(package, submissions, executor: executor)
        #expect(judgements.allSatisfy { $0.verdict == .accepted })
        #expect(executor.gauge.most <= 3)
        #expect(executor.gauge.total == 50)
    }

    @Test func aRunJustOverTheLimitIsMeasuredAgain() async throws {
        let package = try ToyPackage(testCases: 1)
        let runs = Gauge()
        let (judgements, _) = try await judge(
            package, [try package.submission("a.toy")],
            executor: executor(package) { _ in
                _ = runs.enter()
                return .writes("ok", cpuTime: runs.total == 1 ? .milliseconds(1010) : .milliseconds(980))
            })
        #expect(judgements.first?.verdict == .accepted)
        #expect(judgements.first?.tests.first?.wasRepeated == true)
        #expect(runs.total == 2)
        #expect(judgements.first?.tests.first?.measurements == [.milliseconds(1010), .milliseconds(980)])
        #expect(judgements.first?.warnings.first?.contains("1.010 s, 0.980 s") == true)
    }

    @Test func theTimeLimitIsFoundWithAcceptedSubmissions() async throws {
        let package = try ToyPackage(testCases: 2, timeLimit: .computed(multiplier: 5, safetyMargin: 2))
        let good = try package.submission("accepted/a.toy", "good", expected: [.accepted])
        let slow = try package.submission("time_limit_exceeded/b.toy", "slow", expected: [.timeLimit])
        package.problem.submissions = [good, slow]
        let calls = Gauge()
        let executor = executor(package, parallelism: 1) { _ in
            _ = calls.enter()
            return .writes("ok", cpuTime: calls.total <= 2 ? .milliseconds(300) : .milliseconds(2500))
        }
        let (judgements, events) = try await judge(package, [slow], executor: executor)
        #expect(judgements.first?.verdict == .timeLimit)
        #expect(judgements.first?.limits.cpuTime == .seconds(2))
        #expect(judgements.first?.warnings.count == 1)
        #expect(
            events.contains {
                if case .timeLimitFound(let estimate) = $0 { estimate.slowest == .milliseconds(300) } else { false }
            })
    }

    @Test(arguments: [(1500, "wrong", Verdict.wrongAnswer), (1500, "ok", .timeLimit), (2500, "wrong", .timeLimit)])
    func aMeasuredLimitDoesNotHideThePromisedFailureWithinTheMargin(
        cpuTime: Int, output: String, verdict: Verdict
    ) async throws {
        let package = try ToyPackage(testCases: 1, timeLimit: .computed(multiplier: 5, safetyMargin: 2))
        let good = try package.submission("accepted/a.toy", "good", expected: [.accepted])
        let wrong = try package.submission("wrong_answer/b.toy", "slow", expected: [.wrongAnswer])
        let calls = Gauge()
        let executor = executor(package, parallelism: 1) { _ in
            _ = calls.enter()
            return calls.total == 1
                ? .writes("ok", cpuTime: .milliseconds(100)) : .writes(output, cpuTime: .milliseconds(cpuTime))
        }
        let (judgements, _) = try await judge(package, [good, wrong], executor: executor)
        let judgement = try #require(judgements.last)
        #expect(judgement.verdict == verdict)
        #expect(judgement.limits.cpuTime == (verdict == .wrongAnswer ? .seconds(2) : .seconds(1)))
        #expect(judgement.warnings.count == (verdict == .wrongAnswer ? 1 : 0))
    }

    @Test(arguments: [(900, 900, 1), (100, 3500, 2)])
    func whatFindsTheLimitIsJudgedUnderItWhereThatCouldSayOtherwise(cpu: Int, wall: Int, runs: Int) async throws {
        let package = try ToyPackage(testCases: 1, timeLimit: .computed(multiplier: 2, safetyMargin: 2))
        let good = try package.submission("accepted/a.toy", "good", expected: [.accepted])
        let calls = Gauge()
        let executor = executor(package, parallelism: 1) { _ in
            _ = calls.enter()
            var run = RunResult.writes("ok", cpuTime: .milliseconds(cpu))
            run.wallTime = .milliseconds(wall)
            // A limit of one second leaves three by the clock.
            if calls.total > 1 { (run.exit, run.limitsStruck) = (nil, [.wallTime]) }
            return run
        }
        let (judgements, _) = try await judge(package, [good], executor: executor)
        let judgement = try #require(judgements.first)
        #expect(calls.total == runs)
        #expect(judgement.verdict == (runs == 1 ? .accepted : .idleLimit))
        #expect(judgement.limits.cpuTime == (runs == 1 ? .seconds(2) : .seconds(1)))
        #expect(judgement.estimate?.slowest == .milliseconds(cpu))
    }

    @Test func aLanguageThatIsNoneIsAnErrorOnceAndNotOfEachSubmission() throws {
        let package = try ToyPackage(testCases: 1)
        var options = JudgeOptions()
        options.language = "klingon"
        #expect(throws: JudgingError.self) {
            try Judge(
                package.whole,
                host: JudgeHost(executor: executor(package) { _ in .writes("ok") }, languages: package.languages),
                options: options)
        }
    }

    @Test func withoutAnAcceptedSubmissionThereIsNoTimeLimit() async throws {
        let package = try ToyPackage(testCases: 1, timeLimit: .computed(multiplier: 5, safetyMargin: 2))
        let submission = try package.submission("a.toy")
        await #expect(throws: JudgingError.self) {
            _ = try await judge(package, [submission], executor: executor(package) { _ in .writes("ok") })
        }
    }

    @Test func whatCannotBeJudgedDoesNotKeepOthersFromBeingJudged() async throws {
        let package = try ToyPackage(testCases: 1)
        let submissions = [try package.submission("a.unknown"), try package.submission("b.toy")]
        let (judgements, _) = try await judge(
            package, submissions, executor: executor(package) { _ in .writes("ok") })
        #expect(judgements.map(\.verdict) == [.judgeError, .accepted])
        #expect(judgements.first?.message.contains("--language") == true)
    }

    @Test func anOversizedSourceIsACompileErrorAndNeverRead() async throws {
        let package = try ToyPackage(testCases: 1)
        package.problem.limits.code = ByteCount(10)
        let (judgements, _) = try await judge(
            package, [try package.submission("a.toy", "12345678901")],
            executor: executor(package) { _ in .writes("ok") })
        #expect(judgements.first?.verdict == .compileError)
        #expect(judgements.first?.message == "the source has 11 B, limit 10 B")
    }

    @Test(arguments: [(["toy", "c"], Verdict.accepted), (["c"], .compileError)])
    func onlyThePackagesLanguagesAreTaken(languages: [String], verdict: Verdict) async throws {
        let package = try ToyPackage(testCases: 1)
        package.problem.languages = languages
        let (judgements, _) = try await judge(
            package, [try package.submission("a.toy")], executor: executor(package) { _ in .writes("ok") })
        #expect(judgements.first?.verdict == verdict)
    }

    @Test(arguments: ["", "\u{0}\u{1}\n"]) func emptyAndBinarySourcesAreBuiltLikeOthers(text: String) async throws {
        let package = try ToyPackage(testCases: 1)
        let (judgements, _) = try await judge(
            package, [try package.submission("a b\n.toy", text)], executor: executor(package) { _ in .writes("ok") })
        #expect(judgements.first?.verdict == .accepted)
    }

    @Test func equalContentIsBuiltOnce() async throws {
        let package = try ToyPackage(testCases: 1)
        let submissions = try (0..<12).map { try package.submission("\($0)/a.made") }
        for parallelism in [1, 4] {
            let (judgements, _) = try await judge(
                package, submissions, executor: executor(package, parallelism: parallelism) { _ in .writes("ok") })
            #expect(judgements.count { $0.compilation?.isCached == false } == 1)
            #expect(Set(judgements.map { $0.compilation?.buildKey }).count == 1)
        }
    }

    @Test func aFailingSandboxIsTheJudgesFault() async throws {
        let package = try ToyPackage(testCases: 2)
        let (judgements, _) = try await judge(
            package, [try package.submission("a.toy")], executor: executor(package) { _ in RunResult(exit: nil) })
        #expect(judgements.first?.verdict == .judgeError)
    }

    @Test func whoeverStopsReadingStopsEverything() async throws {
        let package = try ToyPackage(testCases: 4)
        let stopped = Gauge()
        let executor = executor(package) { _ in
            try? await Task.sleep(for: .seconds(60))
            if Task.isCancelled { _ = stopped.enter() }
            return .writes("ok")
        }
        let judge = try Judge(
            package.whole, host: JudgeHost(executor: executor, languages: package.languages))
        try await judge.judge([try package.submission("a.toy")]) { events in
            for try await event in events {
                if case .compiled = event { break }
            }
        }
        #expect(stopped.total == executor.gauge.total)
    }

    @Test func whatIsNoProgramIsLeftOutUnlessNamed() throws {
        let package = try ToyPackage(testCases: 1)
        let (program, other) = (try package.submission("accepted/a.toy"), try package.submission("accepted/a.out"))
        package.problem.submissions = [program, other]
        let selection = SubmissionSelection(package.whole)
        let all = try selection.all(in: package.languages)
        #expect(all.submissions == [program])
        #expect(all.ignored == [other])
        #expect(try selection.select(["accepted/a.out"]) == [other])
        #expect(try selection.select(["accepted"]) == [program, other])
        #expect(
            try selection.select(["submissions/accepted/a.toy", "submissions/accepted/"]) == [program, program, other])
        #expect(throws: JudgingError.self) { try selection.select(["accepted/b.toy"]) }
    }

    @Test func aPackageWithoutTestCasesIsRefused() throws {
        let package = try ToyPackage(testCases: 0)
        let error = #expect(throws: JudgingError.self) {
            _ = try Judge(
                package.whole,
                host: JudgeHost(executor: executor(package) { _ in .writes("") }, languages: package.languages))
        }
        #expect(error?.message.contains("has no test cases; put pairs") == true)
    }

    @Test(arguments: [
        (CustomValidation(validators: []), "has no output validator"),
        (CustomValidation(validators: toys, exchange: .interactive), "an interactive problem has one output validator"),
        (CustomValidation(validators: toys, passes: 2), "a multi-pass problem has one output validator"),
    ])
    func aPackageWithoutTheValidatorsThatItNeedsIsRefused(custom: CustomValidation, words: String) async throws {
        let package = try ToyPackage(testCases: 1)
        package.problem.validation = .custom(custom)
        let submission = try package.submission("a.toy")
        let executor = executor(package) { _ in .writes("") }
        let error = await #expect(throws: JudgingError.self) {
            _ = try await judge(package, [submission], executor: executor)
        }
        #expect(error?.code == .badPackage)
        #expect(error?.message.contains(words) == true)
    }

    private static let toys = ["a.toy", "b.toy"].compactMap { name in
        TreePath("output_validators/\(name)").map { path in
            Program(name: path.text, files: [SourceFile(PackageFile(path: path, size: ByteCount(1)), name: name)])
        }
    }

    @Test func whoAsksForPassOrFailOnlyHasAWrongProgramStopped() async throws {
        let package = try ToyPackage(testCases: 1)
        var options = JudgeOptions()
        options.stopsEarly = true
        // What it would have done later is not found out.
        let (early, _) = try await judge(
            package, [try package.submission("a.toy")],
            executor: executor(package) { _ in .writes("wrong indeed", cpuTime: .seconds(2)) }, options: options)
        #expect(early.map(\.verdict) == [.wrongAnswer])
        #expect(early.first?.message.contains("expected \"ok\"") == true)
        let (whole, _) = try await judge(
            package, [try package.submission("b.toy")],
            executor: executor(package) { _ in .writes("wrong indeed", cpuTime: .seconds(2)) })
        #expect(whole.map(\.verdict) == [.timeLimit])
    }
}
