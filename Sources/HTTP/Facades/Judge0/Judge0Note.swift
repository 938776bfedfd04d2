internal import FoundationEssentials
internal import Outgoing

/// What is kept with an execution, so that Judge0's API can tell of it what was asked for. Pure.
struct Judge0Note: Hashable, Sendable {
    /// Larger archives are not told again.
    private static let mostAdditionalFiles = 700 << 10

    /// The fields that are told as they came, or as they hold.
    var fields: [String: JSONValue]
    /// Whether the submission has test cases of its own.
    var hasTests: Bool
    /// Whether it had something to read, and to write: nothing and an empty text are told apart.
    var (hasInput, hasExpected): (Bool, Bool)

    init(_ submission: Judge0Submission) {
        func decimal(_ value: Double) -> JSONValue { .text(Judge0Number.decimal(value)) }
        fields = [
            "language_id": .integer(Int64(submission.language)), "number_of_runs": .integer(submission.runs),
            "cpu_time_limit": decimal(submission.cpuTime), "cpu_extra_time": decimal(submission.extraTime),
            "wall_time_limit": decimal(submission.wallTime), "memory_limit": .integer(submission.memory),
            "stack_limit": .integer(submission.stack),
            "max_processes_and_or_threads": .integer(submission.processes),
            "max_file_size": .integer(submission.fileSize),
            "compiler_options": .optional(submission.compilerOptions),
            "command_line_arguments": .optional(submission.arguments),
            "redirect_stderr_to_stdout": .bool(submission.mergesError), "enable_network": false,
            "callback_url": .optional(submission.callback?.text),
        ]
        for (name, value) in submission.flags { fields[name] = .bool(value) }
        if let files = submission.additionalFiles, files.utf8.count <= Self.mostAdditionalFiles {
            fields["additional_files"] = .text(files)
        }
        hasTests = submission.tests != nil
        (hasInput, hasExpected) = (submission.input != nil, submission.expected != nil)
    }

    /// As it is kept.
    func bytes() throws -> [UInt8] {
        let tree: JSONValue = [
            "fields": .object(fields), "tests": .bool(hasTests), "stdin": .bool(hasInput),
            "expected": .bool(hasExpected),
        ]
        return Array(try JSON.encoder().encode(tree))
    }

    /// Reads what was kept.
    init(_ bytes: [UInt8]) throws {
        let tree = try StrictJSON.value(bytes)
        fields = tree["fields"]?.object ?? [:]
        hasTests = tree["tests"] == true
        (hasInput, hasExpected) = (tree["stdin"] == true, tree["expected"] == true)
    }
}

/// Numbers and times as Judge0 writes them.
enum Judge0Number {
    /// At most three digits behind the dot, and at least one: `0.002`, `5.0`.
    static func decimal(_ value: Double) -> String {
        let thousandths = Int64((value * 1000).rounded())
        var digits = String(1000 + abs(thousandths) % 1000).dropFirst()
        while digits.count > 1, digits.last == "0" { digits = digits.dropLast() }
        return "\(thousandths < 0 ? "-" : "")\(abs(thousandths) / 1000).\(digits)"
    }

    /// `2026-01-31T12:00:00.000Z`.
    static func time(_ nanoseconds: Int64) -> String {
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        // Whole milliseconds, so that nothing is rounded up.
        return Date(timeIntervalSince1970: Double(nanoseconds / 1_000_000) / 1000 + 0.000_1).formatted(style)
    }
}
