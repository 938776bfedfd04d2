internal import Executions
internal import Grading
internal import Hummingbird
internal import Sandbox
internal import Units

/// A submission with all that is known of it, field by field, as Judge0 tells it. Pure.
struct Judge0Record: Sendable {
    /// How far it is.
    enum Phase: Sendable {
        case open
        /// A worker has it.
        case begun
        case done(ExecutionResult)
        /// Nothing came of it, for this reason.
        case failed(String)
    }

    /// What a field says.
    enum Value: Hashable {
        case json(JSONValue)
        /// A text of the program's, which may be no UTF-8; nil: nothing.
        case bytes([UInt8]?)
    }

    /// The fields that are told where nobody says which.
    static let usualFields = [
        "token", "time", "memory", "stdout", "stderr", "compile_output", "message", "status",
    ]
    /// All fields of Judge0's.
    static let allFields = [
        "source_code", "language_id", "stdin", "expected_output", "stdout", "status_id", "created_at", "finished_at",
        "time", "memory", "stderr", "token", "number_of_runs", "cpu_time_limit", "cpu_extra_time", "wall_time_limit",
        "memory_limit", "stack_limit", "max_processes_and_or_threads", "enable_per_process_and_thread_time_limit",
        "enable_per_process_and_thread_memory_limit", "max_file_size", "compile_output", "exit_code", "exit_signal",
        "message", "wall_time", "compiler_options", "command_line_arguments", "redirect_stderr_to_stdout",
        "callback_url", "additional_files", "enable_network", "started_at", "queued_at", "updated_at", "queue_host",
        "execution_host", "status", "language",
    ]
    /// Fields that are told only where they are asked for by name: its own SDK takes no answer that has them.
    private static let namedFields = ["started_at", "queued_at", "updated_at", "queue_host", "execution_host"]
    /// Fields that Judge0 does not have.
    private static let ownFields = ["verdict", "tests"]
    /// What `*` asks for.
    static let starFields = allFields.filter { !namedFields.contains($0) }

    var token: String
    var note: Judge0Note
    var execution: Execution
    var phase: Phase
    /// Whether nothing is made of the sources: then nothing is told of compiling.
    var isCompiled: Bool
    /// The language's name with its version.
    var languageName: String
    /// When it was taken, in nanoseconds since 1970 (UTC).
    var createdAt: Int64
    /// When a worker began with it, and when it ended; nil: not yet, or nobody knows.
    var startedAt: Int64?
    /// See ``startedAt``.
    var finishedAt: Int64?

    private var result: ExecutionResult? { if case .done(let result) = phase { result } else { nil } }

    /// The test that the whole is told by: the first that was not accepted, else the last.
    private var decisive: ExecutedTest? { result?.tests.first { $0.verdict != .accepted } ?? result?.tests.last }

    /// Of a language that is only looked at before it runs: the program is wrong, which others find out when it runs.
    private var isWrongScript: Bool { result?.compilation.succeeded == false && !isCompiled }

    /// What is said of it.
    var status: Judge0Status {
        switch phase {
        case .open: .inQueue
        case .begun: .processing
        case .failed: .internalError
        case .done: isWrongScript ? .nonZeroExit : decisive.map { Judge0Status($0) } ?? undone
        }
    }

    /// Where no test was run: the program did not compile, or the checker did not, which is not the program's fault.
    private var undone: Judge0Status { failedChecker == nil ? .compilationError : .internalError }

    private var failedChecker: ExecutionCompilation? {
        result?.checker.flatMap { $0.succeeded ? nil : $0 }
    }

    /// What a field says; nil if there is no such field.
    func value(_ name: String) -> Value? {
        switch name {
        case "token": .json(.text(token))
        case "status": .json(status.json)
        case "status_id": .json(.integer(Int64(status.rawValue)))
        case "language": .json(["id": note.fields["language_id"] ?? .null, "name": .text(languageName)])
        case "source_code": .bytes(execution.sources.first?.bytes)
        case "stdin": .bytes(note.hasInput ? execution.tests.first?.input : nil)
        case "expected_output": .bytes(note.hasExpected ? execution.tests.first?.expectation?.output : nil)
        case "created_at", "queued_at": time(createdAt)
        case "started_at": time(startedAt)
        case "finished_at": time(finishedAt)
        case "updated_at": time(finishedAt ?? createdAt)
        case "queue_host": .json(.null)
        case "execution_host": .json(.optional(result?.worker))
        case "verdict": .json(.optional(result?.verdict.rawValue))
        case "tests": .json(.null)
        default: measured(name) ?? written(name) ?? noted(name)
        }
    }

    private func noted(_ name: String) -> Value? {
        Self.allFields.contains(name) ? .json(note.fields[name] ?? .null) : nil
    }

    private func time(_ nanoseconds: Int64?) -> Value {
        .json(.optional(nanoseconds.map { Judge0Number.time($0) }))
    }

