import JSONText
import Units

/// A record of CodeContests: tests of standard input in three groups.
enum CodeContestsRecord {
    /// The languages by number, as the data set counts them.
    private static let languages = [nil, "python2", "cpp", "python3", "java"]

    static func task(_ record: JSONTree) throws(RecordError) -> EvaluationTask {
        var work = StreamWork(tests: [], comparator: .tokens)
        for group in ["public_tests", "private_tests", "generated_tests"] {
            guard let tests = record[group] else { continue }
            let (inputs, outputs) = (try tests.strings("input"), try tests.strings("output"))
            guard inputs.count == outputs.count else {
                throw RecordError("\"\(group)\" has \(inputs.count) inputs and \(outputs.count) outputs")
            }
            work.tests += zip(inputs, outputs).map { StreamWork.Test(input: $0, output: $1) }
        }
        guard !work.tests.isEmpty else { throw RecordError("there are no tests") }
        for key in ["input_file", "output_file"] {
            if let name = record[key]?.string, !name.isEmpty {
                throw RecordError(
                    "programs have to use the file \(name) for standard input or output, which is not done yet")
            }
        }
        var task = EvaluationTask(id: try record.requiredString("name"), work: .stream(work))
        task.timeLimit = timeLimit(record["time_limit"])
        if let bytes = record["memory_limit_bytes"]?.integer, bytes > 0 { task.memory = ByteCount(Int64(bytes)) }
        task.references = try candidates(record["solutions"])
        return task
    }

    private static func timeLimit(_ value: JSONTree?) -> Duration? {
        guard let value else { return nil }
        let seconds = value["seconds"]?.double ?? value.double ?? 0
        let time = seconds + (value["nanos"]?.double ?? 0) / 1e9
        return time > 0 && time <= 3600 ? .decimalSeconds(time) : nil
    }

    private static func candidates(_ value: JSONTree?) throws(RecordError) -> [Candidate] {
        guard let value else { return [] }
        let texts = try value.strings("solution")
        let numbers = value["language"]?.array ?? []
        return texts.enumerated().compactMap { place, text in
            let number = place < numbers.count ? numbers[place].integer ?? 0 : 0
            guard languages.indices.contains(number), let language = languages[number] else { return nil }
            return Candidate(text, isComplete: true, language: language)
        }
    }
}

/// A record of CommonOJ, as SandboxFusion has it.
enum CommonOJRecord {
    static func task(_ record: JSONTree) throws(RecordError) -> EvaluationTask {
        guard let id = record.name("id") else { throw RecordError("\"id\" must be a text or a number") }
        guard let tests = try record.embedded("test")?.array, !tests.isEmpty else {
            throw RecordError("there are no tests")
        }
        var work = StreamWork(tests: [], comparator: .sandboxFusion)
        for test in tests {
            guard let input = test["input"]?["stdin"]?.string, let output = test["output"]?["stdout"]?.string else {
                throw RecordError("a test has no \"input\" with \"stdin\", or no \"output\" with \"stdout\"")
            }
            work.tests.append(StreamWork.Test(input: input, output: output))
        }
        var task = EvaluationTask(id: id, work: .stream(work))
        task.language = try record.embedded("labels")?["programming_language"]?.string
        if let reference = record["canonical_solution"]?.string, !reference.isEmpty {
            task.references = [Candidate(reference, isComplete: true)]
        }
        return task
    }
}
