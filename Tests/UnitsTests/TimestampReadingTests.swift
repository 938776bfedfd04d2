import Testing

@testable import Units

@Suite("Times as text") struct TimestampReadingTests {
    @Test("are read as they are written, wherever the clock stands")
    func reading() {
        let times = [
            ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59Z", -1000),
            ("2026-03-01T12:00:00.250Z", 1_772_366_400_250),
            ("2026-03-01T13:00:00.25+01:00", 1_772_366_400_250), ("2024-02-29t00:00:00z", 1_709_164_800_000),
            ("2026-03-01T11:30:00-00:30", 1_772_366_400_000),
        ]
        for (text, milliseconds) in times {
            #expect(Timestamp(reading: text) == Timestamp(milliseconds: Int64(milliseconds)), "\(text)")
        }
        for milliseconds in stride(from: -9_000_000_000_000 as Int64, to: 9_000_000_000_000, by: 98_765_432_101) {
            let time = Timestamp(milliseconds: milliseconds)
            #expect(Timestamp(reading: "\(time)") == time)
        }
    }

    @Test(
        "are nothing where they are no times",
        arguments: [
            "", "2026-03-01", "2026-03-01T12:00:00", "2026-02-29T12:00:00Z", "2026-13-01T12:00:00Z",
            "2026-03-01T24:00:00Z", "2026-03-01T12:60:00Z", "2026-03-01T12:00:60Z", "2026-03-01T12:00:00.Z",
            "2026-03-01T12:00:00Z ", "2026-03-01T12:00:00+1:00", "9999-01-01T00:00:00Z", "0000-01-01T00:00:00Z", "🕛",
            "2026-03-01T12:00:00+24:00", "２026-03-01T12:00:00Z", "2026-00-10T12:00:00Z", "2026-03-00T12:00:00Z",
        ])
    func garbage(text: String) { #expect(Timestamp(reading: text) == nil) }
}
