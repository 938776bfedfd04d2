import Foundation
import Grading
import Kernel
import TestSupport
import Testing
import Units

@testable import Contests

/// A contest that chance has made, as the reference reads it.
private struct Draw: Encodable {
    struct Rules: Encodable {
        var format: String
        var penalty, late, lateDays, first, every, wrong, hack, failedHack: Int64
        var punishesCE, groups, tokened: Bool
    }
    struct Problem: Encodable {
        var id, points: String
        var scale: String?
        var due: Int64?
    }
    struct Person: Encodable {
        var id: String
        var extra, penalty: Int64
        var off: Bool
    }
    struct Submission: Encodable {
        var id, who, problem: String
        var at: Int64
        var verdict, score: String?
        var groups: [String: String]
        var ignored: Bool
        var hacks: [Hack] = []
        var token = false
    }
    struct Hack: Encodable {
        var id, by: String
        var at: Int64
        var won, ignored: Bool
    }

    var rules: Rules
    var start, length: Int64
    var freeze: Int64?
    var thawed: Bool
    var removed: [[Int64]]
    var problems: [Problem]
    var people: [Person]
    var submissions: [Submission]
    var eye = "judges"
}

/// What the reference answers.
private struct Answer: Decodable {
    struct Cell: Decodable, Equatable {
        var judged, pending: Int
        var solved: Bool
        var points: String
        var time: Int64?
    }
    struct Row: Decodable {
        var rank: Int
        var points: String
        var cells: [String: Cell]
    }

    var rows: [String: Row]
    var first: [String: String?]
}

/// A contest as chance has it, and how it came to be so.
private struct RandomContest {
    static let start: Int64 = 1000
    var draw: Draw
    var game: ContestGame
    var board: ContestBoard

    init(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let format = ContestRules.Format.allCases.randomElement(using: &random) ?? .icpc
        var rules = ContestRules(format)
        rules.punishesCompileErrors = .random(using: &random)
        rules.takesBestGroups = .random(using: &random)
        rules.takesTokened = !rules.takesBestGroups && .random(using: &random)
        (rules.latePercentPerDay, rules.lateDays) = (.random(in: 0...60, using: &random), 2)
        rules.minutesPerBonus = .random(in: 0...6, using: &random)
        let length = Int64.random(in: 600...3600, using: &random)
        let removed = (0..<Int.random(in: 0...3, using: &random)).map { _ -> [Int64] in
            let from = Int64.random(in: Self.start - 100...Self.start + length, using: &random)
            return [from, from + .random(in: 1...400, using: &random)]
        }
        let problems = (0..<Int.random(in: 1...4, using: &random)).map { number in
            Draw.Problem(
                id: "\(Self.id(100 + UInt64(number)))",
                points: ["100", "7/2", "500"].randomElement(using: &random) ?? "1",
                scale: Bool.random(using: &random) ? "60" : nil,
                due: format == .homework && Bool.random(using: &random) ? .random(in: 60...length, using: &random) : nil
            )
        }
        let people = (0..<Int.random(in: 1...9, using: &random)).map { number in
            Draw.Person(
                id: "\(Self.id(UInt64(number)))", extra: [0, 0, 300].randomElement(using: &random) ?? 0,
                penalty: [0, 0, 7].randomElement(using: &random) ?? 0, off: Int.random(in: 0..<9, using: &random) == 0)
        }
        draw = Draw(
            rules: Draw.Rules(
                format: format.rawValue, penalty: rules.penaltyMinutes, late: rules.latePercentPerDay,
                lateDays: rules.lateDays, first: rules.firstTryBonus, every: rules.minutesPerBonus,
                wrong: rules.wrongTryPoints, hack: rules.hackPoints, failedHack: rules.failedHackPoints,
                punishesCE: rules.punishesCompileErrors, groups: rules.takesBestGroups, tokened: rules.takesTokened),
            start: Self.start, length: length,
            freeze: Bool.random(using: &random) ? .random(in: 0...length, using: &random) : nil,
            thawed: Int.random(in: 0..<4, using: &random) == 0, removed: removed, problems: problems, people: people,
            submissions: [])
        game = ContestGame(
            rules: rules,
            timeline: ContestTimeline(
                start: Self.time(Self.start), length: .seconds(length), freezesAfter: draw.freeze.map { .seconds($0) },
                removed: removed.map { RemovedInterval(from: Self.time($0[0]), until: Self.time($0[1])) }),
            problems: problems.compactMap { EntityID($0.id) }, worths: [:], isThawed: draw.thawed)
        for problem in problems {
            guard let id = EntityID(problem.id), let points = Score(parsing: problem.points) else { continue }
            game.dues[id] = problem.due.map { .seconds($0) }
            game.worths[id] = ProblemWorth(points: points, scale: problem.scale.flatMap { Score(parsing: $0) })
        }
        board = ContestBoard(game)
        play(&random)
    }

