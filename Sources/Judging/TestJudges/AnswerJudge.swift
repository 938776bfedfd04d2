import Files
import Grading
import Problems
import Sandbox
import SystemPackage
import Toolchains
import Units

/// Judges answers that were handed in, where nothing is run: whoever checks outputs is given a file of the submission, as if a
/// program had written it. A test case without one gets nothing.
struct AnswerJudge: TestJudge {
    /// Who checks outputs.
    let checks: any TestJudge
    let problem: Problem

    func judge(_ program: TestedProgram, on test: TestCase, within limits: TestLimits) async throws -> Trial {
        guard let box = program.plan.request.directories.first(where: { $0.path == WorkingDirectory.path })?.hostPath
        else { throw JudgingError(.files, "the answers to \(test.name) are in no directory") }
        let names: [String]
        do {
            names = try box.files()
        } catch {
            throw JudgingError(.files, "cannot list the answers in \(box): \(error)")
        }
        guard let name = problem.answerFile(to: test, among: names) else {
            let wanted = test.answerNames.first.map { "; it would be called \($0)" } ?? ""
            return Trial(
                run: .nothing, finding: VerdictPolicy.Finding(.wrongAnswer, "no answer was handed in" + wanted))
        }
        var program = program
        program.answer = box.appending(name)
        return try await checks.judge(program, on: test, within: limits)
    }
}

extension RunResult {
    /// Nothing ran, and so nothing was used.
    fileprivate static let nothing = RunResult(exit: .exited(0))

    /// Gives the answer in the file `answer` to `reader`, as if a program had written it. More than `limit` is a limit that struck.
    /// Waits for the disk.
    /// - Throws: ``JudgingError`` if it cannot be read.
    static func reading(
        _ answer: FilePath, limit: ByteCount, to reader: any OutputReader
    ) throws(JudgingError) -> RunResult {
        let bytes: [UInt8]
        do {
            bytes = try answer.contents(atMost: Int(limit.bytes) + 1)
        } catch {
            throw JudgingError(.files, "cannot read the answer \(answer): \(error)")
        }
        var run = Self.nothing
        run.outputBytes = ByteCount(Int64(bytes.count))
        if run.outputBytes > limit { run.limitsStruck.insert(.output) }
        reader.take(bytes)
        return run
    }
}

extension OutputReader {
    /// Reads `bytes` in pieces, until it has enough of them.
    func take(_ bytes: [UInt8]) {
        let piece = 1 << 16
        for start in stride(from: 0, to: bytes.count, by: piece) {
            let span = unsafe bytes.span.bytes.extracting(start..<min(start + piece, bytes.count))
            guard read(span) else { return }
        }
    }
}
