internal import FoundationEssentials
internal import Kernel

/// A part of a board's rows, of which each stands in the same place whatever part is read.
///
/// Rows that share a rank stand as their names do. What they are called is not known here, so that all that share a rank are read
/// with those that are wanted; but not of ranks that very many share, as at the beginning: those stand by the participants' ids.
struct BoardSlice: Sendable {
    /// Of more rows that share a rank the names are not read.
    static let mostNamed = 200

    /// Which places are wanted; those around somebody are known when the names are.
    private enum Wanted {
        case places(Range<Int>)
        case around(EntityID)
    }

    private let wanted: Wanted
    private let limit: Int
    private let start: Int
    /// The ranks that not all rows are read of, or too many are.
    private let unnamed: Set<Int>
    /// All that is read, from the place ``start`` on.
    let rows: [RankedRow]

    /// The rows from a place on.
    /// - Parameters:
    ///   - standings: all rows.
    ///   - place: the first one's place.
    ///   - limit: how many there are at most.
    ///   - division: whose rows; nil: everybody's.
    ///   - participant: who is to be in the midst of it instead; nil, or not on the board: nobody.
    init(
        _ standings: Standings, from place: Int, limit: Int, in division: String? = nil,
        around participant: EntityID? = nil
    ) {
        let count = standings.count(in: division)
        let read: Range<Int>
        if let participant, let middle = standings.place(of: participant, in: division) {
            let shared = Self.shared(at: middle, standings, division)
            wanted = .around(participant)
            read = max(0, shared.lowerBound - limit)..<Self.end(shared.upperBound, limit, count)
        } else {
            let first = min(max(0, place), count)
            read = first..<Self.end(first, limit, count)
            wanted = .places(read)
        }
        self.limit = limit
        guard let last = read.last else {
            (start, rows, unnamed) = (read.lowerBound, [], [])
            return
        }
        start = Self.shared(at: read.lowerBound, standings, division).lowerBound
        let end = Self.shared(at: last, standings, division).upperBound
        rows = standings.page(from: start, limit: end - start, in: division)
        unnamed = Self.unnamed(rows, [read.lowerBound, last].map { standings.places(sharedAt: $0, in: division) })
    }

    private static func end(_ start: Int, _ limit: Int, _ count: Int) -> Int {
        limit < count - start ? start + limit : count
    }

    /// The places that share a rank, or the place alone if too many do.
    private static func shared(at place: Int, _ standings: Standings, _ division: String?) -> Range<Int> {
        let shared = standings.places(sharedAt: place, in: division)
        return shared.count > mostNamed ? place..<place + 1 : shared
    }

    /// The ranks that too many share: at the edges not all of them were read.
    private static func unnamed(_ rows: [RankedRow], _ edges: [Range<Int>]) -> Set<Int> {
        let counts = rows.reduce(into: [Int: Int]()) { $0[$1.rank, default: 0] += 1 }
        let within = counts.filter { $0.value > mostNamed }.keys
        return Set(within).union(edges.filter { $0.count > mostNamed }.map { $0.lowerBound + 1 })
    }

    /// The rows that are wanted, in order, and the first one's place.
    /// - Parameter names: what those are called whose rows were read.
    func named(_ names: [EntityID: String]) -> (place: Int, rows: [RankedRow]) {
        let ordered = inOrder(rows[...], names)
        let places: Range<Int>
        switch wanted {
        case .places(let range): places = range
        case .around(let participant):
            let middle = start + (ordered.firstIndex { $0.participant == participant } ?? 0)
            let first = max(start, middle - limit / 2)
            places = first..<Self.end(first, limit, start + ordered.count)
        }
        return (places.lowerBound, Array(ordered[places.lowerBound - start..<places.upperBound - start]))
    }

    /// All that was read in order, some rows at a time, those that share a rank together where their names are read.
    /// - Parameters:
    ///   - step: how many rows at a time, and a few more.
    ///   - body: takes the rows, and puts them in order by ``inOrder(_:_:)``.
    func forEach(_ step: Int, _ body: (ArraySlice<RankedRow>) async throws -> Void) async rethrows {
        var first = 0
        while first < rows.count {
            var end = min(rows.count, first + step)
            while end < rows.count, rows[end].rank == rows[end - 1].rank, !unnamed.contains(rows[end].rank) { end += 1 }
            try await body(rows[first..<end])
            first = end
        }
    }

    /// Rows in order, of which those that share a rank and have names are all there.
    func inOrder(_ rows: ArraySlice<RankedRow>, _ names: [EntityID: String]) -> [RankedRow] {
        rows.enumerated().sorted { one, other in
            let (left, right) = (one.element, other.element)
            guard left.rank == right.rank, !unnamed.contains(left.rank) else { return one.offset < other.offset }
            let order = Collation.compare(names[left.participant] ?? "", names[right.participant] ?? "")
            return order == .orderedSame ? one.offset < other.offset : order == .orderedAscending
        }.map(\.element)
    }
}
