import Executions
import JSONText
import Units

/// Verdict's own record, described in the article *Records*.
enum OwnRecord {
    /// Keys that such a record may have.
    private static let keys: Set<String> = [
        "id", "language", "prompt", "tests", "checker", "checker_arguments", "files", "function", "tolerance",
        "program",
        "unit_tests", "time_limit", "memory_limit", "solutions", "completions", "references",
    ]

    static func task(_ record: JSONTree) throws(RecordError) -> EvaluationTask {
        for member in record.members ?? [] where !keys.contains(member.key) {
            throw RecordError(
                "the key \"\(member.key)\" is unknown; there are " + keys.sorted().joined(separator: ", "))
        }
        guard let id = record.name("id") else { throw RecordError("\"id\" must be a text or a number, and not empty") }
        var task = EvaluationTask(id: id, work: try work(record))
        task.language = try record.optionalString("language")
        task.prompt = try record.optionalString("prompt") ?? ""
        task.timeLimit = try timeLimit(record)
        task.memory = try memory(record)
        task.samples =
            try record.strings("solutions").map { Candidate($0, isComplete: true) }
            + record.strings("completions").map { Candidate($0, isComplete: false) }
        task.references = try record.strings("references").map { Candidate($0, isComplete: true) }
        return task
    }

    private static func work(_ record: JSONTree) throws(RecordError) -> TaskWork {
        let kinds = ["function", "program", "unit_tests"].filter { record[$0] != nil }
        guard kinds.count <= 1 else { throw RecordError("\(kinds.joined(separator: " and ")) exclude each other") }
        if let function = record["function"] { return .function(try self.function(function, of: record)) }
        if let program = record["program"] {
            return .program(
                ProgramWork(
                    before: try program.optionalString("before") ?? "", after: try program.requiredString("after")))
        }
        if let tests = record["unit_tests"] { return .unitTests(try unitTests(tests)) }
        return .stream(try stream(record))
    }

    private static func stream(_ record: JSONTree) throws(RecordError) -> StreamWork {
        var tests: [StreamWork.Test] = []
        for test in try record.requiredArray("tests") {
            tests.append(
                StreamWork.Test(
                    input: try test.optionalString("input") ?? "", output: try test.requiredString("output")))
        }
        guard !tests.isEmpty else { throw RecordError("\"tests\" is empty") }
        let name = try record.optionalString("checker") ?? "token"
        let arguments = try record.strings("checker_arguments")
        do {
            var work = StreamWork(tests: tests, comparator: try Comparator(name, arguments: arguments))
            work.files = try files(record["files"])
            return work
        } catch let error as RecordError {
            throw error
        } catch {
            throw RecordError("\"checker\": \(error)")
        }
    }

    private static func function(_ function: JSONTree, of record: JSONTree) throws(RecordError) -> FunctionWork {
        let name = try function.requiredString("name")
        var parameters: [FunctionSignature.Kind] = []
        for parameter in try function.strings("parameters") { parameters.append(try kind(parameter)) }
        let result = try kind(try function.optionalString("result") ?? FunctionSignature.Kind.value.rawValue)
        guard let signature = FunctionSignature(name: name, parameters: parameters, result: result) else {
            throw RecordError("\"\(name)\" cannot be a function's name")
        }
        var tests: [FunctionWork.Test] = []
        for test in try record.requiredArray("tests") {
            // Null is a result like any other, but must be written.
            guard let expected = test.members?.first(where: { $0.key == "result" })?.value else {
                throw RecordError("a test has no \"result\"")
            }
            tests.append(FunctionWork.Test(arguments: try test.requiredArray("arguments"), result: expected))
        }
        guard !tests.isEmpty else { throw RecordError("\"tests\" is empty") }
        var comparison = ValueComparison()
        comparison.emptyIsNull = result != .value
        comparison.absoluteTolerance = try tolerance(record, "absolute")
        comparison.relativeTolerance = try tolerance(record, "relative")
        return FunctionWork(signature: signature, tests: tests, comparison: comparison)
    }

    private static func kind(_ text: String) throws(RecordError) -> FunctionSignature.Kind {
        guard let kind = FunctionSignature.Kind(rawValue: text) else {
            let names = FunctionSignature.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw RecordError("\"\(text)\" is no kind of value; there are \(names)")
        }
        return kind
    }

    private static func tolerance(_ record: JSONTree, _ key: String) throws(RecordError) -> Double {
        guard let value = record["tolerance"]?[key] else { return 0 }
        guard let number = value.double, number >= 0, number.isFinite else {
            throw RecordError("\"tolerance\": \"\(key)\" must be a number, zero or more")
        }
        return number
    }

    private static func unitTests(_ tests: JSONTree) throws(RecordError) -> UnitTestWork {
        let name = try tests.requiredString("runner")
        guard let runner = UnitTestRunner(rawValue: name) else {
            let names = UnitTestRunner.allCases.map(\.rawValue).joined(separator: ", ")
            throw RecordError("\"\(name)\" runs no tests here; there are \(names)")
        }
        let files = try files(tests["files"])
        guard !files.isEmpty else { throw RecordError("\"unit_tests\" has no \"files\"") }
        return UnitTestWork(runner: runner, programFile: try tests.requiredString("program"), files: files)
    }

    private static func files(_ value: JSONTree?) throws(RecordError) -> [ExecutionFile] {
        guard let value else { return [] }
        guard let members = value.members else { throw RecordError("\"files\" must be an object of texts by name") }
        var files: [ExecutionFile] = []
        for member in members {
            guard let text = member.value.string else { throw RecordError("the file \"\(member.key)\" is no text") }
            files.append(ExecutionFile(name: member.key, bytes: Array(text.utf8)))
        }
        return files
    }

    private static func timeLimit(_ record: JSONTree) throws(RecordError) -> Duration? {
        guard let value = record["time_limit"] else { return nil }
        guard let seconds = value.double, seconds > 0, seconds <= 3600 else {
            throw RecordError("\"time_limit\" must be a number of seconds, at most 3600")
        }
        return .decimalSeconds(seconds)
    }

    private static func memory(_ record: JSONTree) throws(RecordError) -> ByteCount? {
        guard let value = record["memory_limit"] else { return nil }
        guard let bytes = value.integer, bytes >= 1 << 20, bytes <= 1 << 40 else {
            throw RecordError("\"memory_limit\" must be a number of bytes, at least 1048576")
        }
        return ByteCount(Int64(bytes))
    }
}
