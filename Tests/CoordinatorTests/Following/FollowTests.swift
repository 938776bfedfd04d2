import EmbeddedStorage
import Events
import Foundation
import Identity
import Storage
import Synchronization
import TestSupport
import Testing
import Wire

@testable import Coordinator

/// Following a submission: everything that was recorded, from anywhere, once.
struct FollowTests {
    /// What a follower was told.
    private final class Told: Sendable {
        private let responses = Mutex<[Verdict_V1_FollowResponse]>([])
        var all: [Verdict_V1_FollowResponse] { responses.withLock { $0 } }
        func add(_ response: Verdict_V1_FollowResponse) { responses.withLock { $0.append(response) } }

        func wait(for count: Int) async throws {
            while responses.withLock({ $0.count }) < count { try await Task.sleep(for: .milliseconds(1)) }
        }
    }

    private static func follow(
        _ side: ClientSide, _ id: SubmissionID, after: UInt64 = 0, as principal: Principal = .client("course"),
        _ told: Told = Told()
    ) async throws -> [Verdict_V1_FollowResponse] {
        try await side.following.follow(id, after: after, as: principal) { news in
            told.add(Verdict_V1_FollowResponse(news))
        }
        return told.all
    }

    private static func submit(
        _ side: ClientSide, _ key: String = "1", package: ContentHash = FixedPackages.sum
    ) async throws -> SubmissionID {
        var request = Verdict_V1_SubmitRequest.valid(key, package: package)
        request.priority = .interactive
        return try #require(SubmissionID(try await side.service.submit(request, as: .client("course")).id))
    }

    private static func build(_ side: ClientSide, _ id: SubmissionID) async throws {
        var result = LoggedBuildResult()
        result.compilation.succeeded = true
        // Two batches of two test cases.
        _ = try await side.submissions.change(id) { $0.recordBuild(result, by: "one", expected: .milliseconds(500)) }
    }

    private static func tests(_ verdicts: [UInt32: Verdict_V1_Verdict]) -> LoggedExecuteResult {
        var result = LoggedExecuteResult()
        for (index, verdict) in verdicts.sorted(by: { $0.key < $1.key }) {
            var test = LoggedExecuteResult.Test()
            test.index = index
            test.result.verdict = LoggedVerdict(verdict)
            result.tests.append(test)
        }
        return result
    }

    private static func run(
        _ side: ClientSide, _ id: SubmissionID, _ batch: Int, _ verdicts: [UInt32: Verdict_V1_Verdict]
    ) async throws {
        _ = try await side.submissions.change(id) {
            $0.recordBatch(batch, tests(verdicts), limits: LoggedTestLimits(), by: "two")
        }
    }

    private static func finished(_ test: UInt32, _ verdict: LoggedVerdict) -> SubmissionProgress {
        var result = LoggedTestResult()
        result.verdict = verdict
        return .testFinished(test, result)
    }

    @Test func everythingIsToldAsItHappensToTheEnd() async throws {
        try await ClientSide.with { side in
            let id = try await Self.submit(side)
            let told = Told()
            let following = Task { try await Self.follow(side, id, told) }
            try await told.wait(for: 1)
            try await Self.build(side, id)
            try await Self.run(side, id, 1, [2: .accepted, 3: .wrongAnswer])
            try await Self.run(side, id, 0, [0: .accepted, 1: .accepted])
            let all = try await following.value
            #expect(all.count == 7)
            #expect(all[0].accepted.tests == 4 && all[0].accepted.generation == 1)
            #expect(all[1].compiled.succeeded)
            #expect(all[2...5].map(\.testFinished.test) == [2, 3, 0, 1])
            #expect(all[6].judged.verdict == .wrongAnswer && all[6].judged.decidingTest == "secret/3")
            #expect(all[6].judged.tests.count == 4)
            // The last of each entry has its number: test cases 3 and the judgement end theirs.
            #expect(all.map(\.number) == [1, 2, 0, 3, 0, 0, 4])
            #expect(try await Self.follow(side, id, after: 4).isEmpty)
        }
    }

