import Events
import Foundation
import Kernel
import KernelTestSupport
import Storage
import SwiftProtobuf
import Synchronization
import TestSupport
import Testing

@testable import Coordinator
@testable import Submissions

/// How judging is followed test case by test case, and by whom.
@Suite("Judging that is watched", .timeLimit(.minutes(1))) struct LiveTests {
    private struct Shown: Decodable, Hashable {
        struct Test: Decodable, Hashable {
            var index: Int
            var name, verdict: String
            var cpuMilliseconds, memoryBytes: Int
        }

        struct Summary: Decodable, Hashable {
            var state: String
            var verdict: String?
        }

        var submission: Summary?
        var done, total: Int?
        var tests: [Test]?
    }

    /// A court with a submission that is compiled, and runs.
    private static func with(
        in contest: EntityID? = nil, _ body: @Sendable @escaping (Court, EntityID) async throws -> Void
    ) async throws {
        try await Court.with { court in
            let id = try await court.handIn(contest: contest)
            try await court.wait(for: id) { $0.phase == .judging }
            try await court.build(id)
            try await body(court, id)
        }
    }

    private static func follow(_ court: Court, _ id: EntityID, as actor: Actor) throws -> AsyncStream<TopicNews> {
        try court.platform.topics.follow("submissions/{id}", ["id": "\(id)"], as: actor)
    }

    private static func read(_ news: TopicNews?) throws -> Shown {
        try JSONDecoder().decode(Shown.self, from: Data(try #require(news).bytes))
    }

    /// Waits until what workers say of a submission is noted, and nothing more comes that says that its judging begins.
    private static func watched(_ court: Court) async throws {
        while court.fanout.count == 0 { try await Task.sleep(for: .milliseconds(1)) }
        try await court.projections.catchesUp()
    }

    @Test(
        "Its author is told of each test case as it ends, by the name that the package gives it, and then of the verdict"
    )
    func author() async throws {
        try await Self.with { court, id in
            var news = try Self.follow(court, id, as: .alice).makeAsyncIterator()
            let first = try Self.read(await news.next())
            #expect(first.done == 0 && first.total == 3 && first.tests == [])
            try await Self.watched(court)
            court.tell(1, .wrongAnswer, of: id)
            let second = try Self.read(await news.next())
            let told = Shown.Test(index: 1, name: "secret/1", verdict: "WA", cpuMilliseconds: 7, memoryBytes: 4096)
            #expect(second.tests == [told] && second.done == 1 && second.submission?.verdict == nil)
            // Who asks for the result is told the same.
            let result = try await court.desk.result(of: id, for: .alice)
            #expect(result.progress?.tests.map(\.name) == ["secret/1"] && result.tests == nil)
            // What is recorded counts, also where a worker said otherwise.
            try await court.run(JudgingName(id, 1).fleetID, [.accepted, .accepted, .wrongAnswer])
            var last = second
            while last.submission?.state != "judged" { last = try Self.read(await news.next()) }
            #expect(last.submission?.verdict == "WA" && last.tests == nil && last.done == nil)
            #expect(try await court.desk.result(of: id, for: .alice).progress == nil)
        }
    }

    @Test("Whoever does not see what comes of test cases is told nothing of them, not even how many have ended")
    func hidden() async throws {
        try await Self.with(in: Neighbours.contest) { court, id in
            var own = try Self.follow(court, id, as: .admin).makeAsyncIterator()
            _ = await own.next()
            try await Self.watched(court)
            court.tell(2, .timeLimit, of: id)
            while try Self.read(await own.next()).done != 1 {}
            for view in SubmissionView.allCases {
                court.neighbours.view.withLock { $0 = view }
                for actor in [Actor.alice, .bob, .setter] {
                    let seen = try await court.desk.news(of: "\(id)", for: Audience(actor).text)
                    #expect((seen.tests?.count == 1) == (view >= .tests), "\(view)")
                    #expect((seen.done != nil) == (view >= .tests) && (seen.total != nil) == (view >= .tests))
                    guard view >= .verdict || actor == .alice else { continue }
                    let result = try await court.desk.result(of: id, for: actor)
                    #expect((result.progress != nil) == (view >= .tests), "\(view)")
                }
                #expect(try await court.desk.news(of: "\(id)", for: Audience(.admin).text).done == 1)
            }
        }
    }

    @Test("What does not change for who watches is not told: nobody counts test cases by when something comes")
    func silence() async throws {
        try await Self.with(in: Neighbours.contest) { court, id in
            court.neighbours.view.withLock { $0 = .pending }
            var all = try Self.follow(court, id, as: .admin).makeAsyncIterator()
            var own = try Self.follow(court, id, as: .alice).makeAsyncIterator()
            _ = (await all.next(), await own.next())
            while court.fanout.count < 2 { try await Task.sleep(for: .milliseconds(1)) }
            for test in 0..<3 { court.tell(UInt32(test), .accepted, of: id) }
            while try Self.read(await all.next()).done != 3 {}
            try await court.run(JudgingName(id, 1).fleetID, [.accepted, .accepted, .accepted])
            while try Self.read(await all.next()).submission?.state != "judged" {}
            court.neighbours.view.withLock { $0 = .verdict }
            try await court.ask(.post, "submissions/{id}/rejudge", by: .admin, parameters: ["id": "\(id)"])
            // The next that is told is of the judging that was wanted then.
            let next = try Self.read(await own.next())
            #expect(next.submission?.verdict == "AC" && next.tests == nil)
        }
    }

    @Test("What was said of a judging does not count for the next one, and is forgotten when nobody watches")
    func again() async throws {
        try await Self.with { court, id in
            do {
                var news = try Self.follow(court, id, as: .alice).makeAsyncIterator()
                _ = await news.next()
                try await Self.watched(court)
                court.tell(0, .wrongAnswer, of: id)
                while try Self.read(await news.next()).done != 1 {}
                try await court.run(JudgingName(id, 1).fleetID, [.accepted, .accepted, .accepted])
                try await court.wait(for: id) { $0.phase == .judged }
                try await court.ask(.post, "submissions/{id}/rejudge", by: .admin, parameters: ["id": "\(id)"])
                try await court.wait(for: id) { $0.phase == .judging && $0.generation == 2 }
                try await court.build(id, generation: 2)
                try await court.projections.catchesUp()
                // Too late.
                court.tell(1, .wrongAnswer, of: id)
                court.tell(2, .accepted, of: id, generation: 2)
                var shown = try Self.read(await news.next())
                while shown.tests?.map(\.index) != [2] { shown = try Self.read(await news.next()) }
                #expect(shown.submission?.verdict == "AC")
            }
            while court.fanout.count > 0 { try await Task.sleep(for: .milliseconds(1)) }
            #expect(court.desk.live.count == 0)
            court.tell(0, .wrongAnswer, of: id, generation: 2)
            let later = try await court.desk.result(of: id, for: .alice)
            #expect(later.progress?.done == 0)
        }
    }

    @Test("Of garbage nothing is noted, and of very many test cases the last ones are told")
    func bounds() {
        let live = LiveFindings()
        let id = JudgingName(.random(), 1).fleetID
        let result = LoggedTestResult.with { $0.verdict = .accepted }
        live.note(.ended(0, result), of: id)
        #expect(live.found(of: id).isEmpty && live.count == 0)
        live.begin([id])
        live.begin([id])
        for test in 0..<10_020 { live.note(.ended(UInt32(test), result), of: id) }
        live.note(.ended(.max, result), of: id)
        #expect(live.found(of: id).count == 10_000)
        live.end([id])
        #expect(live.found(of: id).count == 10_000)
        let progress = JudgingProgress(
            recorded: [.with { ($0.index, $0.result.verdict) = (3, .wrongAnswer) }, .with { $0.index = 9_000 }],
            found: live.found(of: id), names: ["a"], total: 700)
        #expect(progress.done == 700 && progress.tests.count == JudgingProgress.most)
        #expect(progress.tests.first?.index == 200 && progress.tests.last?.index == 699)
        let few = JudgingProgress(
            recorded: [.with { ($0.index, $0.result.verdict) = (1, .wrongAnswer) }],
            found: live.found(of: id), names: ["a"], total: 2)
        #expect(few.tests.map(\.name) == ["a", ""] && few.tests.map(\.verdict) == ["AC", "WA"])
        live.note(.begun, of: id)
        #expect(live.found(of: id).isEmpty && live.count == 1)
        live.end([id])
        #expect(live.count == 0)
    }
}
