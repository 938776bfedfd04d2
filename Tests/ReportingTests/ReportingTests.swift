import Judging
import Problems
import Sandbox
import Testing
import Units

@testable import Reporting

@Suite struct JSONValueTests {
    @Test func textIsEscapedAndKeysKeepTheirOrder() {
        let value: JSONValue = ["b": .string("a\"\\\n\u{1b}\u{2028}é"), "a": [1, true, .null], "c": .number(0.5)]
        #expect(value.line == #"{"b": "a\"\\\n\u001b\u2028é", "a": [1, true, null], "c": 0.5}"#)
    }

    @Test func numbersThatJSONDoesNotHaveAreNull() {
        #expect(JSONValue.number(.nan).line == "null")
    }
}

@Suite struct PrintableTextTests {
    @Test(arguments: [
        ("plain é 中", "plain é 中"), ("\u{1b}[31mred", "\\x1b[31mred"), ("a\nb\tc\r", "a\\nb\\tc\\r"),
        ("\u{9b}2J", "\\u{9b}2J"), ("abc\u{202e}cba", "abc\\u{202e}cba"), ("\u{0}\u{7f}", "\\x00\\x7f"),
    ]) func nothingThatControlsATerminalPasses(text: String, printed: String) {
        #expect(PrintableText.line(text) == printed)
    }

    @Test func longLinesAreCutAndBlocksKeepTheirLines() {
        #expect(PrintableText.line("abcdef", limit: 3) == "abc…")
        #expect(PrintableText.block("a\n\tb\u{8}") == "a\n\tb\\x08")
    }
}

@Suite struct PercentilesTests {
    @Test func theNearestRankCounts() throws {
        let percentiles = try #require(Percentiles((1...200).map { .microseconds($0) }.shuffled()))
        #expect(percentiles[50] == .microseconds(100))
        #expect(percentiles[99] == .microseconds(198))
        #expect(percentiles[100] == .microseconds(200))
        #expect(percentiles.text == "p50 0.100 ms  p90 0.180 ms  p99 0.198 ms")
        #expect(Percentiles([]) == nil)
    }
}

@Suite struct InOrderTests {
    @Test func whatComesEarlyWaits() {
        var order = InOrder<String>()
        #expect(order.take("c", at: 2) == [])
        #expect(order.take("a", at: 0) == ["a"])
        #expect(order.take("b", at: 1) == ["b", "c"])
        #expect(order.take("e", at: 4) == [])
        #expect(order.rest() == ["e"])
    }
}

@Suite struct RunRecordTests {
    @Test func aRunIsOneLineWithTheDocumentedKeys() {
        let run = RunResult(
            exit: .signaled(Signal(rawValue: 11)), cpuTime: .milliseconds(12), userTime: .milliseconds(10),
            systemTime: .milliseconds(2), wallTime: .milliseconds(20), peakMemory: ByteCount(2049),
            standardOutput: [0x61, 0xff], layers: [.user, .pid])
        #expect(
            RunRecord.json(of: run).line.hasPrefix(
                #"{"outcome": "signaled", "exit_code": null, "signal": "SIGSEGV", "cpu_ms": 12, "user_ms": 10, "#
                    + #""system_ms": 2, "wall_ms": 20, "memory_kib": 3, "stdout": "a"# + "\u{fffd}"
                    + #"", "stderr": "", "layers": ["user", "pid"]"#))
    }
}
