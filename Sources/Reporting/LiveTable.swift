import Grading
public import Judging
import Problems
import Units

/// What is going on right now, as lines at the bottom of a terminal. It only keeps state; painting is the terminal's.
public struct LiveTable: Sendable {
    private enum Stage: Hashable, Sendable {
        case waiting, compiling, running, done
    }

    private struct Row: Sendable {
        var path: String
        var language = ""
        var stage = Stage.waiting
        var testsDone = 0
        var slowest = Duration.zero
    }

    private let style: TextStyle
    private var rows: [Row] = []
    private var testCases = 0
    private var note = ""

    /// An empty table.
    public init(style: TextStyle) {
        self.style = style
    }

    /// Takes in what happened.
    public mutating func take(_ event: JudgementEvent) {
        switch event {
        case .planned(let submissions, let testCases):
            rows = submissions.map { Row(path: PrintableText.line($0.path)) }
            self.testCases = testCases
        case .measuringTimeLimit: note = "measuring accepted submissions to find the time limit"
        case .timeLimitFound(let estimate): note = "time limit \(estimate.limit.secondsText)"
        case .started(let submission):
            // Again, if a worker was lost, or it is judged anew.
            (rows[submission].stage, rows[submission].testsDone) = (.compiling, 0)
            rows[submission].slowest = .zero
        case .compiling(let submission, let language): rows[submission].language = PrintableText.line(language)
        case .compiled(let submission, _): rows[submission].stage = .running
        case .testFinished(let submission, _, let result):
            rows[submission].testsDone += 1
            rows[submission].slowest = max(rows[submission].slowest, result.cpuTime)
        case .finished(let submission, _): rows[submission].stage = .done
        }
    }

    /// A line for each submission being worked on (at most `height` lines) and one for all, each at most `width` wide.
    public func lines(width: Int, height: Int = 10) -> [String] {
        let active = rows.filter { $0.stage == .compiling || $0.stage == .running }.prefix(max(0, height - 1))
        let done = rows.count { $0.stage == .done }
        var lines = active.map { row in
            let state = row.stage == .compiling ? "compiling" : "\(row.testsDone)/\(testCases) tests"
            let time = row.slowest > .zero ? row.slowest.secondsText : ""
            let text = "  \(state.padded(to: 14)) \(time.aligned(to: 9))  \(row.language.padded(to: 10)) \(row.path)"
            return String(text.prefix(width))
        }
        let bar = ProgressBar.bar(done: done, of: rows.count, width: min(30, max(5, width - 40)))
        let all = "\(bar) \(done)/\(rows.count) submissions" + (note.isEmpty ? "" : "  \(note)")
        lines.append(style.mark(String(all.prefix(width)), .faint))
        return lines
    }
}
