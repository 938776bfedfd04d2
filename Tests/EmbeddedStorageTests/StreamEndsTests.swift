import Storage
import Testing

@testable import EmbeddedStorage

@Suite("Where streams end") struct StreamEndsTests {
    @Test("Nothing is certain before the first entry, nor of what lies before it")
    func beginning() throws {
        var ends = StreamEnds()
        let stream = try StreamName("a-1")
        #expect(!ends.hasNothing(of: stream, after: LogPosition(7)))
        ends.note(stream, at: LogPosition(8))
        #expect(!ends.hasNothing(of: stream, after: LogPosition(6)))
        #expect(!ends.hasNothing(of: stream, after: LogPosition(7)))
        #expect(ends.hasNothing(of: stream, after: LogPosition(8)))
        #expect(ends.hasNothing(of: try StreamName("a-2"), after: LogPosition(7)))
        #expect(!ends.hasNothing(of: try StreamName("a-2"), after: LogPosition(6)))
    }

    @Test("However many streams there are, what is certain is true", arguments: [1, 2, 7, 50])
    func model(_ capacity: Int) throws {
        var ends = StreamEnds(capacity: capacity)
        let streams = try (0..<20).map { try StreamName("a-\($0)") }
        var last: [StreamName: UInt64] = [:]
        var certain = 0
        for position in 100..<1000 as Range<UInt64> {
            guard let stream = streams.randomElement() else { return }
            ends.note(stream, at: LogPosition(position))
            last[stream] = position
            for other in streams {
                let after = position - min(.random(in: 0..<40), position - 99)
                guard ends.hasNothing(of: other, after: LogPosition(after)) else { continue }
                certain += 1
                #expect(last[other] ?? 0 <= after)
            }
        }
        #expect(certain > 0)
    }
}
