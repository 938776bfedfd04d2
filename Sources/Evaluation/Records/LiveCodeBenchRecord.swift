import JSONText
import Units

/// A record of LiveCodeBench: tests of standard input, or calls of a method of `Solution`.
enum LiveCodeBenchRecord {
    static func task(_ record: JSONTree) throws(RecordError) -> EvaluationTask {
        guard let id = record.name("question_id") else { throw RecordError("the key \"question_id\" is missing") }
        var tests = try record.embedded("public_test_cases")?.array ?? []
        if let hidden = record["private_test_cases"] { tests += try hiddenTests(hidden) }
        guard !tests.isEmpty else { throw RecordError("there are no tests") }
        let function = try record.embedded("metadata")?["func_name"]?.string
        let work: TaskWork =
            if let function { .function(try calls(tests, of: function)) } else { .stream(try streams(tests)) }
        var task = EvaluationTask(id: id, work: work)
        task.language = "python3"
        task.timeLimit = .seconds(6)
        task.memory = .gibibytes(4)
        return task
    }

    /// Tests in JSON, or in JSON in a pickled text that is compressed and in base64.
    private static func hiddenTests(_ value: JSONTree) throws(RecordError) -> [JSONTree] {
        if let tests = value.array { return tests }
        guard let text = value.string else { throw RecordError("\"private_test_cases\" is \(value.kind)") }
        if let tests = try? JSONTree(parsing: text.utf8).array { return tests }
        let json = try PickledText.unpack(text, called: "private_test_cases")
        guard let tests = try JSONTree.embedded(json, called: "private_test_cases").array else {
            throw RecordError("\"private_test_cases\" holds no array")
        }
        return tests
    }

    private static func streams(_ tests: [JSONTree]) throws(RecordError) -> StreamWork {
        var work = StreamWork(tests: [], comparator: .liveCodeBench)
        for test in tests {
            work.tests.append(
                StreamWork.Test(input: try test.requiredString("input"), output: try test.requiredString("output")))
        }
        return work
    }

    private static func calls(_ tests: [JSONTree], of name: String) throws(RecordError) -> FunctionWork {
        guard let signature = FunctionSignature(name: name) else {
            throw RecordError("\"\(name)\" cannot be a function's name")
        }
        var comparison = ValueComparison()
        comparison.tuples = .listsOutside
        comparison.boolsAreNumbers = true
        var work = FunctionWork(signature: signature, tests: [], comparison: comparison)
        for test in tests {
            var arguments: [JSONTree] = []
            for line in try test.requiredString("input").split(separator: "\n", omittingEmptySubsequences: false) {
                arguments.append(try JSONTree.embedded(String(line), called: "input"))
            }
            let result = try JSONTree.embedded(try test.requiredString("output"), called: "output")
            work.tests.append(FunctionWork.Test(arguments: arguments, result: result))
        }
        return work
    }
}
