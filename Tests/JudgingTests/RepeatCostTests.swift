import Grading
import Problems
import Sandbox
import SystemPackage
import TestSupport
import Testing
import Toolchains
import Units

@testable import Judging

/// A hostile submission makes a judge pay for its repeats no more than for its first runs.
@Suite(.serialized, .timeLimit(.minutes(5))) struct RepeatCostTests {
    private static let package = FilePath(#filePath)
        .removingLastComponent().removingLastComponent().removingLastComponent()
        .appending("Testcases").appending("problems-hostile").appending("duty-cycle")

    @Test(
        "A program that is busy now and then has few repetitions, where nobody knows how long it waited"
    )
    func dutyCycle() async throws {
        let package = try ToyPackage(testCases: 1)
        let executor = MeteredExecutor(
            base: FakeExecutor(store: package.directory.appending("store"), parallelism: 8) { _ in
                RunResult(
                    exit: nil, limitsStruck: [.wallTime], cpuTime: .milliseconds(390), wallTime: .milliseconds(3000))
            })
        let judge = try Judge(
            package.whole, host: JudgeHost(executor: executor, languages: package.languages) { _ in true })
        for judgement in try await judge.judgements(of: [try package.submission("a.toy")]) {
            #expect(judgement.verdict == .idleLimit)
            #expect(judgement.message.contains("first 0.390 s when its 3.000 s by the clock were over, then 0.390 s"))
        }
        // The second pays with what three late runs take; for a third there is nothing left.
        #expect(executor.meter.runs.map(\.wallLimit) == [.seconds(3), .seconds(6), .seconds(6)])
    }

    @Test(
        "A hostile package costs at most twice its first runs, and the repetitions of one test",
        arguments: [
            "accepted/slow.c", "time_limit_exceeded/duty.c",
        ])
    func hostilePackage(name: String) async throws {
        let package = try ProblemPackage(Self.package)
        let languages = try RepositoryLanguages.catalog
        let sandbox = try await Sandbox()
        let executor = MeteredExecutor(base: sandbox)
        do {
            var options = JudgeOptions()
            options.runsAllTests = true
            options.quietWait = .zero
            let judge = try Judge(
                package, host: JudgeHost(executor: executor, languages: languages), options: options)
            for judgement in try await judge.judgements(
                of: try SubmissionSelection(package).select([name]))
            {
                #expect(judgement.tests.count == 3 && judgement.verdict != .judgeError, "\(judgement.message)")
            }
            await sandbox.close()
        } catch {
            await sandbox.close()
            throw error
        }
        // Three tests of at most three seconds by the clock, and their repetitions. What sleeps is never alone, so a run costs
        // one core. A second is for the moments in which runs are stopped.
        let runs = executor.meter.runs
        #expect(runs.count >= 3)
        let cost = runs.reduce(Duration.zero) { $0 + $1.wallTime }
        let most = Duration.seconds(3 * 3 * 2 + 1) + .milliseconds(3150)
        #expect(cost <= most, "\(runs)")
    }
}
