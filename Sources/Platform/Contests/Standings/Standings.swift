internal import Kernel

/// A participant's row.
struct Row: Hashable, Sendable {
    /// What was tried, by the problem.
    var cells: [EntityID: Cell] = [:]
    /// What came of the participant's hacks.
    var hacks = HackTally()
    /// What it adds up to.
    var totals = Totals()
    /// The division; empty: none.
    var division = ""
}

/// A row with its rank.
struct RankedRow: Equatable, Sendable {
    /// Whose.
    var participant: EntityID
    /// From 1; equal rows share one, and the next ones are skipped.
    var rank: Int
    /// The row.
    var row: Row
}

/// Rows in order, of all and of each division.
struct Standings: Sendable {
    /// A row's place: of equal rows by the participant's id, so that two never are the same.
    private struct Place: Comparable, Sendable {
        /// Which of those that are equal: before all, one of them, after all.
        enum Turn: Comparable, Sendable {
            case first
            case participant(UInt128)
            case last
        }

        var totals: Totals
        var turn: Turn

        static func < (one: Place, other: Place) -> Bool {
            if one.totals != other.totals { return one.totals < other.totals }
            return one.turn < other.turn
        }
    }

    private(set) var rows: [EntityID: Row] = [:]
    private var lists: [String: RankedList<Place>] = [:]
    /// Follows from the rows alone: of other rows it is another number, but for a rare chance. Other processes have others.
    private(set) var digest = 0

    /// How many rows there are in a division; of all, if it is nil.
    func count(in division: String?) -> Int { lists[division ?? ""]?.count ?? 0 }

    /// Puts a row in place of the participant's.
    mutating func put(_ row: Row, of participant: EntityID) {
        remove(participant)
        rows[participant] = row
        digest &+= Self.digest(row, of: participant)
        for list in Self.lists(of: row) {
            lists[list, default: RankedList()].insert(Place(totals: row.totals, turn: .participant(participant.number)))
        }
    }

    /// Takes a participant's row out.
    mutating func remove(_ participant: EntityID) {
        guard let old = rows.removeValue(forKey: participant) else { return }
        digest &-= Self.digest(old, of: participant)
        for list in Self.lists(of: old) {
            lists[list]?.remove(Place(totals: old.totals, turn: .participant(participant.number)))
        }
    }

    private static func digest(_ row: Row, of participant: EntityID) -> Int {
        var hasher = Hasher()
        hasher.combine(participant)
        hasher.combine(row)
        return hasher.finalize()
    }

    /// The list of all has no name.
    private static func lists(of row: Row) -> [String] { row.division.isEmpty ? [""] : ["", row.division] }

    /// A participant's row with its rank; nil if there is none.
    func row(of participant: EntityID, in division: String? = nil) -> RankedRow? {
        rows[participant].map { RankedRow(participant: participant, rank: rank(of: $0.totals, in: division), row: $0) }
    }

    /// How many rows come before the participant's; nil if there is none.
    func place(of participant: EntityID, in division: String? = nil) -> Int? {
        guard let row = rows[participant], division.map({ $0 == row.division }) ?? true else { return nil }
        return lists[division ?? ""]?.rank(of: Place(totals: row.totals, turn: .participant(participant.number)))
    }

    /// The rank of whoever has that.
    func rank(of totals: Totals, in division: String? = nil) -> Int {
        1 + (lists[division ?? ""]?.rank(of: Place(totals: totals, turn: .first)) ?? 0)
    }

    /// The places of all rows that share the rank of the row at a place; empty if there is none there.
    func places(sharedAt place: Int, in division: String? = nil) -> Range<Int> {
        guard let list = lists[division ?? ""], let totals = list.values(from: place, limit: 1).first?.totals else {
            return place..<place
        }
        return list.rank(of: Place(totals: totals, turn: .first))..<list.rank(of: Place(totals: totals, turn: .last))
    }

    /// The rows from a place on, at most so many.
    func page(from place: Int, limit: Int, in division: String? = nil) -> [RankedRow] {
        let places = lists[division ?? ""]?.values(from: place, limit: limit) ?? []
        var (found, last): ([RankedRow], Totals?) = ([], nil)
        for (number, next) in places.enumerated() {
            guard case .participant(let participant) = next.turn, let row = rows[EntityID(number: participant)] else {
                continue
            }
            let isShared = last.map { $0 == row.totals } ?? false
            // Only those that share the first one's rank may have begun before the page.
            let own = number == 0 ? rank(of: row.totals, in: division) : max(0, place) + number + 1
            found.append(
                RankedRow(
                    participant: EntityID(number: participant), rank: isShared ? found.last?.rank ?? own : own, row: row
                ))
            last = row.totals
        }
        return found
    }
}
