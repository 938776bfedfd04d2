internal import Grading
internal import Kernel

/// Something that a contest awards.
struct Award: Hashable, Sendable {
    /// What it is called: `gold-medal`.
    var id: String
    /// Who has it.
    var participants: [EntityID]
}

/// What a contest awards at its end: a pure value. Nobody has an award, but to be named, who solved nothing.
struct FinalRanks: Sendable {
    /// The rank of each, where they have one. In a contest of solved problems the first ones' as it is, and of others by solved
    /// problems only; in other contests as it is.
    private(set) var ranks: [EntityID: Int] = [:]
    private(set) var awards: [Award] = []

    /// Ranks and awards.
    /// - Parameters:
    ///   - face: the board.
    ///   - game: the problems.
    ///   - labels: what the problems are called.
    ///   - extraBronze: how many more bronze medals there are than four.
    init(of face: BoardFace, _ game: ContestGame, labels: [EntityID: String], extraBronze: Int) {
        let rows = face.standings.page(from: 0, limit: .max)
        let last = 12 + max(0, extraBronze)
        if game.rules.format == .icpc {
            rank(rows, last)
            awardMedals(rows, last)
            awardHonors(rows, last)
        } else {
            for row in rows { ranks[row.participant] = row.rank }
            awardMedals(rows, last)
        }
        for problem in game.problems {
            guard let label = labels[problem], let first = face.firstToSolve(problem) else { continue }
            awards.append(Award(id: "first-to-solve-\(label)", participants: [first.participant]))
        }
        awards.append(Award(id: "winner", participants: Self.winners(rows)))
        for division in Set(rows.map(\.row.division)).sorted() where !division.isEmpty {
            let group = face.standings.page(from: 0, limit: .max, in: division)
            awards.append(Award(id: "group-winner-\(division)", participants: Self.winners(group)))
        }
        awards.removeAll { $0.participants.isEmpty }
    }

    private static func winners(_ rows: [RankedRow]) -> [EntityID] {
        rows.prefix { $0.rank == 1 }.filter(\.hasResult).map(\.participant)
    }

    private static func median(_ rows: [RankedRow]) -> Int {
        rows.isEmpty ? 0 : rows[(rows.count - 1) / 2].row.totals.solved
    }

    private mutating func rank(_ rows: [RankedRow], _ last: Int) {
        let median = Self.median(rows)
        var shared: (solved: Int, rank: Int)?
        for (place, row) in rows.enumerated() {
            let solved = row.row.totals.solved
            // Who solved nothing has no rank, however few take part; those who share one share it in the end.
            guard row.hasResult else { continue }
            if row.rank <= last {
                ranks[row.participant] = row.rank
            } else if solved >= median {
                if shared?.solved != solved { shared = (solved, place + 1) }
                ranks[row.participant] = shared?.rank
            }
        }
    }

    private mutating func awardMedals(_ rows: [RankedRow], _ last: Int) {
        let medals = [("gold-medal", 0, 4), ("silver-medal", 4, 8), ("bronze-medal", 8, last)]
        for (id, from, until) in medals {
            let winners = rows.filter { $0.rank > from && $0.rank <= until && $0.hasResult }
            awards.append(Award(id: id, participants: winners.map(\.participant)))
        }
    }

    private mutating func awardHonors(_ rows: [RankedRow], _ last: Int) {
        guard let limit = rows.prefix(last).last?.row.totals.solved else { return }
        var honors: [String: [EntityID]] = [:]
        for row in rows {
            let solved = row.row.totals.solved
            let id =
                ranks[row.participant] == nil
                ? "honorable-mention"
                : solved >= limit ? "highest-honors" : solved == limit - 1 ? "high-honors" : "honors"
            honors[id, default: []].append(row.participant)
        }
        for id in ["highest-honors", "high-honors", "honors", "honorable-mention"] {
            awards.append(Award(id: id, participants: honors[id] ?? []))
        }
    }
}

extension RankedRow {
    /// Whether anything counts of what was handed in.
    fileprivate var hasResult: Bool { row.totals.points > .zero }
}
