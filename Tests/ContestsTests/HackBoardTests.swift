import Foundation
import Grading
import Hacks
import Kernel
import KernelTestSupport
import Storage
import SwiftProtobuf
import Synchronization
import Testing
import Units

@testable import Contests
@testable import Events

@Suite("A contest in which programs were hacked") struct HackBoardTests {
    private static let (ann, ben, problem) = (
        EntityID(number: 1), EntityID(number: 2), EntityID(number: 3)
    )
    private static let (submission, hack) = (EntityID(number: 4), EntityID(number: 5))

    /// Ben has hacked what Ann had handed in at minute 10.
    private static func contest(_ ending: [Event]) throws -> KnownContest {
        var contest = KnownContest()
        var created = ContestCreated()
        created.details.lengthNs = Duration.seconds(7200).nanoseconds
        created.details.counting.format = "codeforces"
        (created.details.counting.hackPoints, created.details.counting.failedHackPoints) = (100, 50)
        created.details.problems = [.with { ($0.problem, $0.points) = ("\(problem)", "500") }]
        try contest.apply(Event(created))
        for person in [ann, ben] { try contest.apply(Event(PersonJoined.with { $0.person = "\(person)" })) }
        contest.receive(submission, at: Timestamp(nanoseconds: 600_000_000_000), of: ann, for: problem)
        contest.judge(submission, Judgement(verdict: .accepted))
        var made = HackMade()
        (made.id, made.by, made.participant) = ("\(hack)", "\(ben)", "\(ben)")
        (made.submission, made.defender, made.problem) = ("\(submission)", "\(ann)", "\(problem)")
        made.package = .init(ContentHash(of: [1]).bytes)
        made.inputSha256 = made.package
        try contest.apply(Event(made))
        for event in ending { try contest.apply(event) }
        return contest
    }

    private static func decided(_ outcome: Hack.Outcome) throws -> Event {
        try Event(HackDecided.with { ($0.id, $0.outcome) = ("\(hack)", outcome.rawValue) })
    }

    private static func points(_ contest: KnownContest) -> [String] {
        let rows = contest.board.face(.open).standings.rows
        return [ann, ben].map { "\(rows[$0]?.totals.points ?? .zero)" }
    }

    @Test("counts by what came of them, and the same when it is read from a snapshot")
    func snapshots() throws {
        let ignored = try Event(HackIgnored.with { $0.id = "\(Self.hack)" })
        let counted = try Event(HackCounted.with { $0.id = "\(Self.hack)" })
        let right = try Self.decided(.successful)
        let cases: [([Event], [String])] = [
            ([], ["480", "0"]), ([right], ["0", "100"]), ([try Self.decided(.unsuccessful)], ["480", "-50"]),
            ([try Self.decided(.invalid)], ["480", "0"]), ([try Self.decided(.ignored)], ["480", "0"]),
            ([right, ignored], ["480", "0"]), ([right, ignored, counted], ["0", "100"]),
            ([ignored, right], ["480", "0"]),
            // What was said first counts.
            ([right, try Self.decided(.unsuccessful)], ["0", "100"]),
        ]
        for (ending, points) in cases {
            let contest = try Self.contest(ending)
            #expect(Self.points(contest) == points, "\(ending.map(\.type))")
            let written = Mutex<[UInt8]>([])
            var writer = SnapshotWriter { bytes, _ in written.withLock { $0 += bytes } }
            try contest.write(to: &writer)
            try writer.finish()
            var reader = SnapshotReader { (written.withLock { $0 }, true) }
            #expect(Self.points(try KnownContest(from: &reader)) == points, "\(ending.map(\.type)) from a snapshot")
        }
    }

    @Test("has what stands in its stream and can be no hack left out")
    func garbage() throws {
        var contest = try Self.contest([])
        for event in [
            try Event(HackMade.with { $0.id = "x" }), try Event(HackDecided.with { $0.id = "\(Self.ann)" }),
            try Event(HackDecided.with { ($0.id, $0.outcome) = ("\(Self.hack)", "glorious") }),
            try Event(HackIgnored()), try Event(HackCounted()), try Event(HackPrepared()), try Event(ProblemLocked()),
        ] { try contest.apply(event) }
        #expect(Self.points(contest) == ["480", "0"] && contest.hacks.open == 1)
        #expect(throws: (any Error).self) {
            try contest.apply(Event(type: HackMade.persistedType, payload: [0xFF, 0xFF]))
        }
    }
}
