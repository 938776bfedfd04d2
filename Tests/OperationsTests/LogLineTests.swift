import Foundation
import Logging
import Testing
import Units

@testable import Operations

@Suite("Log lines")
struct LogLineTests {
    private func line(
        _ message: String, _ metadata: [(key: String, value: String)] = [], label: String = "fleet",
        time: Timestamp? = Timestamp(milliseconds: 1_772_366_400_250), hasPriority: Bool = false
    ) -> LogLine {
        LogLine(
            level: .info, label: label, message: message, metadata: metadata, time: time, hasPriority: hasPriority)
    }

    @Test("A text line has time, level, label, message and metadata")
    func text() {
        let line = line("leased", [("job", "7"), ("worker", "judge 3")])
        #expect(
            line.rendered(as: .text) == "2026-03-01T12:00:00.250Z info fleet: leased job=7 worker=\"judge 3\"\n")
    }

    @Test("A JSON line is one object")
    func json() {
        let line = line("leased", [("job", "7"), ("level", "x"), ("a b", "c")])
        #expect(
            line.rendered(as: .json) == """
                {"time":"2026-03-01T12:00:00.250Z","level":"info","label":"fleet","message":"leased","job":"7",\
                "_level":"x","a_b":"c"}

                """)
    }

    @Test("The journal gets a priority and no time")
    func journal() {
        let line = line("leased", time: nil, hasPriority: true)
        #expect(line.rendered(as: .text) == "<6>info fleet: leased\n")
        #expect(line.rendered(as: .json) == "<6>{\"level\":\"info\",\"label\":\"fleet\",\"message\":\"leased\"}\n")
    }

    @Test(
        "Levels have the priorities of syslog",
        arguments: zip(Logger.Level.allCases, [7, 7, 6, 5, 4, 3, 2]))
    func priorities(level: Logger.Level, priority: Int) {
        let line = LogLine(level: level, label: "x", message: "m", metadata: [], time: nil, hasPriority: true)
        #expect(line.rendered(as: .text) == "<\(priority)>\(level) x: m\n")
    }

    @Test("No text forges a line or an entry", arguments: HostileText.all)
    func hostile(text: String) throws {
        let line = line(text, [(text, text), ("b", "c")], label: text)
        for format in LogFormat.allCases {
            let rendered = line.rendered(as: format)
            #expect(rendered.unicodeScalars.filter { LogText.isUnsafe($0) } == ["\n"])
            #expect(rendered.hasSuffix("\n"))
            #expect(rendered.utf8.count < 48 << 10)
        }
        let words = line.rendered(as: .text).dropLast()
        let isWhole = text.utf8.count <= LogText.longest / 6
        #expect(words.hasSuffix(isWhole ? " b=c" : " …=cut") || words.hasSuffix(" b=c"))
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(line.rendered(as: .json).utf8)) as? [String: String])
        #expect(object["level"] == "info")
        #expect(object["b"] == "c" || !isWhole)
        if isWhole { #expect(object["message"] == text) }
    }

    @Test("A message cannot pass for metadata")
    func ambiguousMessages() {
        #expect(line("a b=c").rendered(as: .text).hasSuffix(" info fleet: \"a b=c\"\n"))
        #expect(line("x\" b=\"c").rendered(as: .text).hasSuffix(" info fleet: \"x\\\" b=\\\"c\"\n"))
    }

    @Test("More metadata than fits is left out, and the line says so")
    func tooMuch() throws {
        let line = line("m", (0..<100).map { ("k\($0)", String(repeating: "v", count: 8000)) })
        #expect(line.rendered(as: .text).utf8.count < 48 << 10)
        #expect(line.rendered(as: .text).hasSuffix(" …=cut\n"))
        let object = try JSONSerialization.jsonObject(with: Data(line.rendered(as: .json).utf8)) as? [String: String]
        #expect(object?["cut"] == "true")
    }

    @Test(
        "Moments are dates of UTC",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"), (4_107_542_399_999, "2100-02-28T23:59:59.999Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"), (1_709_164_800_001, "2024-02-29T00:00:00.001Z"),
            (253_402_300_799_999, "2262-04-11T23:47:16.854Z"), (-62_135_596_800_000, "1677-09-21T00:12:43.145Z"),
        ] as [(Int64, String)])
    func timestamps(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).description == text)
    }

    @Test(
        "Standard error is the journal if its device and inode say so",
        arguments: [
            ("8:42", true), ("8:43", false), ("9:42", false), ("8", false), ("", false), ("8:42:1", false),
            ("8:-42", false), ("x:y", false),
        ])
    func journalStream(variable: String, isJournal: Bool) {
        #expect(JournalStream.names(variable: variable, device: 8, inode: 42) == isJournal)
    }
}
