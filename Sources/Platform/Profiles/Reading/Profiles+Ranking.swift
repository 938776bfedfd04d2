internal import Coordinator
internal import Kernel
package import Storage
internal import Views

/// Who has solved the most for practice, page by page.
package struct Ranking: Encodable, Hashable, Sendable {
    /// One person in it.
    package struct Place: Encodable, Hashable, Sendable {
        /// The rank: shared by all who have solved as many.
        package var rank: Int
        /// The person; nil: somebody who was erased.
        package var id: String?
        /// What they want to be called, if everybody sees it.
        package var displayName: String?
        /// Their country, if everybody sees it.
        package var country: String?
        /// How many problems they have solved.
        package var solved: Int
    }

    /// The people, the best first; of those who have solved as many, who had solved them earlier.
    package var places: [Place]
    /// What the next page is asked for with; nil: this is the last one.
    package var next: String?
}

extension Profiles {
    private static let list = ViewList(
        columns: "person, solved, last", from: "profiles_counts",
        order: [.descending("solved"), .ascending("last"), .ascending("person")])

    /// A page of the ranking.
    /// - Parameters:
    ///   - limit: how many places it has at most.
    ///   - cursor: behind which page; nil: from the best.
    ///   - seen: what must be in it.
    /// - Throws: `DomainError`.
    package func ranking(atMost limit: Int, after cursor: String?, seen: LogPosition?) async throws -> Ranking {
        typealias Row = (person: String, solved: Int)
        let (rows, next, first) = try await services.views.read(PracticeTable.name, atLeast: seen) { reader in
            let page = try reader.page(of: Self.list, atMost: limit, after: cursor)
            var rows: [Row] = []
            for row in page.rows { rows.append((try row.get(0), try row.get(1))) }
            guard let row = page.rows.first else { return (rows, page.next, (better: 0, before: 0)) }
            let (solved, last, person): (Int, Int64, String) = (try row.get(1), try row.get(2), try row.get(0))
            let better: Int =
                try reader.first("SELECT count(*) FROM profiles_counts WHERE solved > \(solved)")?.get(0) ?? 0
            let equal: Int =
                try reader.first(
                    """
                    SELECT count(*) FROM profiles_counts
                    WHERE solved = \(solved) AND (last < \(last) OR last = \(last) AND person < \(person))
                    """)?.get(0) ?? 0
            return (rows, page.next, (better: better, before: better + equal))
        }
        var ranking = Ranking(places: [], next: next)
        var (rank, solved) = (first.better + 1, rows.first?.solved)
        for (index, row) in rows.enumerated() {
            if row.solved != solved { (rank, solved) = (first.before + index + 1, row.solved) }
            ranking.places.append(try await place(row.person, rank, solved: row.solved))
        }
        return ranking
    }

    private func place(_ person: String, _ rank: Int, solved: Int) async throws -> Ranking.Place {
        var place = Ranking.Place(rank: rank, solved: solved)
        guard let id = EntityID(person), try await isThere(id), let (fields, shown) = try await profile(of: id) else {
            return place
        }
        let open = fields.only(shown)
        (place.id, place.displayName, place.country) = (person, open.displayName, open.country)
        return place
    }
}