    /// Any cut, and any number of cuts, shows every recorded event, and nothing twice between numbers.
    @Test(arguments: 1...8) func whateverIsCutEverythingIsTold(seed: UInt64) async throws {
        try await ClientSide.with { side in
            var random = SeededGenerator(seed: seed)
            let id = try await Self.submit(
                side, package: seed.isMultiple(of: 2) ? FixedPackages.graded : FixedPackages.sum)
            for _ in 0..<120 {
                let state = try #require(try await side.submissions.load(id))
                let events = RandomHistory.next(state, &random)
                _ = try await side.submissions.change(id) { $0.position == state.position ? events : [] }
            }
            _ = try await side.submissions.change(id) { $0.cancel(by: "test", reason: "the end") }
            let whole = try await Self.follow(side, id)
            let numbered = whole.enumerated().filter { $0.element.number > 0 }
            #expect(numbered.map(\.element.number) == numbered.map(\.element.number).sorted())
            #expect(Set(numbered.map(\.element.number)).count == numbered.count)
            #expect(whole.last?.number != 0)
            for (index, response) in numbered {
                let rest = try await Self.follow(side, id, after: response.number)
                #expect(rest == Array(whole[(index + 1)...]))
            }
            // A reader that is cut off anywhere, again and again, and goes on after the last number.
            var seen: [Verdict_V1_FollowResponse] = []
            var after: UInt64 = 0
            while seen != whole {
                let rest = try await Self.follow(side, id, after: after)
                // At least one entry, so that it comes to an end.
                let least = (rest.firstIndex { $0.number > 0 } ?? 0) + 1
                let part = rest.prefix(max(least, random.below(rest.count + 1)))
                guard let last = part.lastIndex(where: { $0.number > 0 }) else { break }
                seen += part[...last]
                after = part[last].number
            }
            #expect(seen == whole)
        }
    }

    @Test func whatWorkersSaidIsNotToldAgain() async throws {
        try await ClientSide.with { side in
            let fanout = side.projections.fanout
            let id = try await Self.submit(side)
            #expect(!fanout.isFollowed(id))
            let told = Told()
            let following = Task { try await Self.follow(side, id, told) }
            try await told.wait(for: 1)
            #expect(fanout.isFollowed(id))
            let compiling = SubmissionProgress.compiling(worker: "one", language: "cpp")
            fanout.publish(compiling, of: id)
            try await told.wait(for: 2)
            try await Self.build(side, id)
            try await told.wait(for: 3)
            // Too late.
            fanout.publish(compiling, of: id)
            fanout.publish(Self.finished(0, .accepted), of: id)
            fanout.publish(Self.finished(0, .accepted), of: id)
            fanout.publish(Self.finished(1, .timeLimit), of: id)
            try await told.wait(for: 5)
            // Test case 0 was told so; of 1 something else is recorded.
            try await Self.run(side, id, 0, [0: .accepted, 1: .accepted])
            try await told.wait(for: 6)
            fanout.publish(Self.finished(1, .timeLimit), of: id)
            try await Self.run(side, id, 1, [2: .accepted, 3: .accepted])
            let all = try await following.value
            #expect(all.map(\.number) == [1, 0, 2, 0, 0, 3, 0, 0, 4])
            #expect(all[1].compiling.worker == "one")
            #expect(all[5].testFinished.test == 1 && all[5].testFinished.result.verdict == .accepted)
            #expect(all[8].judged.verdict == .accepted)
            #expect(!fanout.isFollowed(id))
            // Who comes later is told what is recorded.
            #expect(try await Self.follow(side, id).count == 7)
        }
    }

    @Test func aRejudgingGoesOnFromTheOldEnd() async throws {
        try await ClientSide.with { side in
            let id = try await Self.submit(side)
            try await Self.build(side, id)
            try await Self.run(side, id, 0, [0: .wrongAnswer])
            let first = try await Self.follow(side, id)
            let end = try #require(first.last)
            #expect(end.judged.verdict == .wrongAnswer)
            _ = try await side.submissions.change(id) { $0.rejudge(by: "test") }
            let told = Told()
            let following = Task { try await Self.follow(side, id, after: end.number, told) }
            try await told.wait(for: 1)
            try await Self.build(side, id)
            try await Self.run(side, id, 0, [0: .accepted, 1: .accepted])
            try await Self.run(side, id, 1, [2: .accepted, 3: .accepted])
            let second = try await following.value
            #expect(second.first?.accepted.generation == 2)
            #expect(second.last?.judged.verdict == .accepted && second.last?.judged.generation == 2)
            #expect(try await Self.follow(side, id) == first + second)
        }
    }

