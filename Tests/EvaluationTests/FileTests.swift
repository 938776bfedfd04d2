import Grading
import SystemPackage
import Testing

@testable import Evaluation

@Suite struct FileTests {
    private static let task = #"{"id": "a", "tests": [{"output": "1"}]}"#

    private static func lines(_ text: String, limit: Int) throws -> [(number: Int, offset: Int64, text: String?)] {
        let scratch = try Scratch()
        let file = try FileDescriptor.open(try scratch.file("tasks.jsonl", text), .readOnly)
        return try file.closeAfter {
            var reader = LineReader(file, limit: limit)
            var found: [(Int, Int64, String?)] = []
            while let line = try reader.next() {
                found.append((line.number, line.offset, line.bytes.map { String(decoding: $0, as: UTF8.self) }))
            }
            return found
        }
    }

    @Test("Lines come with their places, and one that is too long does not come, but those behind it do")
    func reading() throws {
        let long = String(repeating: "x", count: 200_000)
        let found = try Self.lines("a\n\nbc\n\(long)\nd\n\(long)", limit: 100)
        #expect(found.map(\.number) == [1, 2, 3, 4, 5, 6])
        #expect(found.map(\.offset) == [0, 2, 3, 6, 200_007, 200_009])
        #expect(found.map(\.text) == ["a", "", "bc", nil, "d", nil])
        #expect(try Self.lines(long + "\nz", limit: 1 << 20).map(\.text) == [long, "z"])
        #expect(try Self.lines("", limit: 9).isEmpty)
    }

    @Test("Of a file of tasks the good lines are used, and the others are told with their numbers")
    func badLines() throws {
        let scratch = try Scratch()
        let text = "\(Self.task)\n\nnot JSON\n[1]\n{\"a\": 1}\n\(Self.task)\n{\"id\": \"b\", \"tests\": []}\n"
        let tasks = try TaskFile(try scratch.file("tasks.jsonl", text))
        #expect(tasks.names == ["a"])
        #expect(tasks.badLines.map(\.line) == [3, 4, 5, 6, 7])
        #expect(tasks.badLines[2].description.hasPrefix("tasks.jsonl:5: no data set has such records"))
        #expect(try tasks.task("a")?.id == "a")
        #expect(try tasks.task("b") == nil)
        let packed = try TaskFile(try scratch.file("samples.jsonl", "\u{1f}\u{8b}"))
        #expect(packed.badLines.count == 1)
    }

    @Test("Samples are numbered within their task, and lines without one are told")
    func samples() throws {
        let scratch = try Scratch()
        let tasks = try TaskFile(try scratch.file("tasks.jsonl", Self.task))
        let lines = """
            {"task_id": "a", "solution": "one"}
            {"task_id": "b", "solution": "none"}
            {"task_id": "a", "solutions": ["two", "three"]}
            """
        let source = try SampleSource(file: try scratch.file("samples.jsonl", lines), for: tasks)
        let items = try source.next(10)
        #expect(try source.next(10).isEmpty)
        guard case .badLine(let line) = items[1] else { return #expect(Bool(false)) }
        #expect(line.description == "samples.jsonl:2: there is no task called b")
        let samples = items.compactMap { if case .sample(let sample) = $0 { sample } else { nil } }
        #expect(samples.map(\.number) == [0, 1, 2])
        #expect(samples.map(\.candidate.text) == ["one", "two", "three"])
        #expect(Set(samples.map(\.digest)).count == 3)
    }

    @Test("A file of results is gone on with, a torn line at its end goes, and other contents are refused")
    func results() throws {
        let scratch = try Scratch()
        let path = scratch.path.appending("results.jsonl")
        let sample = Sample(task: "a", number: 0, candidate: Candidate("x", isComplete: true))
        do {
            let file = try ResultFile(path)
            #expect(try !file.isKnown(sample))
            var result = SampleResult(sample)
            result.fail(.wrongAnswer, "no")
            try file.add(result)
            // What could not be run is tried again.
            var failed = SampleResult(Sample(task: "b", number: 0, candidate: sample.candidate))
            failed.fail(.judgeError, "no compiler")
            try file.add(failed)
            #expect(throws: RecordError.self) { try ResultFile(path) }
            try file.close()
        }
        let whole = try scratch.text("results.jsonl")
        _ = try scratch.file("results.jsonl", whole + whole.prefix(30))
        let file = try ResultFile(path)
        #expect(file.isRepaired)
        #expect(try file.isKnown(sample))
        #expect(try !file.isKnown(Sample(task: "b", number: 0, candidate: sample.candidate)))
        let other = Sample(task: "a", number: 0, candidate: Candidate("y", isComplete: true))
        #expect(throws: RecordError.self) { try file.isKnown(other) }
        #expect((file.tally.samples, file.tally.passed) == (1, 0))
        try file.add(SampleResult(Sample(task: "a", number: 1, candidate: Candidate("y", isComplete: true))))
        try file.close()
        #expect(try scratch.text("results.jsonl").split(separator: "\n").count == 3)
        _ = try scratch.file("results.jsonl", Self.task + "\n")
        let error = #expect(throws: RecordError.self) { try ResultFile(path) }
        #expect(error?.reason.contains("line 1") == true)
        #expect(try scratch.text("results.jsonl") == Self.task + "\n")
    }
}
