import Coordinator
import Events
import Executions
import Foundation
import Grading
import KernelTestSupport
import Storage
import Synchronization
import Testing

@testable import Hacks
@testable import Kernel
@testable import Submissions

/// Inputs that programs write.
@Suite("Generators of hacks", .timeLimit(.minutes(2))) struct GeneratorTests {
    /// A contest in which ben may hack ann's program: its id, and the program's.
    private static func target(_ ring: Ring) async throws -> (contest: EntityID, submission: EntityID) {
        let (contest, problem) = try await ring.contest([.ann, .ben])
        let target = try await ring.handIn(.ann, contest, problem)
        _ = try await ring.handIn(.ben, contest, problem)
        try await ring.lock(.ben, contest, problem)
        return (contest, target)
    }

    /// Hacks by a program.
    private static func generate(
        _ ring: Ring, _ target: (contest: EntityID, submission: EntityID), _ source: String, _ arguments: [String] = [],
        language: String = "python3"
    ) async throws -> EntityID {
        let answer = try await ring.ask(
            .post, "contests/{id}/hacks", by: .ben, ["id": "\(target.contest)"],
            json: [
                "submission": "\(target.submission)",
                "generator": ["language": language, "source": source, "arguments": arguments],
            ])
        return try #require(EntityID(answer.text("id")))
    }

    @Test("write an input that is looked at and judged as any other, and are shown to whoever sees that")
    func written() async throws {
        try await Ring.with { ring in
            let target = try await Self.target(ring)
            let invalid = try await Self.generate(ring, target, "arguments", ["7"])
            #expect(try await ring.wait(for: invalid, in: target.contest).decision?.reason.contains("a seven") == true)
            let hack = try await Self.generate(ring, target, "arguments", ["1000000", "1"])
            try await ring.wait(for: hack, in: target.contest) { $0.preparation != nil }
            try await ring.judge(HackName(target.contest, hack).fleetID, .wrongAnswer)
            #expect(try await ring.wait(for: hack, in: target.contest).decision?.outcome == .successful)
            func seen(by actor: Actor) async throws -> (input: String, generator: [String: Any]?) {
                let answer = try await ring.ask(
                    .get, "contests/{id}/hacks/{hack}", by: actor, ["id": "\(target.contest)", "hack": "\(hack)"])
                return (answer.text("input"), answer.object["generator"] as? [String: Any])
            }
            for actor in [Actor.ben, .judge(of: target.contest)] {
                let (input, generator) = try await seen(by: actor)
                #expect(input == "1000000 1\n" && generator?["source"] as? String == "arguments")
                #expect(generator?["arguments"] as? [String] == ["1000000", "1"])
            }
            for actor in [Actor.ann, Actor(.anybody)] {
                let (input, generator) = try await seen(by: actor)
                #expect(input.isEmpty && generator == nil)
            }
            let author = try await ring.ask(.get, "submissions/{id}", by: .ann, ["id": "\(target.submission)"])
            #expect(author.text("verdict") == "HACKED" && author.text("hack") == "\(hack)")
        }
    }

    @Test(
        "that write no input make an invalid hack, which says why",
        arguments: [
            ("broken", "does not compile: line 1"), ("fail", "fails: it ended with status 1"),
            ("nothing", "writes nothing"), ("large", "writes more than"),
        ])
    func unwritten(source: String, why: String) async throws {
        try await Ring.with { ring in
            let target = try await Self.target(ring)
            let hack = try await Self.generate(ring, target, source)
            let decision = try await ring.wait(for: hack, in: target.contest).decision
            #expect(decision?.outcome == .invalid && decision?.reason.contains(why) == true, "\(decision as Any)")
        }
    }

    @Test("are refused where they cannot be run") func refused() async throws {
        try await Ring.with { ring in
            let target = try await Self.target(ring)
            let wrong: [(source: String, arguments: [String], language: String)] = [
                ("", [], "python3"), (String(repeating: "x", count: (64 << 10) + 1), [], "python3"),
                ("x", [], "klingon"), ("x", ["a b"], "python3"), ("x", [""], "python3"), ("x", ["\u{0}"], "python3"),
                ("x", Array(repeating: "1", count: 101), "python3"),
                ("x", [String(repeating: "1", count: 2001)], "python3"),
            ]
            for (source, arguments, language) in wrong {
                try await expectRefusal(.invalid, "\(source.prefix(9)) \(arguments.prefix(1)) \(language)") {
                    try await Self.generate(ring, target, source, arguments, language: language)
                }
            }
        }
    }

    @Test("run one after the other for each participant, and nobody's input waits for them") func turns() async throws {
        let gate = Mutex(false)
        try await Ring.with(run: { execution in
            while execution.sources.first?.name == "main.py", !gate.withLock({ $0 }) {
                try await Task.sleep(for: .milliseconds(2))
            }
            return try await Ring.worker(execution)
        }) { ring in
            let target = try await Self.target(ring)
            let slow = try await Self.generate(ring, target, "arguments", ["7"])
            try await expectRefusal(.exhausted) { try await Self.generate(ring, target, "arguments", ["1"]) }
            let given = try await ring.hack(.ben, target.contest, target.submission, "7\n")
            try await ring.wait(for: given, in: target.contest)
            gate.withLock { $0 = true }
            try await ring.wait(for: slow, in: target.contest)
            _ = try await Self.generate(ring, target, "arguments", ["1"])
        }
    }

    @Test("have written their input once when the coordinator was killed meanwhile") func kills() async throws {
        let place = try TestPlace()
        let kept = Mutex<(target: (contest: EntityID, submission: EntityID), hack: EntityID)?>(nil)
        try await Ring.with(at: place) { ring in
            let target = try await Self.target(ring)
            kept.withLock { $0 = (target, .random()) }
        }
        // Nothing follows from what is made: the coordinator dies at once.
        try await Ring.with(at: place, reacts: false) { ring in
            let target = try #require(kept.withLock { $0 }).target
            let hack = try await Self.generate(ring, target, "arguments", ["1", "1"])
            kept.withLock { $0?.hack = hack }
        }
        let (target, hack) = try #require(kept.withLock { $0 })
        try await Ring.with(at: place) { ring in
            try await ring.wait(for: hack, in: target.contest) { $0.preparation != nil }
            for reaction in [ring.hacks.generating, ring.hacks.judging] {
                let context = ReactionContext(
                    commands: ring.services.commands, actor: Actor(.platform(reaction.name)), key: "again")
                for entry in try await ring.log.read(after: .start, limit: 10_000)
                where reaction.streams.matches(entry.stream) { try await reaction.act(entry, context) }
            }
            let events = try await ring.log.read(
                try target.contest.stream(HackStream.prefix), after: .start, limit: 100
            ).flatMap(\.events).map { String($0.type.split(separator: ".").last ?? "") }
            for name in ["HackMade", "HackGenerated", "HackPrepared"] {
                #expect(events.count { $0 == name } == 1, "\(events)")
            }
        }
    }
}
