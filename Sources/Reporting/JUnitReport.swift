import Grading
public import Judging
import Problems
import Provenance
import Units

/// Judgements as a JUnit XML file, which CI systems show: one test case a submission, failed if not as expected.
public enum JUnitReport {
    /// The document for `judgements` of the problem `name`.
    public static func document(name: String, judgements: [Judgement]) -> String {
        let failures = judgements.count { !$0.isAsExpected && $0.verdict != .judgeError }
        let errors = judgements.count { $0.verdict == .judgeError }
        let seconds = judgements.flatMap(\.tests).reduce(Duration.zero) { $0 + $1.wallTime }
        let counts = "tests=\"\(judgements.count)\" failures=\"\(failures)\" errors=\"\(errors)\""
        let time = "time=\"\(Self.seconds(seconds))\""
        var lines = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>"]
        lines.append("<testsuites name=\"verdict\" \(counts) \(time)>")
        lines.append("  <testsuite name=\"\(Markup.escape(name))\" \(counts) skipped=\"0\" \(time)>")
        for judgement in judgements { lines += testCase(for: judgement, problem: name) }
        lines += ["  </testsuite>", "</testsuites>", ""]
        return lines.joined(separator: "\n")
    }

    private static func testCase(for judgement: Judgement, problem: String) -> [String] {
        let wall = judgement.tests.reduce(Duration.zero) { $0 + $1.wallTime }
        let head =
            "    <testcase classname=\"\(Markup.escape(problem))\" name=\"\(Markup.escape(judgement.submission.path))\""
            + " time=\"\(seconds(wall))\""
        let output = "      <system-out>\(Markup.escape(summary(of: judgement)))</system-out>"
        var lines = [head + ">"]
        if judgement.verdict == .judgeError {
            lines.append("      <error message=\"\(Markup.escape(judgement.message))\" type=\"JE\"/>")
        } else if !judgement.isAsExpected {
            let text = "\(judgement.verdict.rawValue), \(judgement.brokenPromiseText)"
            lines.append(
                "      <failure message=\"\(Markup.escape(text))\" type=\"\(judgement.verdict.rawValue)\">"
                    + Markup.escape(reason(of: judgement)) + "</failure>")
        }
        lines.append(output)
        let error = judgement.decidingStandardError
        if !error.isEmpty { lines.append("      <system-err>\(Markup.escape(error))</system-err>") }
        return lines + ["    </testcase>"]
    }

    private static func reason(of judgement: Judgement) -> String {
        (judgement.decidingTest.map { "\($0): " } ?? "") + judgement.message
    }

    private static func summary(of judgement: Judgement) -> String {
        var lines = ["\(judgement.verdict.rawValue) \(reason(of: judgement))"]
        if let score = judgement.score { lines.append("score \(score.text())") }
        lines += judgement.groups.map { "\($0.name) \($0.verdict.rawValue) \($0.score?.text() ?? "")" }
        if let toolchain = judgement.content.toolchain { lines.append("toolchain \(toolchain)") }
        lines += judgement.tests.filter { $0.verdict != .skipped }.map { test in
            "\(test.name) \(test.verdict.rawValue) \(test.cpuTime.secondsText) \(test.memory) \(test.message)"
        }
        if !judgement.decidingTranscript.isEmpty { lines.append(judgement.decidingTranscript) }
        if let compilation = judgement.compilation, !compilation.succeeded { lines.append(compilation.log) }
        return lines.joined(separator: "\n")
    }

    private static func seconds(_ duration: Duration) -> String {
        String(duration.secondsText.dropLast(2))
    }
}

/// Text inside of XML and HTML.
enum Markup {
    /// `text` with markup escaped, and control characters, which XML 1.0 cannot hold, made visible.
    static func escape(_ text: String) -> String {
        var result = ""
        for character in PrintableText.block(text).unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\u{fffe}", "\u{ffff}": result += "\u{fffd}"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
