internal import Coordinator
package import Kernel
package import Submissions

/// What submissions that are judged anew need to know of contests, and what they would change.
extension Contests {
    /// How many rows are told of that would be otherwise.
    private static let mostShifted = 200

    /// See `SubmissionContests`.
    package func judged(_ contest: EntityID, for actor: Actor?) async throws -> JudgedContest {
        let known: Contest
        if let actor {
            known = try await self.contest(contest, for: actor)
        } else {
            known = try await commands.state(of: contest.stream(ContestStream.contests))
            guard known.isCreated else { throw ContestRefusal.noContest }
        }
        return JudgedContest(
            id: contest, subject: known.subject(contest), problems: known.details.problems.compactMap(\.submittable),
            isFinal: known.finalized != nil)
    }

    /// See `SubmissionContests`. Counted beside: nobody waits meanwhile.
    package func shift(by rejudging: EntityID, in contest: EntityID) async throws -> BoardShift {
        guard let (board, judgements) = index.found(by: rejudging, in: contest) else { return BoardShift() }
        var next = board
        for (submission, judgement) in judgements { next.judge(submission, judgement) }
        let change = BoardChange(from: board, to: next)
        let shown = change.rows.prefix(Self.mostShifted)
        let people = index.read(contest) { known in
            shown.reduce(into: [:]) { $0[$1.participant] = known.roster.participants[$1.participant] }
        }
        let names = try await names.names(of: people ?? [:])
        return BoardShift(
            count: change.rows.count,
            participants: shown.map { row in
                .init(
                    participant: "\(row.participant)", name: names[row.participant],
                    before: row.before.map { .init($0) },
                    after: row.after.map { .init($0) })
            },
            firsts: change.firsts.map { first in
                .init(
                    problem: "\(first.problem)", before: first.before.map { "\($0)" },
                    after: first.after.map { "\($0)" })
            })
    }
}

extension BoardShift.Row {
    fileprivate init(_ row: RankedRow) {
        self.init(
            rank: row.rank, solved: row.row.totals.solved, points: "\(row.row.totals.points)", time: row.row.totals.time
        )
    }
}