    static func id(_ number: UInt64) -> EntityID { EntityID(number: UInt128(number)) }
    static func time(_ second: Int64) -> Timestamp { Timestamp(nanoseconds: second * 1_000_000_000) }

    /// Everything happens, in an order that says nothing; some of it twice and otherwise before.
    private mutating func play(_ random: inout SeededGenerator) {
        var other = game
        other.timeline.freezesAfter = .seconds(100)
        other.worths = other.worths.filter { _ in .random(using: &random) }
        other.dues = other.dues.filter { _ in .random(using: &random) }
        if Bool.random(using: &random) { board.change(other) }
        for person in draw.people.shuffled(using: &random) {
            guard let id = EntityID(person.id) else { continue }
            if Bool.random(using: &random) { board.enter(Entrant(), as: id) }
        }
        for number in 0..<UInt64.random(in: 0...60, using: &random) { submit(number, &random) }
        for submission in draw.submissions.shuffled(using: &random) {
            guard let id = EntityID(submission.id) else { continue }
            if Bool.random(using: &random) { board.judge(id, Judgement(verdict: .accepted, score: .one)) }
            board.judge(id, Self.judgement(of: submission))
            board.ignore(id, submission.ignored)
        }
        hack(&random)
        for person in draw.people {
            guard let id = EntityID(person.id) else { continue }
            let entrant = Entrant(
                extraTime: .seconds(person.extra), penalty: person.penalty, isDisqualified: person.off)
            board.enter(entrant, as: id)
        }
        board.change(game)
    }

    private static func judgement(of submission: Draw.Submission) -> Judgement? {
        guard let verdict = submission.verdict.flatMap(Verdict.init(rawValue:)) else { return nil }
        return Judgement(
            verdict: verdict, score: submission.score.flatMap { Score(parsing: $0) },
            groups: submission.groups.compactMapValues { Score(parsing: $0) })
    }

    /// Programs are hacked, in an order that says nothing; something came of some that judges have not count again.
    private mutating func hack(_ random: inout SeededGenerator) {
        var all: [(hack: BoardHack, counts: Bool)] = []
        for index in draw.submissions.indices {
            guard let submission = EntityID(draw.submissions[index].id) else { continue }
            for _ in 0..<([0, 0, 1, 3].randomElement(using: &random) ?? 0) {
                guard let by = draw.people.randomElement(using: &random)?.id, let hacker = EntityID(by) else {
                    continue
                }
                let hack = Draw.Hack(
                    id: "\(Self.id(5000 + UInt64(all.count)))", by: by,
                    at: .random(in: Self.start...Self.start + draw.length + 1000, using: &random),
                    won: .random(using: &random), ignored: Int.random(in: 0..<4, using: &random) == 0)
                draw.submissions[index].hacks.append(hack)
                all.append(
                    (
                        BoardHack(
                            id: Self.id(5000 + UInt64(all.count)), hacker: hacker, submission: submission,
                            received: Self.time(hack.at), number: all.count, isSuccessful: hack.won), !hack.ignored
                    ))
            }
        }
        for (hack, counts) in all.shuffled(using: &random) {
            if Bool.random(using: &random) { board.hack(hack, counts: .random(using: &random)) }
            board.hack(hack, counts: counts)
        }
    }

