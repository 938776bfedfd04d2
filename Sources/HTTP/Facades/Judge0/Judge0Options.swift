internal import Units

/// What Judge0's API allows, under the names of its own settings.
public struct Judge0Options: Hashable, Sendable {
    /// A number that a request may set, with the one that holds where it does not.
    public struct Range: Hashable, Sendable {
        /// Where the request does not say it.
        public var usual: Double
        /// The least and the most.
        public var allowed: ClosedRange<Double>

        /// A number of that range.
        public init(_ usual: Double, in allowed: ClosedRange<Double>) {
            (self.usual, self.allowed) = (usual, allowed)
        }
    }

    /// CPU time in seconds, the time beyond it after which a program is ended, and time from start to end.
    public var cpuTimeLimit = Range(5, in: 0...15)
    /// See ``cpuTimeLimit``.
    public var cpuExtraTime = Range(1, in: 0...5)
    /// See ``cpuTimeLimit``.
    public var wallTimeLimit = Range(10, in: 1...20)
    /// Memory in kilobytes.
    public var memoryLimit = Range(128_000, in: 2048...512_000)
    /// The main thread's stack in kilobytes.
    public var stackLimit = Range(64_000, in: 0...128_000)
    /// Processes and threads at once.
    public var processes = Range(60, in: 1...120)
    /// What a program may write, in kilobytes.
    public var maxFileSize = Range(1024, in: 0...4096)
    /// How often it is run.
    public var numberOfRuns = Range(1, in: 1...20)
    /// What unpacked additional files may have, in kilobytes.
    public var maxExtractSize = 10_240
    /// The most submissions that may wait.
    public var maxQueueSize = 100
    /// The most submissions of one request.
    public var maxBatchSize = 20
    /// The most test cases of one submission.
    public var maxTestCases = 1000
    /// What is said instead of taking or deleting submissions; nil: the API is in service.
    public var maintenance: String?
    /// Whether requests may wait for the result.
    public var enablesWait = true
    /// Whether requests may have several submissions.
    public var enablesBatch = true
    /// Whether submissions may be deleted.
    public var enablesDelete = true
    /// Whether additional files are taken.
    public var enablesAdditionalFiles = true
    /// Whether others may be told when submissions have ended.
    var enablesCallbacks = false
    /// What a request that does not say whether it is in base 64 means.
    public var base64IsUsual = false
    /// The fields of the header, and the parameters of the query, that tokens stand in.
    public var tokenNames = ["X-Auth-Token", "X-Auth-User"]
    /// How long a submission is kept after its end.
    public var timeToLive = Duration.seconds(86_400)
    /// How long a request waits for the result at most.
    public var longestWait = Duration.seconds(600)

    /// The defaults of Judge0 1.13.1.
    public init() {}

    static let version = "1.13.1"
}

extension Judge0Options {
    /// What `GET /config_info` tells.
    var configuration: JSONValue {
        func integer(_ value: Double) -> JSONValue { .integer(Int64(value)) }
        var members: [String: JSONValue] = [
            "maintenance_mode": .bool(maintenance != nil), "enable_wait_result": .bool(enablesWait),
            "enable_compiler_options": true,
            "allowed_languages_for_compile_options": [], "enable_command_line_arguments": true,
            "enable_submission_delete": .bool(enablesDelete), "enable_callbacks": .bool(enablesCallbacks),
            "callbacks_max_tries": .integer(Int64(Judge0Callbacks.tries)),
            "callbacks_timeout": .number(5), "enable_additional_files": .bool(enablesAdditionalFiles),
            "max_queue_size": .integer(Int64(maxQueueSize)), "max_extract_size": .integer(Int64(maxExtractSize)),
            "enable_batched_submissions": .bool(enablesBatch),
            "max_submission_batch_size": .integer(Int64(maxBatchSize)), "submission_cache_duration": .number(0),
            "use_docs_as_homepage": false, "allow_enable_network": false, "enable_network": false,
            "disable_implicit_base64_encoding": .bool(!base64IsUsual), "redirect_stderr_to_stdout": false,
            "number_of_runs": integer(numberOfRuns.usual),
            "max_number_of_runs": integer(numberOfRuns.allowed.upperBound),
        ]
        for (name, range) in [
            ("cpu_time_limit", cpuTimeLimit), ("cpu_extra_time", cpuExtraTime), ("wall_time_limit", wallTimeLimit),
        ] {
            members[name] = .number(range.usual)
            members["max_" + name] = .number(range.allowed.upperBound)
        }
        for (name, range) in [
            ("memory_limit", memoryLimit), ("stack_limit", stackLimit), ("max_processes_and_or_threads", processes),
            ("max_file_size", maxFileSize),
        ] {
            members[name] = integer(range.usual)
            members["max_" + name] = integer(range.allowed.upperBound)
        }
        for name in Judge0Submission.perProcess {
            members[name] = false
            members["allow_" + name] = true
        }
        return .object(members)
    }
}
