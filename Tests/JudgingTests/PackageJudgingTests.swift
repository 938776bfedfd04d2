import Grading
import Problems
import Sandbox
import SystemPackage
import TestSupport
import Testing
import Toolchains
import Units

@testable import Judging

/// Real packages, real compilers, real cells: what a setter gets.
@Suite(.serialized, .timeLimit(.minutes(10))) struct PackageJudgingTests {
    private static let root = FilePath(#filePath)
        .removingLastComponent().removingLastComponent().removingLastComponent()

    private func judge(
        _ name: String, _ names: [String], options: JudgeOptions = JudgeOptions()
    ) async throws -> [String: Judgement] {
        let package = try ProblemPackage(Self.root.appending("Testcases").appending("problems").appending(name))
        let languages = try RepositoryLanguages.catalog
        let submissions = try SubmissionSelection(package).select(names)
        let sandbox = try await Sandbox()
        do {
            let judge = try Judge(
                package, host: JudgeHost(executor: sandbox, languages: languages),
                options: options)
            let judgements = try await judge.judgements(of: submissions)
            await sandbox.close()
            return Dictionary(uniqueKeysWithValues: judgements.map { ($0.submission.path, $0) })
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

    @Test("Who talks with an interactor is judged by who left first, and how")
    func submissionsTalkWithAnInteractor() async throws {
        let judgements = try await judge(
            "ridge",
            [
                "accepted/halves.c", "accepted/talks_on.c", "accepted/closes_output.c", "mixed",
                "run_time_error/fails_after.c", "run_time_error/kills.c", "run_time_error/leaves_with_status.py",
                "time_limit_exceeded/loops_after.c", "time_limit_exceeded/no_flush.c", "wrong_answer/loops_after.c",
                "wrong_answer/sleeps_after.py", "wrong_answer/leaves.py", "wrong_answer/walks.py",
            ])
        #expect(judgements.count == 15)
        #expect(judgements.values.filter { !$0.isAsExpected }.map { "\($0.submission.path) \($0.message)" } == [])
        #expect(judgements["wrong_answer/walks.py"]?.message == "too many questions")
        let idle = try #require(judgements["time_limit_exceeded/no_flush.c"])
        #expect(idle.verdict == .idleLimit && idle.cpuTime < .milliseconds(500))
        // Whoever was rejected is stopped: nobody waits until its time is over.
        let rejected = ["wrong_answer/loops_after.c", "wrong_answer/sleeps_after.py"].compactMap { judgements[$0] }
        #expect(rejected.count == 2 && rejected.allSatisfy { $0.wallTime < .milliseconds(900) })
    }

    @Test("What a submission does to the pipes does not change an interactor's word")
    func hostileSubmissionsTalkWithAnInteractor() async throws {
        let judgements = try await judge(
            "../problems-hostile/conversation", ["accepted", "mixed/blames.rs", "wrong_answer"])
        #expect(judgements.count == 5)
        #expect(judgements.values.filter { !$0.isAsExpected }.map { "\($0.submission.path) \($0.message)" } == [])
        // A child that was left behind holds nobody up.
        let child = try #require(judgements["wrong_answer/leaves_child.c"])
        #expect(child.wallTime < .milliseconds(900))
    }

    @Test("An interactor gives points")
    func interactorsGivePoints() async throws {
        let judgements = try await judge(
            "lamps", ["accepted/halves.c", "partially_accepted/one_by_one.py", "wrong_answer"])
        let scores = judgements.mapValues { "\($0.verdict.rawValue) \($0.score?.text() ?? "-")" }
        #expect(
            scores == [
                "accepted/halves.c": "AC 30", "partially_accepted/one_by_one.py": "AC 3",
                "wrong_answer/all.cpp": "WA 0",
                "wrong_answer/talks_on.py": "WA 0",
            ])
        #expect(judgements.values.allSatisfy { $0.isAsExpected })
    }

    @Test(
        "A checker by testlib's conventions decides, in C++ and with an interactor before it",
        arguments: ["coins", "dial"])
    func checkersByTestlibsConventions(package: String) async throws {
        let judgements = try await judge(package, ["solutions"])
        #expect(judgements.count == (package == "coins" ? 11 : 9))
        #expect(judgements.values.filter { !$0.isAsExpected }.map { "\($0.submission.path) \($0.message)" } == [])
        let messages = judgements.mapValues(\.message)
        if package == "coins" {
            #expect(messages["solutions/one_coin.py"] == "3 * 3 + 0 * 4 is 9, not 11")
            #expect(messages["solutions/too_much.c"] == "presentation error: Extra tokens in the output")
        } else {
            #expect(messages["solutions/counts.c"] == "7 questions, and 4 are enough")
            #expect(messages["solutions/outside.py"] == "11 is not on the dial")
            #expect(judgements["solutions/no_flush.c"]?.verdict == .idleLimit)
        }
    }

    @Test("Groups of a package of Polygon have all their points or none, or sum up those of the checker")
    func groupsOfPolygonGiveScores() async throws {
        let judgements = try await judge("summands", ["solutions"])
        #expect(judgements.values.filter { !$0.isAsExpected }.map { "\($0.submission.path) \($0.message)" } == [])
        #expect(
            judgements.mapValues { "\($0.verdict.rawValue) \($0.score?.text() ?? "-")" } == [
                "solutions/most.py": "AC 100", "solutions/most.c": "AC 100", "solutions/one.py": "WA 0",
                "solutions/two.py": "PC 6.361111", "solutions/searches.c": "PC 42.5", "solutions/plus.py": "WA 0",
                "solutions/recursive.py": "PC 60",
            ])
    }

    @Test("Batches of a package of DMOJ have all their points or none, and a failed pretest ends all")
    func batchesOfDMOJGiveScores() async throws {
        let judgements = try await judge("harvest", ["tests"])
        #expect(judgements.values.filter { !$0.isAsExpected }.map { "\($0.submission.path) \($0.message)" } == [])
        #expect(
            judgements.mapValues { "\($0.verdict.rawValue) \($0.score?.text() ?? "-")" } == [
                "tests/mean/mean.py": "AC 100", "tests/close_enough/close.c": "WA 50",
                "tests/overflows/small.c": "WA 70",
                "tests/one_tree/one.py": "WA 0", "tests/rounds_down/floor.py": "WA 0", "tests/waits/waits.c": "TLE 0",
                "tests/no_compiler/broken.c": "CE -",
            ])
    }

    @Test("A submission runs again on what the validator made of its output, which remembers the passes before")
    func submissionsRunInPasses() async throws {
        let judgements = try await judge(
            "postcard",
            [
                "accepted/copies.cpp", "accepted/takes_its_time.c", "wrong_answer/remembers.py",
                "run_time_error/status_reading.c", "time_limit_exceeded/loops_reading.c",
                "wrong_answer/silent_reading.py",
                "wrong_answer/too_long.py", "wrong_answer/twice.cpp",
            ])
        #expect(judgements.values.filter { !$0.isAsExpected }.map { "\($0.submission.path) \($0.message)" } == [])
        #expect(judgements["run_time_error/status_reading.c"]?.message == "pass 2: exit status 1")
        #expect(judgements["wrong_answer/too_long.py"]?.message.hasPrefix("pass") == false)
        // The time limit is each pass's own, and the slowest one is shown.
        let patient = try #require(judgements["accepted/takes_its_time.c"])
        #expect(patient.cpuTime > .milliseconds(600) && patient.cpuTime < .seconds(1))
    }

    @Test("Groups give their points, each by its own rule, and the sample counts for nothing")
    func groupsGiveScores() async throws {
        let judgements = try await judge("ladder", ["accepted/formula.c", "partially_accepted", "wrong_answer"])
        let scores = judgements.mapValues { "\($0.verdict.rawValue) \($0.score?.text() ?? "-")" }
        #expect(
            scores == [
                "accepted/formula.c": "AC 100", "partially_accepted/unsigned.c": "AC 50",
                "partially_accepted/rows.py": "AC 50", "partially_accepted/small.c": "AC 16.5",
                "wrong_answer/square.py": "WA 0",
            ])
        #expect(judgements.values.allSatisfy { $0.isAsExpected && $0.warnings.isEmpty })
        let small = try #require(judgements["partially_accepted/small.c"])
        #expect(
            small.groups.map { "\($0.name) \($0.verdict.rawValue) \($0.score?.text() ?? "-")" } == [
                "sample RE 0", "secret AC 16.5", "secret/1-small AC 16.5", "secret/2-medium RE 0",
                "secret/3-large RE 0",
            ])
        #expect(small.tests.map { $0.score?.text() ?? "-" } == ["0", "16.5", "16.5", "0", "-", "0", "-", "-"])
    }

    @Test(
        "Packages of the format 2025-09 are judged as they promise",
        arguments: [
            ("brevity", 6, ["accepted/file.py": "AC 100", "run_time_error/fills.py": "PC 22.84"]),
            ("lanterns", 6, ["accepted/both.py": "AC 14", "mixed/lazy_once.py": "AC 8"]),
            ("orchard", 8, ["partial/half.py": "PC 25", "partial/small_only.py": "PC 45", "accepted/all.c": "AC 100"]),
            (
                "quilt", 5,
                ["accepted/best": "AC 30", "partial/some": "PC 17.5", "wrong_answer/stray.txt": "WA 0"]
            ),
            (
                "tollgate", 13,
                ["accepted/doors": "AC -", "accepted/parts": "AC -", "wrong_answer/no_discount.c": "WA -"]
            ),
        ])
    func icpc(name: String, count: Int, results: [String: String]) async throws {
        let judgements = try await judge(
            name,
            [
                "accepted", "brute_force", "mixed", "partial", "rejected", "run_time_error", "time_limit_exceeded",
                "wrong_answer",
            ].filter { Self.root.appending("Testcases/problems/\(name)/submissions/\($0)").exists })
        #expect(judgements.count == count)
        #expect(judgements.values.filter { !$0.isAsExpected }.map { "\($0.submission.path) \($0.message)" } == [])
        for (path, result) in results {
            let judgement = judgements[path]
            #expect("\(judgement?.verdict.rawValue ?? "") \(judgement?.score?.text() ?? "-")" == result)
        }
        // Promises of single test cases are looked at on all of them.
        let promising = judgements.values.filter(\.submission.expected.needsAllTests)
        #expect(promising.allSatisfy { $0.tests.last?.verdict != .skipped || !$0.groups.isEmpty })
    }

    @Test("The validator's scores are put together by the package's own grader")
    func ownGrader() async throws {
        let judgements = try await judge("podium", ["accepted", "partially_accepted", "wrong_answer"])
        let scores = judgements.mapValues { "\($0.verdict.rawValue) \($0.score?.text() ?? "-")" }
        #expect(
            scores == [
                "accepted/limit.py": "AC 30", "partially_accepted/tenth.py": "AC 21.6", "wrong_answer/far.py": "WA 0",
            ])
    }

    @Test(
        "What users have met stays as it is there",
        arguments: [
            ("spouts", 12), ("crew", 10), ("accents", 12), ("loom", 2),
        ])
    func packagesOfWhatUsersMet(package: String, count: Int) async throws {
        let folders = ["accepted", "run_time_error", "wrong_answer"].filter { folder in
            package == "spouts" || folder != "run_time_error"
        }
        let judgements = try await judge(package, folders)
        #expect(judgements.count == count)
        #expect(judgements.values.filter { !$0.isAsExpected }.map { "\($0.submission.path) \($0.message)" } == [])
        if package == "spouts" {
            #expect(judgements["wrong_answer/first.py"]?.message == "die Spülung gibt 5 statt 21")
        } else if package == "loom" {
            #expect(judgements["wrong_answer/forwards.py"]?.message == "\"warp\" is no thread of \"warp\"")
        }
    }

    @Test("Threads beyond the limit are named, in every runtime, and are no memory limit")
    func threadsBeyondTheLimit() async throws {
        let judgements = try await judge("errands", ["run_time_error"])
        let swarms = judgements.filter { $0.key.contains("swarm") || $0.key.contains("Swarm") }
        #expect(swarms.count == 4)
        for (path, judgement) in swarms {
            #expect(judgement.verdict == .runTimeError, "\(path)")
            #expect(judgement.message.contains("its limit of 64 processes and threads"), "\(path) \(judgement.message)")
        }
    }

    @Test func theUsersLimitsGoBeforeThePackages() async throws {
        var options = JudgeOptions()
        options.memory = .mebibytes(2)
        options.language = "python3"
        let judgements = try await judge("sum", ["accepted/sum.py"], options: options)
        #expect(judgements["accepted/sum.py"]?.verdict != .accepted)
        #expect(judgements["accepted/sum.py"]?.limits.memory == .mebibytes(2))
    }
}

