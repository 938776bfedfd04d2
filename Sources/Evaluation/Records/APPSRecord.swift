import JSONText
import Units

/// A record of APPS or TACO: tests of standard input, or calls of a function.
enum APPSRecord {
    static func task(_ record: JSONTree, line: Int) throws(RecordError) -> EvaluationTask {
        guard let tests = try record.embedded("input_output") else { throw RecordError("\"input_output\" is empty") }
        let (inputs, outputs) = (try tests.requiredArray("inputs"), try tests.requiredArray("outputs"))
        guard inputs.count == outputs.count, !inputs.isEmpty else {
            throw RecordError(
                "there are \(inputs.count) inputs and \(outputs.count) outputs; there must be as many, and one")
        }
        let work: TaskWork =
            if let function = tests["fn_name"]?.string {
                .function(try calls(inputs, outputs, of: function))
            } else {
                .stream(try streams(inputs, outputs))
            }
        let id = record.name("task_id", "problem_id", "id", "name") ?? String(line)
        var task = EvaluationTask(id: id, work: work)
        task.language = "python3"
        task.timeLimit = .seconds(4)
        task.references = try references(record)
        return task
    }

    private static func references(_ record: JSONTree) throws(RecordError) -> [Candidate] {
        guard record["solutions"] != nil, record["solutions"] != .string("") else { return [] }
        return (try record.embedded("solutions")?.array ?? []).compactMap(\.string).map {
            Candidate($0, isComplete: true)
        }
    }

    private static func streams(_ inputs: [JSONTree], _ outputs: [JSONTree]) throws(RecordError) -> StreamWork {
        var work = StreamWork(tests: [], comparator: .nearTokens)
        work.importsUsualNames = true
        for (input, output) in zip(inputs, outputs) {
            work.tests.append(StreamWork.Test(input: try text(input), output: try text(output)))
        }
        return work
    }

    /// A text, or the lines of one.
    private static func text(_ value: JSONTree) throws(RecordError) -> String {
        if let text = value.string { return text }
        guard let lines = value.array?.map(\.string), !lines.contains(nil) else {
            throw RecordError("an input or output is \(value.kind), and should be a text or its lines")
        }
        return lines.compactMap(\.self).joined(separator: "\n")
    }

    private static func calls(
        _ inputs: [JSONTree], _ outputs: [JSONTree], of name: String
    ) throws(RecordError) -> FunctionWork {
        guard let signature = FunctionSignature(name: name) else {
            throw RecordError("\"\(name)\" cannot be a function's name")
        }
        var comparison = ValueComparison()
        comparison.boolsAreNumbers = true
        comparison.isExact = true
        comparison.unwrapsOnlyElement = true
        var work = FunctionWork(signature: signature, tests: [], comparison: comparison)
        for (input, output) in zip(inputs, outputs) {
            guard let arguments = input.array else {
                throw RecordError("an input is \(input.kind), and should be an array")
            }
            work.tests.append(FunctionWork.Test(arguments: arguments, result: output))
        }
        return work
    }
}