    private func measured(_ name: String) -> Value? {
        let tests = result?.tests ?? []
        func average(_ value: (ExecutedTest) -> Double) -> Double? {
            tests.isEmpty ? nil : tests.reduce(0) { $0 + value($1) } / Double(tests.count)
        }
        func decimal(_ value: Double?) -> Value { .json(.optional(value.map { Judge0Number.decimal($0) })) }
        switch name {
        case "time":
            if isWrongScript { return decimal(result?.compilation.cpuTime.inSeconds) }
            return decimal(note.hasTests ? tests.map(\.cpuTime.inSeconds).max() : average { $0.cpuTime.inSeconds })
        case "wall_time":
            return decimal(note.hasTests ? tests.map(\.wallTime.inSeconds).max() : average { $0.wallTime.inSeconds })
        case "memory":
            let kilobytes = { (test: ExecutedTest) in Double(test.memory.bytes / 1024) }
            return .json(.optional((note.hasTests ? tests.map(kilobytes).max() : average(kilobytes)).map { Int64($0) }))
        // What a signal ended has 0 there, as what has no status of its own.
        case "exit_code": return .json(.optional(isWrongScript ? 1 : decisive.map { $0.ending.status ?? 0 }))
        case "exit_signal": return .json(.optional(decisive?.ending.signal?.rawValue))
        default: return nil
        }
    }

    private func written(_ name: String) -> Value? {
        switch name {
        case "stdout": filled(decisive?.output)
        case "stderr": filled(isWrongScript ? result.map { Array($0.compilation.complaint.utf8) } : decisive?.error)
        case "compile_output": filled(isCompiled ? result.map { Array(compilerOutput($0.compilation).utf8) } : nil)
        case "message": filled(message.map { Array($0.utf8) })
        default: nil
        }
    }

    private func filled(_ bytes: [UInt8]?) -> Value { .bytes(bytes?.isEmpty == true ? nil : bytes) }

    private func compilerOutput(_ compilation: ExecutionCompilation) -> String {
        if compilation.ranOutOfTime(execution.compilation) { return "Compilation time limit exceeded." }
        return compilation.succeeded ? compilation.log : compilation.complaint
    }

    private var message: String? {
        if case .failed(let reason) = phase { return reason }
        if isWrongScript { return "Exited with error status 1" }
        if let failedChecker { return "the checker does not compile: \(failedChecker.complaint)" }
        return decisive.flatMap { Self.message(of: $0) }
    }

    private static func message(of test: ExecutedTest) -> String? {
        switch test.ending {
        case .exited(0): test.verdict == .judgeError ? test.message : nil
        case .exited(let status): "Exited with error status \(status)"
        case .cpuLimit: "Time limit exceeded"
        case .wallLimit: "Time limit exceeded (wall clock)"
        case .failed: test.message
        default: "Caught fatal signal \(test.ending.signal?.rawValue ?? 0)"
        }
    }
}

extension Judge0Record {
    /// The texts of some fields are no UTF-8.
    struct NotText: Error, Hashable {}

    /// These fields.
    /// - Parameters:
    ///   - base64: whether texts are written in base 64.
    /// - Throws: ``NotText`` if that is not so, and one cannot be written otherwise.
    func json(_ names: [String], base64: Bool) throws(NotText) -> JSONValue {
        var members: [String: JSONValue] = [:]
        for name in names {
            guard name != "tests" else { continue }
            switch value(name) {
            case .json(let value)?: members[name] = value
            case .bytes(let bytes)?: members[name] = try Self.text(bytes, base64: base64)
            case nil: continue
            }
        }
        if note.hasTests, names.contains("tests") || names == Self.usualFields || names == Self.starFields {
            members["tests"] = try tests(base64: base64)
        }
        return .object(members)
    }

    private func tests(base64: Bool) throws(NotText) -> JSONValue {
        var elements: [JSONValue] = []
        for test in result?.tests ?? [] {
            let name = test.index < execution.tests.count ? execution.tests[test.index].name : ""
            elements.append(try Self.json(test, name: name, base64: base64))
        }
        return .array(elements)
    }

    /// A test case that has ended.
    static func json(_ test: ExecutedTest, name: String, base64: Bool) throws(NotText) -> JSONValue {
        [
            "index": .integer(Int64(test.index)), "name": .text(name), "status": Judge0Status(test).json,
            "verdict": .text(test.verdict.rawValue), "time": .text(Judge0Number.decimal(test.cpuTime.inSeconds)),
            "wall_time": .text(Judge0Number.decimal(test.wallTime.inSeconds)),
            "memory": .integer(test.memory.bytes / 1024), "exit_code": .optional(test.ending.status),
            "exit_signal": .optional(test.ending.signal?.rawValue),
            "stdout": try text(test.output, base64: base64), "stderr": try text(test.error, base64: base64),
            "message": .optional(message(of: test)),
        ]
    }

    private static func text(_ bytes: [UInt8]?, base64: Bool) throws(NotText) -> JSONValue {
        guard let bytes, !bytes.isEmpty else { return .null }
        if base64 { return .text(Base64.lines(bytes)) }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw NotText() }
        return .text(text)
    }

    /// The fields that a request asks for; nil asks for the usual ones, `*` for all.
    /// - Throws: ``FacadeAnswer``, 400 with those that there are not.
    static func fields(_ text: String?) throws(FacadeAnswer) -> [String] {
        guard let text, !text.isEmpty else { return usualFields }
        let names = text.split(separator: ",").map { $0.trimmingSpaces }
        if names.contains("*") { return starFields }
        let unknown = names.filter { !allFields.contains($0) && !ownFields.contains($0) }
        guard unknown.isEmpty else {
            throw FacadeAnswer(
                .badRequest,
                ["error": .text("invalid fields: [\(unknown.joined(separator: ", ").prefix(1000))]")])
        }
        return names
    }
}