/// A program that uses a given CPU time, by its own clock, whatever happens beside it.
@Suite(.serialized, .timeLimit(.minutes(10))) struct BorderlineProgramTests {
    private func source(milliseconds: Int) -> String {
        """
        #include <stdio.h>
        #include <time.h>
        int main(void)
        {
            struct timespec now;
            do
                clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
            while (now.tv_sec * 1000 + now.tv_nsec / 1000000 < \(milliseconds));
            puts("ok");
            return 0;
        }
        """
    }

    /// The limit is 200 ms, and what is within 20 ms of it is measured again.
    @Test(arguments: [(150, Verdict.accepted, false), (190, .accepted, true), (210, .timeLimit, true)])
    func tenJudgingsGiveOneVerdict(milliseconds: Int, verdict: Verdict, isRepeated: Bool) async throws {
        let package = try ToyPackage(testCases: 1)
        let languages = try RepositoryLanguages.catalog
        let submissions = try (0..<10).map { try package.submission("\($0)/a.c", source(milliseconds: milliseconds)) }
        var options = JudgeOptions()
        options.timeLimit = .milliseconds(200)
        options.memory = .mebibytes(64)
        let sandbox = try await Sandbox()
        do {
            let judge = try Judge(
                package.whole, host: JudgeHost(executor: sandbox, languages: languages),
                options: options)
            for judgement in try await judge.judgements(of: submissions) {
                #expect(judgement.verdict == verdict, "\(judgement.message)")
                // A host so busy that a run starves is another reason to repeat it.
                let test = try #require(judgement.tests.first)
                guard test.doubt != .disturbed else { continue }
                #expect(test.wasRepeated == isRepeated)
                #expect(judgement.warnings.isEmpty == (verdict != .accepted || !isRepeated))
            }
            await sandbox.close()
        } catch {
            await sandbox.close()
            throw error
        }
    }
}
