import Coordinator
import Events
import Kernel
import KernelTestSupport
import Storage
import Submissions
import Testing
import Units

@testable import Contests

/// What a board shows of submissions that are judged anew.
@Suite("A board, and submissions that are judged anew", .timeLimit(.minutes(2))) struct RejudgingBoardTests {
    /// A contest in which Alice was wrong and Bob right, and a set that has found it to be the other way round.
    private struct Story {
        let arena: Arena
        let contest: EntityID
        let (alice, bob): (EntityID, EntityID)
        let rejudging = EntityID.random()

        static let before = ["1 3 1 0", "2 2 0 0"], after = ["1 2 1 0", "2 3 0 0"]

        init(_ arena: Arena, _ changes: [String: Any] = [:]) async throws {
            self.arena = arena
            contest = try await arena.make(changes)
            for actor in [Cast.alice, Cast.bob] { try await arena.join(actor, contest) }
            arena.move(to: 3600)
            alice = try await arena.submit(Cast.alice, contest, verdict: "WA")
            bob = try await arena.submit(Cast.bob, contest, verdict: "AC")
            var opened = RejudgingOpened()
            opened.contest = "\(contest)"
            for (submission, verdict) in [(alice, "WA"), (bob, "AC")] {
                var one = RejudgedSubmission()
                (one.id, one.generation, one.verdict) = ("\(submission)", 1, verdict)
                opened.submissions.append(one)
            }
            try await add(opened)
            for (submission, verdict) in [(alice, "AC"), (bob, "WA")] {
                var found = JudgedAnew()
                (found.submission, found.judgement.verdict, found.judgement.generation) = ("\(submission)", verdict, 2)
                try await add(found)
            }
        }

        /// Something happens to the set.
        func add(_ event: some PersistedEvent) async throws {
            _ = try await arena.log.append(
                [try Event(event)], to: rejudging.stream("submissions-rejudging"), expecting: .anything)
            try await arena.settle()
        }

        /// Something happens to a submission, all at once.
        func add(_ events: [Event], to submission: EntityID) async throws {
            _ = try await arena.log.append(events, to: submission.stream("submissions"), expecting: .anything)
            try await arena.settle()
        }

        /// It is to be judged again: by the set, or by itself.
        func wanted(by rejudging: EntityID?) throws -> Event {
            var wanted = RejudgingWanted()
            (wanted.generation, wanted.rejudging) = (2, rejudging.map { "\($0)" } ?? "")
            return try Event(wanted)
        }

        func judged(_ verdict: String, generation: UInt32, fleetGeneration: UInt32 = 0) throws -> Event {
            var judged = JudgementRecorded()
            (judged.verdict, judged.generation, judged.fleetGeneration) = (verdict, generation, fleetGeneration)
            return try Event(judged)
        }

        func apply() async throws { try await add(RejudgingApplied()) }

        /// The submission is told what the set has found.
        func tell(_ submission: EntityID, _ verdict: String) async throws {
            try await add([try wanted(by: rejudging), try judged(verdict, generation: 2)], to: submission)
        }

        func board(_ actor: Actor = Cast.nobody, view: String = "public") async throws -> [String] {
            try await arena.board(contest, by: actor, query: ["view": view])
        }

        func shift() async throws -> BoardShift {
            try await arena.contests.shift(by: rejudging, in: contest)
        }
    }

    @Test("shows what was found at once when it counts, and nothing of it before")
    func atOnce() async throws {
        try await Arena.with { arena in
            let story = try await Story(arena)
            #expect(try await story.board() == Story.before)
            let shift = try await story.shift()
            #expect(shift.count == 2 && shift.participants.map(\.name) == ["person 2", "person 3"])
            #expect(
                shift.participants.first
                    == .init(
                        participant: "\(EntityID(number: 2))", name: "person 2",
                        before: .init(rank: 2, solved: 0, points: "0", time: 0),
                        after: .init(rank: 1, solved: 1, points: "1", time: 0)))
            #expect(
                shift.firsts == [
                    .init(
                        problem: "\(Arena.problems[0])", before: "\(EntityID(number: 3))",
                        after: "\(EntityID(number: 2))")
                ])
            #expect(try await story.board() == Story.before)
            try await story.apply()
            #expect(try await story.board() == Story.after)
            #expect(try await story.shift() == BoardShift())
            try await story.tell(story.alice, "AC")
            try await story.tell(story.bob, "WA")
            #expect(try await story.board() == Story.after)
        }
    }

    @Test("keeps what is frozen from the public, whatever is judged anew")
    func frozen() async throws {
        try await Arena.with { arena in
            let story = try await Story(arena, ["freezeAfterSeconds": 0])
            let before = try await story.board()
            try await story.apply()
            #expect(try await story.board() == before)
            #expect(try await story.board(Arena.owner, view: "judges") == Story.after)
        }
    }

    @Test("shows nothing of a set that is cancelled")
    func cancelled() async throws {
        try await Arena.with { arena in
            let story = try await Story(arena)
            try await story.add(RejudgingCancelled())
            #expect(try await story.shift() == BoardShift())
            try await story.apply()
            #expect(try await story.board() == Story.before)
        }
    }

    /// What happens to Alice's submission beside the set.
    private enum Meanwhile: CaseIterable, Sendable {
        case wanted, judgedAgain, judgedByTheFleet, deleted

        func happen(_ story: Story) async throws {
            switch self {
            case .wanted: try await story.add([try story.wanted(by: nil)], to: story.alice)
            case .judgedAgain:
                try await story.add(
                    [try story.wanted(by: nil), try story.judged("TLE", generation: 2)], to: story.alice)
            case .judgedByTheFleet:
                try await story.add([try story.judged("TLE", generation: 1, fleetGeneration: 2)], to: story.alice)
            case .deleted: try await story.add([try Event(SubmissionDeleted())], to: story.alice)
            }
        }
    }

    @Test(
        "shows what the submission itself says where it was judged again or deleted before it was told",
        arguments: Meanwhile.allCases, [true, false])
    private func overtaken(_ meanwhile: Meanwhile, isBefore: Bool) async throws {
        try await Arena.with { arena in
            let story = try await Story(arena)
            if isBefore { try await meanwhile.happen(story) }
            try await story.apply()
            if !isBefore {
                #expect(try await story.board() == Story.after)
                try await meanwhile.happen(story)
            }
            try await story.tell(story.bob, "WA")
            // Bob has lost what he had, and Alice has not got what was found of hers.
            #expect(try await story.board() == ["1 2 0 0", "1 3 0 0"])
        }
    }

    @Test("is the same after a restart, from a snapshot or from the log, wherever a set was", arguments: [true, false])
    func restart(keepsSnapshots: Bool) async throws {
        let place = try TestPlace()
        let names = Names()
        try await Arena.with(place, keepsSnapshots: keepsSnapshots) { arena in
            let story = try await Story(arena)
            await names.set(story.contest, story.rejudging, story.alice)
        }
        let (contest, rejudging, alice) = try #require(await names.all)
        try await Arena.with(place, keepsSnapshots: keepsSnapshots) { arena in
            try await arena.settle()
            #expect(try await arena.contests.shift(by: rejudging, in: contest).count == 2)
            #expect(try await arena.board(contest) == Story.before)
            _ = try await arena.log.append(
                [try Event(RejudgingApplied())], to: rejudging.stream("submissions-rejudging"), expecting: .anything)
            #expect(try await arena.board(contest) == Story.after)
        }
        try await Arena.with(place, keepsSnapshots: keepsSnapshots) { arena in
            #expect(try await arena.board(contest) == Story.after)
            var wanted = RejudgingWanted()
            wanted.generation = 2
            _ = try await arena.log.append(
                [try Event(wanted)], to: alice.stream("submissions"), expecting: .anything)
            #expect(try await arena.board(contest) == ["1 2 0 0", "1 3 0 0"])
        }
    }

    private actor Names {
        var all: (EntityID, EntityID, EntityID)?
        func set(_ contest: EntityID, _ rejudging: EntityID, _ alice: EntityID) { all = (contest, rejudging, alice) }
    }

    @Test("says whose a contest is to those only who may know of it")
    func judged() async throws {
        try await Arena.with { arena in
            let (open, hidden) = (try await arena.make(), try await arena.make(["isHidden": true]))
            let contests = arena.contests
            let judged = try await contests.judged(open, for: Cast.nobody)
            #expect(judged.subject.owners == Set([Arena.owner.person].compactMap(\.self)) && !judged.isFinal)
            #expect(judged.problems.map(\.id) == Arena.problems && judged.problems.allSatisfy { $0.version == 1 })
            for actor in [Cast.nobody, Cast.alice] {
                try await expectRefusal(.notFound) { try await contests.judged(hidden, for: actor) }
            }
            for actor in [Arena.owner, Cast.judge(of: hidden), Cast.admin] {
                _ = try await contests.judged(hidden, for: actor)
            }
            _ = try await contests.judged(hidden, for: nil)
            for actor in [nil, Cast.admin] {
                try await expectRefusal(.notFound) { try await contests.judged(.random(), for: actor) }
            }
        }
    }
}
