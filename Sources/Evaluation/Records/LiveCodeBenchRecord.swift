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
        return task(id, work)
    }

    /// The task in a row of SandboxFusion's table, which has all tests in its column `test`.
    static func task(ofTable row: JSONTree) throws(RecordError) -> EvaluationTask {
        guard let inOuts = try inputOutput(of: row["test"]) else {
            throw RecordError("\"test\" has no \"input_output\"")
        }
        let (inputs, outputs) = (
            try inOuts.requiredArray("inputs").texts(called: "inputs"),
            try inOuts.requiredArray("outputs").texts(called: "outputs")
        )
        guard inputs.count == outputs.count, !inputs.isEmpty else {
            throw RecordError("there are \(inputs.count) inputs and \(outputs.count) outputs")
        }
        let tests = zip(inputs, outputs).map { input, output in
            JSONTree.object([.init(key: "input", value: .string(input)), .init(key: "output", value: .string(output))])
        }
        let work: TaskWork =
            if let function = inOuts["fn_name"]?.string {
                .function(try calls(tests, of: function))
            } else {
                .stream(try streams(tests))
            }
        return task(row.name("id") ?? "", work)
    }

    private static func inputOutput(of test: JSONTree?) throws(RecordError) -> JSONTree? {
        guard let text = test?.string else { return try test?.embedded("input_output") }
        if let value = try? JSONTree(parsing: text.utf8) { return try value.embedded("input_output") }
        guard let inOuts = try PickledText.unpackDictionary(text, called: "test")["input_output"] else { return nil }
        return try JSONTree.embedded(inOuts, called: "input_output")
    }

    private static func task(_ id: String, _ work: TaskWork) -> EvaluationTask {
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
        work.importsUsualNames = true
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
        comparison.isExact = true
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
