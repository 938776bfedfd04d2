import JSONText
import Units

/// A record of MBPP: a program, then asserts.
enum MBPPRecord {
    static func task(_ record: JSONTree) throws(RecordError) -> EvaluationTask {
        guard let id = record.name("task_id", "id") else { throw RecordError("the key \"task_id\" is missing") }
        let imports = try record.strings("test_imports")
        let code = try record.optionalString("test_setup_code") ?? SandboxFusionRow.label("test_setup_code", of: record)
        let setup = [code ?? ""] + imports
        let before = setup.filter { !$0.isEmpty }.map { $0 + "\n" }.joined()
        let tests = try record.strings("test_list")
        guard !tests.isEmpty else { throw RecordError("\"test_list\" is empty") }
        let work = ProgramWork(before: before, after: "\n" + tests.joined(separator: "\n"))
        var task = EvaluationTask(id: id, work: .program(work))
        task.language = "python3"
        task.timeLimit = .seconds(3)
        if let code = try record.firstString("code", "canonical_solution") {
            task.references = [Candidate(code, isComplete: true)]
        }
        return task
    }
}

/// A record of MultiPL-E: a prompt, what completes it, and tests in the same program.
enum MultiPLERecord {
    static func task(_ record: JSONTree) throws(RecordError) -> EvaluationTask {
        let tests = try record.requiredString("tests")
        let language = try record.requiredString("language")
        guard language != "d" else {
            // Without the compiler's switch for it, no program would ever be tested.
            throw RecordError("tests in D's unittest blocks are not run here")
        }
        let work: TaskWork =
            if language.hasPrefix("go_test") {
                .unitTests(goTests(tests))
            } else if tests.hasPrefix("}") {
                .program(ProgramWork(closing: "\n}", after: String(tests.dropFirst())))
            } else {
                .program(ProgramWork(after: "\n" + tests))
            }
        var task = EvaluationTask(id: try record.requiredString("name"), work: work)
        task.language = language
        task.prompt = try record.requiredString("prompt")
        task.timeLimit = .seconds(15)
        task.samples = try record.strings("completions").map { Candidate($0, isComplete: false) }
        return task
    }

    /// In Go, program and tests are one file.
    private static func goTests(_ tests: String) -> UnitTestWork {
        var work = UnitTestWork(runner: .go, programFile: "program_test.go", files: [])
        work.after = "\n" + tests
        return work
    }
}
