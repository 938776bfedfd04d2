import Grading
import Judging
import Problems
import SwiftProtobuf
import Testing
import Units
import Wire

@testable import Reporting

/// What a follower makes of what it is told.
@Suite struct FollowedSubmissionTests {
    typealias Told = Verdict_V1_FollowResponse

    private static func new() -> FollowedSubmission {
        FollowedSubmission(
            id: "7abc", index: 2,
            submission: Submission(
                path: "accepted/a.cpp", sources: .inPackage([]), expected: ExpectedResult([.accepted])),
            limits: TestLimits(cpuTime: .seconds(1), memory: .mebibytes(64), output: .mebibytes(8)))
    }

    private static func accepted(_ number: UInt64 = 1, generation: UInt32 = 1) -> Told {
        .with { told in
            told.number = number
            told.accepted = .with { $0.generation = generation }
        }
    }

    private static func test(_ index: UInt32, number: UInt64 = 0) -> Told {
        .with { told in
            told.number = number
            told.testFinished = .with { finished in
                finished.test = index
                finished.result = .with { result in
                    result.verdict = .accepted
                    result.cpuTimeNs = 12_000_000
                }
            }
        }
    }

    private static func judged(_ verdict: Verdict_V1_Verdict, number: UInt64 = 9, generation: UInt32 = 1) -> Told {
        .with { told in
            told.number = number
            told.judged = .with { judgement in
                judgement.verdict = verdict
                judgement.generation = generation
                judgement.workers = ["judge-7"]
            }
        }
    }

    private static let compiling = Told.with { told in
        told.compiling = .with { compiling in
            (compiling.worker, compiling.language) = ("judge-7", "cpp")
        }
    }

    @Test func aJudgingIsToldAsAMachineOfItsOwnTellsIt() {
        var followed = Self.new()
        #expect(followed.take(Self.accepted()).isEmpty)
        let begun = followed.take(Self.compiling)
        #expect(begun.count == 2)
        guard case .started(2)? = begun.first, case .compiling(2, "cpp")? = begun.last else {
            Issue.record("\(begun)")
            return
        }
        let compiled = followed.take(.with { $0.compiled = .with { $0.succeeded = true } })
        guard case .compiled(2, let compilation)? = compiled.first else {
            Issue.record("\(compiled)")
            return
        }
        #expect(compilation.succeeded)
        let finished = followed.take(Self.test(4))
        guard case .testFinished(2, 4, let result)? = finished.first else {
            Issue.record("\(finished)")
            return
        }
        #expect(result.verdict == .accepted && result.cpuTime == .milliseconds(12))
        #expect(!followed.isOver)
        #expect(followed.take(Self.judged(.accepted)).isEmpty)
        #expect(followed.isOver)
        #expect(followed.judgement?.judgement.verdict == .accepted)
        #expect(followed.judgement?.workers == ["judge-7"])
        #expect(followed.number == 9)
    }

    @Test func aTestCaseThatIsToldAgainIsCountedOnce() {
        var followed = Self.new()
        #expect(followed.take(Self.test(0)).count == 1)
        #expect(followed.take(Self.test(0)).isEmpty)
        #expect(followed.take(Self.test(1)).count == 1)
        _ = followed.take(Self.accepted(5, generation: 2))
        #expect(followed.take(Self.test(0)).count == 1, "a rejudging runs it again")
    }

    @Test func itGoesOnAfterTheLastNumberedThing() {
        var followed = Self.new()
        #expect(followed.number == 0)
        for told in [Self.accepted(3), Self.test(0), Self.test(1, number: 7), Self.test(2)] { _ = followed.take(told) }
        #expect(followed.number == 7)
    }

    @Test func aRejudgingsJudgementReplacesTheFirst() {
        var followed = Self.new()
        _ = followed.take(Self.judged(.wrongAnswer))
        _ = followed.take(Self.accepted(10, generation: 2))
        #expect(!followed.isOver)
        #expect(followed.judgement?.judgement.verdict == .wrongAnswer, "the old one counts until the new one is there")
        _ = followed.take(Self.judged(.accepted, number: 12, generation: 2))
        #expect(followed.isOver && followed.judgement?.judgement.verdict == .accepted)
    }

    @Test func whatComesToNothingIsNoFaultOfTheSubmission() {
        let ends: [(Told, String)] = [
            (.with { $0.cancelled = .with { $0.reason = "contest over" } }, "cancelled: contest over"),
            (.with { $0.stuck = .with { $0.reason = "tried 5 times" } }, "given up: tried 5 times; `verdict admin"),
        ]
        for (told, words) in ends {
            var followed = Self.new()
            _ = followed.take(told)
            #expect(followed.isOver)
            let judgement = followed.judgement?.judgement
            #expect(judgement?.verdict == .judgeError)
            #expect(judgement?.message.hasPrefix(words) == true, "\(judgement?.message ?? "")")
            var before = Self.new()
            _ = before.take(Self.judged(.accepted))
            _ = before.take(Self.accepted(10, generation: 2))
            _ = before.take(told)
            #expect(before.judgement?.judgement.verdict == .accepted, "the judgement of before counts")
            _ = followed.take(Self.accepted(20, generation: 2))
            #expect(!followed.isOver && followed.judgement == nil, "there never was one")
        }
    }
}