    @Test func aCancellationEndsIt() async throws {
        try await ClientSide.with { side in
            let id = try await Self.submit(side)
            let told = Told()
            let following = Task { try await Self.follow(side, id, told) }
            try await told.wait(for: 1)
            _ = try await side.submissions.change(id) { $0.cancel(by: "course", reason: "wrong file") }
            #expect(try await following.value.last?.cancelled.reason == "wrong file")
        }
    }

    @Test func othersSeeNothing() async throws {
        try await ClientSide.with { side in
            let id = try await Self.submit(side)
            let unseen = [(id, Principal.client("other")), (SubmissionID(tenant: "x", key: "y"), .operations)]
            for (id, principal) in unseen {
                let error = await #expect(throws: DomainError.self) { try await Self.follow(side, id, as: principal) }
                #expect(error?.code == .notFound)
            }
            #expect(side.projections.fanout.count == 0)
            _ = try await side.submissions.change(id) { $0.cancel(by: "test", reason: "") }
            #expect(try await Self.follow(side, id, as: .operations).count == 2)
        }
    }

    @Test func aSlowFollowerReadsWhatItMissedFromTheStore() async throws {
        try await ClientSide.with { side in
            let id = try await Self.submit(side)
            let told = Told()
            let gate = AsyncStream.makeStream(of: Void.self)
            let following = Task {
                var waits = gate.stream.makeAsyncIterator()
                try await side.following.follow(id, after: 0, as: .client("course")) { news in
                    told.add(Verdict_V1_FollowResponse(news))
                    if told.all.count == 1 { _ = await waits.next(isolation: #isolation) }
                }
            }
            try await told.wait(for: 1)
            // More than waits for one follower.
            for _ in 0..<100 {
                _ = try await side.submissions.change(id) { $0.cancel(by: "test", reason: "") }
                _ = try await side.submissions.change(id) { $0.rejudge(by: "test") }
            }
            _ = try await side.submissions.change(id) { $0.cancel(by: "test", reason: "the end") }
            try await side.projections.catchesUp()
            gate.continuation.finish()
            try await following.value
            #expect(told.all.count == 202)
            #expect(told.all.map(\.number) == Array(1...202))
        }
    }

    @Test(.enabled(if: LongTests.areAskedFor)) func tenThousandFollowersAreToldAndNoMoreAreTaken() async throws {
        try await ClientSide.with(ClientSide.Options(followers: 20_000)) { side in
            var ids: [SubmissionID] = []
            for number in 0..<10 { ids.append(try await Self.submit(side, "\(number)")) }
            let followed = ids
            try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<10_000 {
                    group.addTask { try await Self.follow(side, followed[number % 10]).count }
                }
                while side.projections.fanout.count < 10_000 { try await Task.sleep(for: .milliseconds(5)) }
                let error = await #expect(throws: DomainError.self) { try await Self.follow(side, followed[0]) }
                #expect(error?.code == .exhausted && error?.retryAfter != nil)
                for id in followed {
                    try await Self.build(side, id)
                    try await Self.run(side, id, 0, [0: .accepted, 1: .accepted])
                    try await Self.run(side, id, 1, [2: .accepted, 3: .accepted])
                }
                for try await count in group { #expect(count == 7) }
            }
            #expect(side.projections.fanout.count == 0)
        }
    }

    @Test func followersHearThatTheCoordinatorStops() async throws {
        let folder = try ClientSideFolder()
        let store = try await folder.open()
        let following = try await ClientSide.with(on: store) { side in
            let id = try await Self.submit(side)
            let told = Told()
            let following = Task { try await Self.follow(side, id, told) }
            try await told.wait(for: 1)
            return following
        }
        let error = await #expect(throws: DomainError.self) { try await following.value }
        #expect(error?.code == .unavailable)
        try await store.close()
    }
}
