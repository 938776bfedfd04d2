import Coordinator
import Events
import Foundation
import KernelTestSupport
import Problems
import Storage
import Synchronization
import Testing
import Units

@testable import Contests
@testable import Hacks
@testable import Kernel
@testable import Library
@testable import Submissions

@Suite("Hacks", .timeLimit(.minutes(2))) struct HackTests {
    @Test("fail a program for whoever has locked its problem, and cost points where it is right")
    func running() async throws {
        try await Ring.with { ring in
            let (contest, problem) = try await ring.contest()
            let target = try await ring.handIn(.ann, contest, problem)
            #expect(try await ring.row(.ann, contest) == "1 480 +0 -0")
            // Nobody locks what they have not solved, and nobody hacks before they have locked it.
            try await expectRefusal(.wrongState) { try await ring.lock(.ben, contest, problem) }
            _ = try await ring.handIn(.ben, contest, problem)
            for path in ["contests/{id}/hackable/{submission}", "contests/{id}/hackable"] {
                let code: DomainError.Code = path.hasSuffix("}") ? .notFound : .wrongState
                try await expectRefusal(code) {
                    try await ring.ask(
                        .get, path, by: .ben, ["id": "\(contest)", "submission": "\(target)"],
                        query: ["problem": "\(problem)"])
                }
            }
            try await expectRefusal(.wrongState) { try await ring.hack(.ben, contest, target, "1 2\n") }
            try await ring.lock(.ben, contest, problem)
            try await expectRefusal(.wrongState) { try await ring.handIn(.ben, contest, problem) }
            let programs = try await ring.ask(
                .get, "contests/{id}/hackable", by: .ben, ["id": "\(contest)"], query: ["problem": "\(problem)"])
            #expect(programs.list("submissions").map { $0["submission"] as? String } == ["\(target)"])
            let program = try await ring.ask(
                .get, "contests/{id}/hackable/{submission}", by: .ben,
                ["id": "\(contest)", "submission": "\(target)"])
            #expect(program.list("files").first?["name"] as? String == "main.py")
            try await tryAll(ring, contest, problem, target)
        }
    }

    private func tryAll(_ ring: Ring, _ contest: EntityID, _ problem: EntityID, _ target: EntityID) async throws {
        // No input of the problem; one that its own solution fails on; one that is right; one that is not.
        let invalid = try await ring.hack(.ben, contest, target, "7 7\n")
        let seven = try await ring.wait(for: invalid, in: contest)
        #expect(seven.decision?.outcome == .invalid && seven.decision?.reason.contains("a seven") == true)
        let unanswered = try await ring.hack(.ben, contest, target, "9 1\n")
        #expect(try await ring.wait(for: unanswered, in: contest).decision?.outcome == .ignored)
        #expect(try await ring.row(.ben, contest) == "1 480 +0 -0")
        let right = try await ring.hack(.ben, contest, target, "3 4\n", key: "one")
        #expect(try await ring.hack(.ben, contest, target, "3 4\n", key: "one") == right)
        try await ring.judge(HackName(contest, right).fleetID, .accepted)
        #expect(try await ring.wait(for: right, in: contest).decision?.outcome == .unsuccessful)
        #expect(try await ring.row(.ben, contest) == "2 430 +0 -1")
        let wrong = try await ring.hack(.ben, contest, target, "1000000 1\n")
        try await ring.wait(for: wrong, in: contest) { $0.preparation != nil }
        try await ring.judge(HackName(contest, wrong).fleetID, .wrongAnswer)
        let decided = try await ring.wait(for: wrong, in: contest)
        #expect(decided.decision?.outcome == .successful && decided.decision?.verdict == "WA")
        #expect(try await ring.row(.ben, contest) == "1 530 +1 -1")
        #expect(try await ring.row(.ann, contest) == "2 0 +0 -0")
        // What it was judged by has the input, and what is right, as its only test case.
        let package = try await ring.library.problem(of: try #require(decided.preparation).package)
        let test = try #require(package.testCases.first)
        #expect(package.testCases.count == 1 && test.name == "secret/made-up")
        #expect(try await ring.library.bytes(of: test.answer, atMost: 100) == Array("1000001\n".utf8))
        // Its submission says so, to whoever sees what came of it.
        for actor in [Actor.ann, .cat, .judge(of: contest)] {
            let told = try await ring.ask(.get, "submissions/{id}", by: actor, ["id": "\(target)"])
            #expect(told.text("verdict") == "HACKED" && told.text("hack") == "\(wrong)")
        }
        // It is nothing to be hacked any more, and may be handed in again, as after any wrong try.
        let refused = try await expectRefusal(.notFound) { try await ring.hack(.ben, contest, target, "1 1\n") }
        #expect(try await expectRefusal(.notFound) { try await ring.hack(.ben, contest, .random(), "1\n") } == refused)
        // Two of one moment would have no order.
        ring.move(to: 3600 + 601)
        _ = try await ring.handIn(.ann, contest, problem)
        let row = try await ring.row(.ann, contest)
        #expect(row == "2 430 +0 -0")
        try await sees(ring, contest, wrong)
    }

    private func sees(_ ring: Ring, _ contest: EntityID, _ hack: EntityID) async throws {
        let counted = ["successful", "unsuccessful"]
        let all = ["successful", "unsuccessful", "ignored", "invalid"]
        #expect(try await ring.list(contest, by: .ben) == all)
        #expect(try await ring.list(contest, by: .judge(of: contest)) == all)
        #expect(try await ring.list(contest, by: .cat) == counted)
        #expect(try await ring.list(contest, by: .ann) == counted)
        #expect(try await ring.list(contest, by: Actor(.anybody)) == counted)
        func input(_ actor: Actor) async throws -> String? {
            try await ring.ask(.get, "contests/{id}/hacks/{hack}", by: actor, ["id": "\(contest)", "hack": "\(hack)"])
                .object["input"] as? String
        }
        for actor in [Actor.ben, .judge(of: contest), Ring.owner] {
            #expect(try await input(actor) == "1000000 1\n")
        }
        for actor in [Actor.ann, .cat, Actor(.anybody)] { #expect(try await input(actor) == nil) }
        ring.move(to: 3600 + 7200 + 3600)
        #expect(try await input(Actor(.anybody)) == "1000000 1\n")
        // Page by page the same.
        let first = try await ring.ask(
            .get, "contests/{id}/hacks", by: .ben, ["id": "\(contest)"], query: ["limit": "3"])
        let second = try await ring.ask(
            .get, "contests/{id}/hacks", by: .ben, ["id": "\(contest)"],
            query: ["limit": "3", "cursor": first.text("next")])
        #expect(first.list("hacks").count == 3 && second.list("hacks").count == 1 && second.text("next").isEmpty)
    }

    @Test("are made by all who took part in the time after the end, and by nobody while some still work")
    func after() async throws {
        try await Ring.with { ring in
            let (contest, problem) = try await ring.contest([.ann, .ben])
            let target = try await ring.handIn(.ann, contest, problem)
            try await ring.ask(
                .post, "contests/{id}/extra-time", by: Ring.owner, ["id": "\(contest)"],
                json: ["participant": "\(Actor.ben.person ?? .random())", "seconds": 600])
            ring.move(to: 3600 + 7200 + 300)
            try await expectRefusal(.wrongState) { try await ring.hack(.ben, contest, target, "1 1\n") }
            ring.move(to: 3600 + 7200 + 600)
            try await expectRefusal(.forbidden) { try await ring.hack(.dan, contest, target, "1 1\n") }
            try await expectRefusal(.wrongState) { try await ring.lock(.ben, contest, problem) }
            try await expectRefusal(.invalid) { try await ring.hack(.ann, contest, target, "1 1\n") }
            let hack = try await ring.hack(.ben, contest, target, "1 1\n")
            try await expectRefusal(.wrongState) {
                try await ring.ask(.post, "contests/{id}/finalize", by: Ring.owner, ["id": "\(contest)"])
            }
            try await ring.judge(HackName(contest, hack).fleetID, .timeLimit)
            try await ring.wait(for: hack, in: contest)
            #expect(try await ring.row(.ben, contest) == "1 100 +1 -0")
            ring.move(to: 3600 + 7200 + 600 + 3600)
            try await judges(ring, contest, hack, problem)
        }
    }

    private func judges(_ ring: Ring, _ contest: EntityID, _ hack: EntityID, _ problem: EntityID) async throws {
        let names = ["id": "\(contest)", "hack": "\(hack)"]
        func press(_ what: String, by actor: Actor) async throws {
            try await ring.ask(.post, "contests/{id}/hacks/{hack}/" + what, by: actor, names)
        }
        let judge = Actor.judge(of: contest)
        try await press("ignore", by: judge)
        try await ring.wait(for: hack, in: contest) { $0.ignoredBecause != nil }
        #expect(try await ring.row(.ann, contest) == "1 480 +0 -0")
        #expect(try await ring.row(.ben, contest) == "2 0 +0 -0")
        // It can be hacked again, but that is over.
        let target = try await ring.hacks.hacks(of: contest).hack(hack)?.submission ?? .random()
        #expect(try await ring.ask(.get, "submissions/{id}", by: .ann, ["id": "\(target)"]).text("verdict") == "AC")
        try await expectRefusal(.wrongState) { try await ring.hack(.ben, contest, target, "1 1\n") }
        try await press("count", by: judge)
        try await ring.wait(for: hack, in: contest) { $0.ignoredBecause == nil }
        #expect(try await ring.row(.ben, contest) == "1 100 +1 -0")
        // Who looks after the problem keeps what was tried.
        try await expectRefusal(.notFound) { try await press("keep", by: .ben) }
        try await press("keep", by: Ring.owner)
        let tests = try await ring.ask(.get, "testcases/{problem}", by: Ring.owner, ["problem": "\(problem)"])
        #expect(tests.list("testCases").contains { $0["name"] as? String == "secret/hack-\(hack)" })
        try await expectRefusal(.alreadyExists) { try await press("keep", by: Ring.owner) }
        try await ring.ask(.post, "contests/{id}/finalize", by: Ring.owner, ["id": "\(contest)"])
        try await expectRefusal(.wrongState) { try await press("ignore", by: judge) }
    }

    @Test("of what is hidden while the board is frozen are not made, and those that are made then are hidden")
    func frozen() async throws {
        try await Ring.with { ring in
            let (contest, problem) = try await ring.contest(
                [.ann, .ben, .cat], ["freezeAfterSeconds": 3600, "hacksAfterSeconds": 0])
            let early = try await ring.handIn(.ann, contest, problem)
            _ = try await ring.handIn(.ben, contest, problem)
            try await ring.lock(.ben, contest, problem)
            ring.move(to: 3600 + 3700)
            let late = try await ring.handIn(.cat, contest, problem)
            try await expectRefusal(.notFound) { try await ring.hack(.ben, contest, late, "1 1\n") }
            let hack = try await ring.hack(.ben, contest, early, "1 1\n")
            try await ring.judge(HackName(contest, hack).fleetID, .wrongAnswer)
            try await ring.wait(for: hack, in: contest)
            // Its author knows; others see the board as it was.
            for (actor, verdict) in [(Actor.ann, "HACKED"), (.cat, "AC"), (.ben, "AC"), (Ring.owner, "HACKED")] {
                let told = try await ring.ask(.get, "submissions/{id}", by: actor, ["id": "\(early)"])
                #expect(told.text("verdict") == verdict, "\(actor.identity)")
            }
            #expect(try await ring.row(.ann, contest) == "1 480 +0 -0")
            #expect(try await ring.row(.ben, contest, by: .cat) == "1 480 +0 -0")
            #expect(try await ring.list(contest, by: .cat).isEmpty)
            #expect(try await ring.list(contest, by: .ann) == ["successful"])
            let judges = ["view": "judges"]
            #expect(try await ring.row(.ben, contest, by: Ring.owner, query: judges) == "1 580 +1 -0")
            #expect(try await ring.row(.ann, contest, by: Ring.owner, query: judges).hasSuffix(" 0 +0 -0"))
            // Nobody learns by trying that it has failed already; it costs nothing, and brings nothing.
            let again = try await ring.hack(.ben, contest, early, "2 1\n")
            try await ring.judge(HackName(contest, again).fleetID, .accepted)
            try await ring.wait(for: again, in: contest)
            #expect(try await ring.row(.ben, contest, by: Ring.owner, query: judges) == "1 580 +1 -0")
            ring.move(to: 3600 + 7200)
            try await ring.ask(.post, "contests/{id}/thaw", by: Ring.owner, ["id": "\(contest)"])
            try await ring.settle(contest) { $0.contest.thawed != nil }
            #expect(try await ring.row(.ben, contest) == "1 580 +1 -0")
        }
    }

    @Test("go on after a kill at any step, and the fleet has each once")
    func kills() async throws {
        let place = try TestPlace()
        let ids = Kept()
        try await Ring.with(at: place) { ring in
            let (contest, problem) = try await ring.contest([.ann, .ben])
            let target = try await ring.handIn(.ann, contest, problem)
            _ = try await ring.handIn(.ben, contest, problem)
            try await ring.lock(.ben, contest, problem)
            ids.set([contest, target])
        }
        // Nothing follows from what is made: the coordinator dies at once.
        try await Ring.with(at: place, reacts: false) { ring in
            ids.set(ids.all + [try await ring.hack(.ben, ids.all[0], ids.all[1], "1 1\n")])
        }
        let (contest, hack) = (ids.all[0], ids.all[2])
        try await Ring.with(at: place) { ring in
            // It is prepared, and dies.
            try await ring.wait(for: hack, in: contest) { $0.preparation != nil }
        }
        try await Ring.with(at: place) { ring in
            try await ring.judge(HackName(contest, hack).fleetID, .wrongAnswer)
        }
        try await Ring.with(at: place) { ring in
            try await ring.wait(for: hack, in: contest)
            #expect(try await ring.row(.ben, contest) == "1 580 +1 -0")
            // All of it once more, as from the beginning.
            for reaction in [ring.hacks.judging, ring.hacks.following] {
                let context = ReactionContext(
                    commands: ring.services.commands, actor: Actor(.platform(reaction.name)), key: "again")
                for entry in try await ring.log.read(after: .start, limit: 10_000)
                where reaction.streams.matches(entry.stream) { try await reaction.act(entry, context) }
            }
            let events = try await ring.log.read(
                try contest.stream(HackStream.prefix), after: .start, limit: 100
            ).flatMap(\.events).map { String($0.type.split(separator: ".").last ?? "") }
            for name in ["HackMade", "HackPrepared", "HackDecided"] {
                #expect(events.count { $0 == name } == 1, "\(events)")
            }
        }
    }

    /// What one ring tells the next.
    private final class Kept: Sendable {
        private let ids = Mutex<[EntityID]>([])

        var all: [EntityID] { ids.withLock { $0 } }
        func set(_ value: [EntityID]) { ids.withLock { $0 = value } }
    }

    @Test("of a program that is deleted meanwhile come to nothing, and nobody waits for them")
    func deleted() async throws {
        try await Ring.with(reacts: false) { ring in
            let (contest, problem) = (EntityID.random(), EntityID.random())
            let hack = EntityID.random()
            var made = HackMade()
            (made.id, made.by, made.participant) = ("\(hack)", "\(EntityID(number: 3))", "\(EntityID(number: 3))")
            (made.submission, made.defender) = ("\(EntityID.random())", "\(EntityID(number: 2))")
            made.problem = "\(problem)"
            made.package = Data(ContentHash(of: [1]).bytes)
            made.inputSha256 = made.package
            var prepared = HackPrepared()
            (prepared.id, prepared.package, prepared.answerSha256) = ("\(hack)", made.package, made.package)
            _ = try await ring.log.append(
                [try Event(made), try Event(prepared)], to: contest.stream("hacks"), expecting: .anything)
            let reaction = ring.hacks.judging
            let context = ReactionContext(
                commands: ring.services.commands, actor: Actor(.platform(reaction.name)), key: "once")
            for entry in try await ring.log.read(after: .start, limit: 1000)
            where reaction.streams.matches(entry.stream) {
                // The input is nowhere, and is not looked at any more.
                var judged = entry
                judged.events = entry.events.filter { $0.type == HackPrepared.persistedType }
                try await reaction.act(judged, context)
            }
            let decision = try await ring.hacks.hacks(of: contest).hack(hack)?.decision
            #expect(decision?.outcome == .ignored)
        }
    }
}
