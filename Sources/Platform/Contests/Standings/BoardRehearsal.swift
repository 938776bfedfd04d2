internal import Coordinator
internal import Events
internal import Kernel
internal import Storage
internal import Submissions
internal import SwiftProtobuf
internal import Units

/// A contest that many take part in whom nobody knows: what it costs to keep a board is measured with it.
///
/// All goes the way that entries of the log go, and a page is written as clients get it.
public struct BoardRehearsal: Sendable {
    private let index = ContestIndex()
    private let contest = EntityID(number: 1)
    private let problems: [EntityID]
    private let participants: Int
    private var entries: UInt64 = 0

    /// A contest of so many participants, each of whom has handed in something for each problem, of which every other thing is
    /// judged.
    /// - Parameters:
    ///   - participants: how many take part.
    ///   - problems: how many problems there are.
    /// - Throws: `StorageError` or `DomainError` if an entry cannot be made.
    public init(participants: Int, problems: Int) throws {
        self.participants = participants
        self.problems = (0..<problems).map { EntityID(number: UInt128(100 + $0)) }
        try begin()
        for number in 0..<participants {
            try add(joined(number), to: contest.stream(ContestStream.rosters))
            for problem in 0..<problems {
                try hand(in: number, problem)
                if (number + problem).isMultiple(of: 2) {
                    try judge(number, problem, isRight: number.isMultiple(of: 3))
                }
            }
        }
    }

    private func person(_ number: Int) -> EntityID { EntityID(number: UInt128(1_000_000 + number)) }

    private func submission(_ number: Int, _ problem: Int) -> EntityID {
        EntityID(number: UInt128(number + 1) << 32 | UInt128(problem))
    }

    private mutating func add(_ event: Event, to stream: StreamName) throws {
        entries += 1
        try index.apply(
            LogEntry(position: LogPosition(entries), stream: stream, recordedAt: 0, events: [event]), isLive: true)
    }

    private mutating func begin() throws {
        var details = ContestDetails()
        (details.title, details.lengthNs) = ("Rehearsal", Duration.seconds(18_000).nanoseconds)
        details.counting.format = "icpc"
        details.counting.penaltyMinutes = 20
        details.freezeAfterNs = Duration.seconds(14_400).nanoseconds
        details.problems = problems.map { id in ContestProblem.with { $0.problem = "\(id)" } }
        var created = ContestCreated()
        created.details = details
        try add(Event(created), to: contest.stream(ContestStream.contests))
    }

    private func joined(_ number: Int) throws -> Event {
        var joined = PersonJoined()
        joined.person = "\(person(number))"
        return try Event(joined)
    }

    private mutating func hand(in number: Int, _ problem: Int) throws {
        var received = SubmissionReceived()
        (received.contest, received.problem) = ("\(contest)", "\(problems[problem])")
        received.participant = "\(person(number))"
        received.atNs = Duration.seconds(number % 14_000 + problem).nanoseconds
        try add(Event(received), to: submission(number, problem).stream("submissions"))
    }

    /// A submission is judged, perhaps again.
    /// - Parameters:
    ///   - number: whose, counted from 0.
    ///   - problem: for which problem, counted from 0.
    ///   - isRight: whether it is right.
    /// - Throws: `StorageError`.
    public mutating func judge(_ number: Int, _ problem: Int, isRight: Bool) throws {
        var judgement = JudgementRecorded()
        (judgement.generation, judgement.verdict) = (1, isRight ? "AC" : "WA")
        try add(Event(judgement), to: submission(number, problem).stream("submissions"))
    }

    /// The first page of the board, as clients get it.
    /// - Throws: `EncodingError`.
    public func page() throws -> [UInt8] {
        guard let page = index.read(contest, { BoardPage($0, .init()) }) else { return [] }
        let rows = page.slice.named([:]).rows.map { row in
            BoardAnswer.Row(
                row.row, of: row.participant, rank: row.rank, name: nil, page.game, firsts: page.firsts)
        }
        return try RouteAnswer(rows).body ?? []
    }
}
