import Grading
public import Judging
import Problems
import Provenance
import Units

/// Judgements as one HTML page that needs nothing else: a matrix of submissions and test cases, and the reasons.
public enum HTMLReport {
    /// The page for `judgements` of the problem `name`.
    public static func document(name: String, judgements: [Judgement]) -> String {
        let title = Markup.escape(name)
        let rows = judgements.enumerated().map { row(for: $1, number: $0) }.joined(separator: "\n")
        let details = judgements.enumerated().map { section(for: $1, number: $0) }.joined(separator: "\n")
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title) judged</title>
            <style>\(sheet)</style>
            </head>
            <body>
            <h1>\(title)</h1>
            <p>\(Markup.escape(JudgementText.summary(of: judgements)))</p>
            <table>
            <thead><tr><th>Submission</th><th>Language</th><th>Verdict</th><th>Expected</th><th>CPU</th><th>Memory</th>\
            <th>Test cases</th></tr></thead>
            <tbody>
            \(rows)
            </tbody>
            </table>
            \(details)
            </body>
            </html>

            """
    }

    private static func row(for judgement: Judgement, number: Int) -> String {
        let expected = judgement.submission.expected.verdictNames
        let score = judgement.score.map { " " + $0.text() } ?? ""
        let cells = judgement.tests.map { test in
            let tip = "\(test.name): \(test.verdict.rawValue) \(test.cpuTime.secondsText) \(test.message)"
            return "<i class=\"\(test.verdict.rawValue)\" title=\"\(Markup.escape(tip))\"></i>"
        }
        return """
            <tr class="\(judgement.isAsExpected ? "kept" : "broken")">\
            <td><a href="#s\(number)">\(Markup.escape(judgement.submission.path))</a></td>\
            <td>\(Markup.escape(judgement.language ?? "unknown"))</td>\
            <td><b class="\(judgement.verdict.rawValue)">\(judgement.verdict.rawValue)</b>\(score)</td>\
            <td>\(expected.joined(separator: ", "))</td><td>\(judgement.cpuTime.secondsText)</td>\
            <td>\(judgement.memory.description)</td><td class="cases">\(cells.joined())</td></tr>
            """
    }

    private static func section(for judgement: Judgement, number: Int) -> String {
        var parts = ["<section id=\"s\(number)\"><h2>\(Markup.escape(judgement.submission.path))</h2>"]
        let place = judgement.decidingTest.map { $0 + ": " } ?? ""
        parts.append("<p>\(judgement.verdict.rawValue) \(Markup.escape(place + judgement.message))</p>")
        if !judgement.groups.isEmpty {
            let groups = judgement.groups.map { "\($0.name) \($0.verdict.rawValue) \($0.score?.text() ?? "")" }
            parts.append("<p>Groups: \(Markup.escape(groups.joined(separator: ", ")))</p>")
        }
        parts += judgement.warnings.map { "<p class=\"warning\">\(Markup.escape($0))</p>" }
        if let toolchain = judgement.content.toolchain { parts.append("<p>Toolchain: \(Markup.escape(toolchain))</p>") }
        if let log = judgement.compilation?.log, !log.isEmpty {
            parts.append("<details><summary>Compiler</summary><pre>\(Markup.escape(log))</pre></details>")
        }
        let error = judgement.decidingStandardError
        if !error.isEmpty {
            parts.append("<details><summary>Standard error</summary><pre>\(Markup.escape(error))</pre></details>")
        }
        let transcript = judgement.decidingTranscript
        if !transcript.isEmpty {
            parts.append("<details><summary>Transcript</summary><pre>\(Markup.escape(transcript))</pre></details>")
        }
        let rows = judgement.tests.filter { $0.verdict != .skipped }.map { test in
            "<tr><td>\(Markup.escape(test.name))</td><td><b class=\"\(test.verdict.rawValue)\">"
                + "\(test.verdict.rawValue)</b></td><td>\(test.cpuTime.secondsText)</td>"
                + "<td>\(test.memory.description)</td><td>\(Markup.escape(test.message))</td></tr>"
        }
        if !rows.isEmpty {
            let table = "<table>\(rows.joined())</table>"
            parts.append("<details><summary>\(rows.count) test cases</summary>\(table)</details>")
        }
        return parts.joined(separator: "\n") + "</section>"
    }

    private static let sheet = """
        :root{color-scheme:light dark}
        body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}
        table{border-collapse:collapse;width:100%}
        th,td{text-align:left;padding:.25rem .6rem;border-bottom:1px solid #8884;vertical-align:top}
        tr.broken td:first-child{border-left:4px solid #c33}
        pre{overflow:auto;padding:.6rem;background:#8882}
        .cases{line-height:1}
        i{display:inline-block;width:.7rem;height:.7rem;margin:1px;background:#999}
        i.AC{background:#2a4}i.SK{background:#8884}
        i.WA,i.CE{background:#c33}i.TLE,i.ILE{background:#d80}i.MLE,i.OLE{background:#95c}i.RE,i.SV{background:#06c}
        i.JE{background:#000}
        b.AC{color:#2a4}b.WA,b.CE{color:#c33}b.TLE,b.ILE{color:#d80}b.MLE,b.OLE{color:#95c}b.RE,b.SV{color:#28d}
        .warning{color:#d80}
        """
}
