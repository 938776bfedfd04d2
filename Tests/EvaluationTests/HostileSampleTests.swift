import Files
import Grading
import Sandbox
import SystemPackage
import Testing
import Units

@testable import Evaluation

/// Programs that try to pass without doing their task.
@Suite(.serialized, .timeLimit(.minutes(10))) struct HostileSampleTests {
    private static let folder = FilePath(#filePath)
        .removingLastComponent().removingLastComponent().removingLastComponent().appending("Testcases/evaluation")

    struct Row: Sendable, CustomTestStringConvertible {
        var file: String
        var task: String
        var verdicts: [String]

        var testDescription: String { "\(task): \(file)" }
    }

    private static func text(_ name: String) throws -> String {
        String(decoding: try folder.appending(name).contents(), as: UTF8.self)
    }

    private static func rows() throws -> [Row] {
        try text("hostile.tsv").split(separator: "\n").dropFirst().map { line in
            let cells = line.split(separator: "\t").map(String.init)
            return Row(file: cells[0], task: cells[1], verdicts: cells[2].split(separator: " ").map(String.init))
        }
    }

    @Test("Each hostile program comes to the verdict in its row, and none passes but the one that does the task")
    func table() async throws {
        let tasks = try TaskFile(Self.folder.appending("tasks.jsonl"))
        #expect(tasks.badLines.isEmpty)
        let rows = try Self.rows()
        #expect(Set(rows.map(\.task)) == Set(tasks.names))
        for name in tasks.names {
            guard let task = try tasks.task(name) else { continue }
            let own = rows.filter { $0.task == name }
            #expect(own.filter { $0.verdicts == ["AC"] }.count == 1)
            let candidates = try own.map { row in
                let language =
                    FilePath(row.file).extension.flatMap { ["cpp": "cpp", "js": "javascript"][$0] } ?? "python3"
                return Candidate(try Self.text("hostile/\(row.file)"), isComplete: true, language: language)
            }
            let results = try await SampleJudgeTests.judge(candidates, of: task)
            // Where a framework is not installed, nothing of it can be run.
            if case .unitTests = task.work, results[0].message.contains("install the Debian package") { continue }
            for (row, result) in zip(own, results) {
                #expect(
                    row.verdicts.contains(result.verdict.rawValue), "\(row): \(result.verdict) \(result.message)")
                #expect(result.isPassed == (row.verdicts == ["AC"]), "\(row): \(result.message)")
            }
        }
    }
}
