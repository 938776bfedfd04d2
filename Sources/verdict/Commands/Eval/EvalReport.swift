import ArgumentParser
import Evaluation
import Grading
import JSONText
import Reporting
import SystemPackage
import Units

/// Tells what comes of an evaluation: results in a file or on standard output, progress on standard error, then a summary.
final class EvalReport {
    private let command: EvalCommand
    private let style: TextStyle
    private var file: ResultFile?
    private var tally = PassTally()
    private var progress: EvalProgress
    private var badLines = 0
    private var judgeErrors = 0
    private var skipped = 0

    /// A report of what `command` does, with about so many samples.
    /// - Throws: ``CommandError`` if the results cannot be written.
    init(command: EvalCommand, total: Int) throws {
        self.command = command
        style = command.color.style
        progress = EvalProgress(total: total)
        guard let path = command.output else { return }
        do {
            let file = try ResultFile(FilePath(path))
            if file.isRepaired { progress.say("the last line of \(path) was torn, and was taken away") }
            tally = file.tally
            self.file = file
        } catch let error as Errno {
            throw CommandError("cannot write to \(path): \(error)")
        }
    }

    /// Whether a sample's result is known from an earlier evaluation.
    func isKnown(_ sample: Sample) throws -> Bool { try file?.isKnown(sample) ?? false }

    /// Tells what happened.
    /// - Throws: ``CommandError`` for a line that cannot be used, if that ends it; what writing throws.
    func take(_ event: EvaluationRun.Event) throws {
        switch event {
        case .badLine(let line):
            if command.strict { throw CommandError("\(PrintableText.line(line.description))") }
            badLines += 1
            progress.say(line.description)
        case .skipped:
            skipped += 1
            progress.skip()
        case .finished(let result):
            if result.verdict == .judgeError { judgeErrors += 1 }
            try write(result)
            progress.finish(isPassed: result.isPassed)
        }
    }

    private func write(_ result: SampleResult) throws {
        tally.count(result.task, isPassed: result.isPassed, accepted: result.accepted, tests: result.tests)
        guard file == nil else {
            do {
                try file?.add(result)
            } catch let error as Errno {
                throw CommandError("cannot write to \(command.output ?? ""): \(error); make room there, and go on")
            }
            return
        }
        progress.erase()
        try Output.standard.write((command.json ? result.record.text : text(of: result)) + "\n")
    }

    /// `AC   HumanEval/0 #0  0.012 s  7.2 MiB  python3`, and why if it is not right.
    private func text(of result: SampleResult) -> String {
        let verdict = result.verdict.rawValue
        let marked = style.mark(verdict, result.isPassed ? .good : result.verdict == .judgeError ? .doubtful : .bad)
        let name = PrintableText.line(result.task, limit: 100)
        let gap = String(repeating: " ", count: max(1, 5 - verdict.count))
        let words = result.message.isEmpty ? "" : "  " + PrintableText.line(result.message)
        return "\(marked)\(gap)\(name) #\(result.number)  \(result.cpuTime.secondsText)  \(result.memory)  "
            + result.language + words
    }

    /// Ends the telling: the summary, and the exit status.
    func end() throws -> ExitCode {
        progress.erase()
        try Output.standard.write(command.json ? summaryRecord.text + "\n" : summary)
        if badLines > 0 || judgeErrors > 0 { return ExitStatus.failure }
        return command.references && tally.passed < tally.samples ? ExitStatus.unexpected : ExitStatus.success
    }

    /// Takes away what changes, where it ends otherwise.
    func abandon() { progress.erase() }

    private var estimates: [(k: Int, value: Double)] {
        command.ks.numbers.compactMap { k in tally.pass(at: k).map { (k, $0) } }
    }

    private var summary: String {
        var lines = ["\(tally.samples) samples of \(tally.tasks) tasks, \(tally.passed) passed"]
        if skipped > 0 { lines[0] += "; \(skipped) were known" }
        if badLines > 0 { lines[0] += "; \(badLines) lines could not be used" }
        if judgeErrors > 0 { lines[0] += "; \(judgeErrors) could not be run" }
        lines += estimates.map { "pass@\($0.k)  \(Self.decimals($0.value))" }
        if command.allTests, let rate = tally.passRate { lines.append("tests passed  \(Self.decimals(rate))") }
        lines.append(progress.rateText)
        return lines.map { $0 + "\n" }.joined()
    }

    private var summaryRecord: JSONTree {
        let passes = estimates.map { JSONTree.Member(key: String($0.k), value: .number("\($0.value)")) }
        let rate = command.allTests ? tally.passRate.map { JSONTree.number("\($0)") } ?? .null : .null
        let members: [(String, JSONTree)] = [
            ("samples", JSONTree(tally.samples)), ("tasks", JSONTree(tally.tasks)), ("passed", JSONTree(tally.passed)),
            ("pass_at_k", .object(passes)), ("tests_passed", rate), ("known", JSONTree(skipped)),
            ("bad_lines", JSONTree(badLines)), ("not_run", JSONTree(judgeErrors)),
            ("seconds", .number("\(progress.seconds)")),
        ]
        return .object([
            JSONTree.Member(
                key: "summary", value: .object(members.map { JSONTree.Member(key: $0.0, value: $0.1) }))
        ])
    }

    /// Four decimals.
    private static func decimals(_ value: Double) -> String {
        let digits = String(Int((value * 10_000).rounded()))
        let padded = String(repeating: "0", count: max(0, 5 - digits.count)) + digits
        return padded.dropLast(4) + "." + padded.suffix(4)
    }
}
