internal import Kernel

/// What is different between two boards of a contest, as judges see them. A pure value.
struct BoardChange: Sendable {
    /// A row that is different.
    struct Row: Equatable, Sendable {
        var participant: EntityID
        var before: RankedRow?
        var after: RankedRow?
    }

    /// A problem that somebody else has solved first.
    struct First: Hashable, Sendable {
        var problem: EntityID
        var before: EntityID?
        var after: EntityID?
    }

    /// In the order of the second board, and then those that are only on the first one.
    let rows: [Row]
    /// In the contest's order.
    let firsts: [First]

    /// The difference of two boards.
    init(from old: ContestBoard, to new: ContestBoard) {
        let (old, new, game) = (old.face(.judges), new.face(.judges), new.game)
        let before = Dictionary(old.standings.page(from: 0, limit: .max).map { ($0.participant, $0) }) { first, _ in
            first
        }
        var rows: [Row] = []
        var seen: Set<EntityID> = []
        for row in new.standings.page(from: 0, limit: .max) {
            seen.insert(row.participant)
            guard before[row.participant] != row else { continue }
            rows.append(Row(participant: row.participant, before: before[row.participant], after: row))
        }
        let gone = before.values.filter { !seen.contains($0.participant) }.sorted { $0.rank < $1.rank }
        self.rows = rows + gone.map { Row(participant: $0.participant, before: $0, after: nil) }
        firsts = game.problems.compactMap { problem in
            let first = First(
                problem: problem, before: old.firstToSolve(problem)?.participant,
                after: new.firstToSolve(problem)?.participant)
            return first.before == first.after ? nil : first
        }
    }
}
