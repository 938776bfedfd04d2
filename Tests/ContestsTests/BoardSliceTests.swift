import Foundation
import Grading
import Kernel
import KernelTestSupport
import TestSupport
import Testing

@testable import Contests

@Suite("Pages of a board", .timeLimit(.minutes(2))) struct BoardSliceTests {
    /// Rows of which some share a rank, and what their participants are called: some alike, some not at all.
    private struct Draw {
        var standings = Standings()
        var names: [EntityID: String] = [:]
        var participants: [EntityID] = []

        init(_ seed: UInt64) {
            var random = SeededGenerator(seed: seed)
            // Of one of them more share a rank than names are read for.
            let count = seed % 8 == 0 ? 500 : Int.random(in: 0...120, using: &random)
            let ranks = seed % 8 == 0 ? 2 : Int.random(in: 1...12, using: &random)
            for number in 0..<count {
                let id = EntityID(number: UInt128(number) * 7919 % 100_003)
                var row = Row(division: ["", "", "one"].randomElement(using: &random) ?? "")
                row.totals.points = Score(Int.random(in: 0..<ranks, using: &random))
                standings.put(row, of: id)
                names[id] =
                    ["Ada \(number % 7)", "ängström \(number)", "Zoe", nil].randomElement(using: &random) ?? nil
                participants.append(id)
            }
        }
    }

    @Test("are slices of one order, however many rows they have, and those that share a rank stand by their names")
    func slices() throws {
        for seed in 1...48 as ClosedRange<UInt64> {
            let draw = Draw(seed)
            for division in [nil, "one"] {
                let count = draw.standings.count(in: division)
                let whole = BoardSlice(draw.standings, from: 0, limit: .max, in: division).named(draw.names).rows
                #expect(whole.count == count && Set(whole.map(\.participant)).count == count)
                #expect(whole.map(\.rank) == whole.map(\.rank).sorted())
                let shared = whole.reduce(into: [Int: Int]()) { $0[$1.rank, default: 0] += 1 }
                for (one, other) in zip(whole, whole.dropFirst()) where one.rank == other.rank {
                    guard shared[one.rank, default: 0] <= BoardSlice.mostNamed else {
                        #expect(one.participant.number < other.participant.number)
                        continue
                    }
                    let order = Collation.compare(
                        draw.names[one.participant] ?? "", draw.names[other.participant] ?? "")
                    #expect(
                        order == .orderedAscending
                            || order == .orderedSame && one.participant.number < other.participant.number)
                }
                for limit in [1, 7, 50, 200] {
                    try check(draw, whole, limit, division, "\(seed), \(limit), \(division ?? "all")")
                }
            }
        }
    }

    private func check(
        _ draw: Draw, _ whole: [RankedRow], _ limit: Int, _ division: String?, _ name: Comment
    ) throws {
        var pages: [RankedRow] = []
        for place in stride(from: 0, to: whole.count + 1, by: limit) {
            let page = BoardSlice(draw.standings, from: place, limit: limit, in: division).named(draw.names)
            #expect(page.place == place && page.rows.count <= limit, name)
            pages += page.rows
        }
        #expect(pages == whole, name)
        for place in [0, 3, whole.count / 2, whole.count - 1] where whole.indices.contains(place) {
            let participant = whole[place].participant
            let slice = BoardSlice(draw.standings, from: 0, limit: limit, in: division, around: participant)
            let page = slice.named(draw.names)
            #expect(page.rows.contains { $0.participant == participant }, name)
            #expect(page.rows == Array(whole[page.place..<min(whole.count, page.place + limit)]), name)
        }
    }

    @Test("are what the file of the whole board has, piece by piece")
    func pieces() async throws {
        for seed in [2, 8, 9] as [UInt64] {
            let draw = Draw(seed)
            let slice = BoardSlice(draw.standings, from: 0, limit: .max)
            for step in [1, 10, 500] {
                var all: [RankedRow] = []
                await slice.forEach(step) { all += slice.inOrder($0, draw.names) }
                #expect(all == slice.named(draw.names).rows, "\(seed), \(step)")
            }
        }
    }

    @Test("are empty behind the end, and of nobody's board")
    func nothing() {
        let draw = Draw(3)
        let behind = BoardSlice(draw.standings, from: .max, limit: .max).named([:])
        #expect(behind.rows.isEmpty && behind.place == draw.standings.count(in: nil))
        #expect(BoardSlice(Standings(), from: 0, limit: 50).named([:]).rows.isEmpty)
        #expect(BoardSlice(draw.standings, from: 0, limit: 50, in: "two").named([:]).rows.isEmpty)
    }
}