    private mutating func submit(_ number: UInt64, _ random: inout SeededGenerator) {
        guard let who = draw.people.randomElement(using: &random)?.id,
            let problem = draw.problems.randomElement(using: &random)?.id,
            let person = EntityID(who), let problemID = EntityID(problem)
        else { return }
        let at =
            Int.random(in: 0..<5, using: &random) == 0
            ? Int64.random(in: 900...200_000, using: &random)
            : Int64.random(in: Self.start...Self.start + draw.length, using: &random)
        var submission = Draw.Submission(
            id: "\(Self.id(1000 + number))", who: who, problem: problem, at: at,
            verdict: ["AC", "WA", "TLE", "CE", nil].randomElement(using: &random) ?? nil, groups: [:],
            ignored: Int.random(in: 0..<9, using: &random) == 0)
        if submission.verdict != nil, Bool.random(using: &random) {
            submission.score = ["0", "30", "60", "45/2"].randomElement(using: &random)
            for name in ["a", "b"] where Bool.random(using: &random) {
                submission.groups[name] = ["0", "10", "1/3"].randomElement(using: &random)
            }
        }
        submission.token = Int.random(in: 0..<3, using: &random) == 0
        // It may be spent before the submission is known here.
        if submission.token { board.token(Self.id(1000 + number)) }
        draw.submissions.append(submission)
        board.receive(
            Attempt(submission: Self.id(1000 + number), received: Self.time(at)), of: person, for: problemID)
    }
}

@Suite("Boards", .timeLimit(.minutes(3))) struct ReferenceTests {
    /// What the reference says of contests, asked all at once.
    private func reference(_ draws: [Draw]) throws -> [Answer] {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Python/reference.py")
        let encoder = JSONEncoder()
        let lines = try draws.map { String(decoding: try encoder.encode($0), as: UTF8.self) + "\n" }
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "verdict-contests-\(UInt64.random(in: 0 ... .max))")
        try Data(lines.joined().utf8).write(to: folder)
        defer { _ = try? FileManager.default.removeItem(at: folder) }
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", script.path]
        process.standardInput = try FileHandle(forReadingFrom: folder)
        process.standardOutput = output
        try process.run()
        let answer = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return try answer.split(separator: UInt8(ascii: "\n")).map { try JSONDecoder().decode(Answer.self, from: $0) }
    }

    @Test("of random contests are those that a plain reference makes, whatever happened in which order")
    func agreement() throws {
        let contests = (1...100).map { RandomContest(UInt64($0)) }
        let draws = contests.flatMap { contest in
            ["judges", "open"].map { eye in
                var draw = contest.draw
                draw.eye = eye
                return draw
            }
        }
        let answers = try reference(draws)
        try #require(answers.count == draws.count)
        for (number, (draw, answer)) in zip(draws, answers).enumerated() {
            let face = contests[number / 2].board.face(draw.eye == "open" ? .open : .judges)
            check(face, answer, "contest \(number / 2 + 1), \(draw.rules.format), \(draw.eye)")
        }
    }

    private func check(_ face: BoardFace, _ answer: Answer, _ name: Comment) {
        let rows = face.standings.page(from: 0, limit: .max)
        #expect(Set(rows.map { "\($0.participant)" }) == Set(answer.rows.keys), name)
        for row in rows {
            let expected = answer.rows["\(row.participant)"]
            #expect(row.rank == expected?.rank, name)
            #expect("\(row.row.totals.points)" == expected?.points, name)
            #expect(face.standings.row(of: row.participant)?.rank == expected?.rank, name)
            let cells = row.row.cells.map { problem, cell in
                (
                    "\(problem)",
                    Answer.Cell(
                        judged: cell.judged, pending: cell.pending, solved: cell.isSolved, points: "\(cell.points)",
                        time: cell.time)
                )
            }
            #expect(Dictionary(cells) { first, _ in first } == expected?.cells, name)
        }
        #expect(rows.map(\.rank) == rows.map(\.rank).sorted(), name)
        for (problem, submission) in answer.first {
            guard let problem = EntityID(problem) else { continue }
            #expect(face.firstToSolve(problem).map { "\($0.submission)" } == submission, name)
        }
    }
}
