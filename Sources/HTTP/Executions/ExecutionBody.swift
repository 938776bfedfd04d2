internal import Coordinator
internal import Events
internal import Executions
internal import Units

/// An execution as a client asks for it.
struct ExecutionBody: Decodable, Sendable {
    /// What to run.
    var execution: Execution
    /// How it is kept.
    var keeping = ExecutionDesk.Keeping(api: "v1")
    /// Whether it is kept; else its client waits for it, and nothing is left of it.
    var isKept = true

    private enum Key: String, CodingKey, CaseIterable {
        case language, source, sources, files, limits, compile, tests, stdin, arguments, checker, priority, labels
        case compilerArguments = "compiler_arguments"
        case wantedFiles = "wanted_files"
        case stopAtFailure = "stop_at_failure"
        case mergeStderr = "merge_stderr"
        case expectedOutput = "expected_output"
        case keep, reuse
        case ttlSeconds = "ttl_seconds"
    }

    init(from decoder: any Decoder) throws {
        let object = try decoder.knownKeys(Key.self)
        let language = try object.decode(String.self, forKey: .language)
        var stored: [StoredContent] = []
        let checker = try object.decodeIfPresent(CheckerBody.self, forKey: .checker)
        execution = Execution(language: language, sources: [], tests: try Self.tests(object, checker, &stored))
        execution.checker = checker?.program?.checker(&stored)
        execution.sources = try Self.sources(object, .source, .sources, in: language)
            .files(at: { .source($0) }, &stored)
        execution.files =
            try object.decodeIfPresent([NamedContent].self, forKey: .files)?.files(at: { .file($0) }, &stored) ?? []
        execution.stored = stored
        execution.wantedFiles = try object.decodeIfPresent([String].self, forKey: .wantedFiles) ?? []
        execution.compilerArguments = try object.decodeIfPresent([String].self, forKey: .compilerArguments) ?? []
        try object.decodeIfPresent(ExecutionLimitsBody.self, forKey: .limits)?.apply(to: &execution.limits)
        try object.decodeIfPresent(ExecutionLimitsBody.self, forKey: .compile)?.apply(
            to: &execution.compilation, at: object)
        execution.stopsAtFailure = try object.decodeIfPresent(Bool.self, forKey: .stopAtFailure) ?? false
        execution.mergesError = try object.decodeIfPresent(Bool.self, forKey: .mergeStderr) ?? false
        isKept = try object.decodeIfPresent(Bool.self, forKey: .keep) ?? true
        keeping.mayBeReused = try object.decodeIfPresent(Bool.self, forKey: .reuse) ?? false
        keeping.labels = try object.decodeIfPresent([String: String].self, forKey: .labels) ?? [:]
        if let priority = try object.decodeIfPresent(PriorityBody.self, forKey: .priority) {
            keeping.priority = priority.logged
        }
        if let seconds = try object.decodeIfPresent(Int32.self, forKey: .ttlSeconds) {
            keeping.timeToLive = .seconds(Int64(seconds))
        }
    }

    /// The sources: those that are listed under one key, or the one that stands under the other.
    static func sources<Other: CodingKey>(
        _ object: KeyedDecodingContainer<Other>, _ one: Other, _ many: Other, in language: String
    ) throws -> [NamedContent] {
        if object.contains(many) {
            guard !object.contains(one) else {
                throw DecodingError.dataCorruptedError(
                    forKey: one, in: object, debugDescription: "cannot be there beside sources; leave one out")
            }
            return try object.decode([NamedContent].self, forKey: many)
        }
        let source = try object.decode(ContentBody.self, forKey: one)
        // The language gives it its extension. In Java a public type says what its file is called.
        guard language == "java", case .bytes(let bytes) = source, let name = JavaSource.publicType(in: bytes) else {
            return [NamedContent("main", source)]
        }
        return [NamedContent(name, source)]
    }

    /// The tests: those that are listed, or the one that stands in the object itself.
    /// - Parameter checker: what checks those that name none.
    private static func tests(
        _ object: KeyedDecodingContainer<Key>, _ checker: CheckerBody?, _ stored: inout [StoredContent]
    ) throws -> [ExecutionTest] {
        let own: [Key] = [.stdin, .arguments, .expectedOutput]
        if let checker, checker.isNameless {
            throw DecodingError.dataCorruptedError(
                forKey: .checker, in: object, debugDescription: CheckerBody.nameless)
        }
        guard object.contains(.tests) else {
            let body = try TestBody(object, (.stdin, .arguments, .expectedOutput))
            guard body.isExpecting || checker == nil || checker?.program != nil else {
                throw DecodingError.dataCorruptedError(
                    forKey: .checker, in: object, debugDescription: CheckerBody.nothing)
            }
            return [body.test(0, checker, &stored)]
        }
        if let both = own.first(where: object.contains) {
            throw DecodingError.dataCorruptedError(
                forKey: both, in: object, debugDescription: "cannot be there beside tests; each test has its own")
        }
        return try object.decode([TestBody].self, forKey: .tests).enumerated().map { index, body in
            guard !body.needsProgram || checker?.program != nil else {
                throw DecodingError.dataCorruptedError(
                    forKey: .tests, in: object,
                    debugDescription: "the checker of test \(index) \(CheckerBody.nameless)")
            }
            return body.test(index, checker, &stored)
        }
    }
}

/// A program that a client speaks with.
struct ProgramBody: Decodable, Sendable {
    /// What to run.
    var execution: Execution

    private enum Key: String, CodingKey, CaseIterable {
        case type, language, source, sources, arguments, limits
    }

    init(from decoder: any Decoder) throws {
        let object = try decoder.knownKeys(Key.self)
        let language = try object.decode(String.self, forKey: .language)
        var stored: [StoredContent] = []
        execution = Execution(
            language: language,
            sources: try ExecutionBody.sources(object, .source, .sources, in: language)
                .files(at: { .source($0) }, &stored))
        execution.stored = stored
        execution.tests[0].arguments = try object.decodeIfPresent([String].self, forKey: .arguments) ?? []
        try object.decodeIfPresent(ExecutionLimitsBody.self, forKey: .limits)?.apply(to: &execution.limits)
    }
}

/// A file with its name, as an answer has it.
struct FileBody: Encodable, Hashable, Sendable {
    var name: String
    var content: ByteText

    init(_ file: ExecutionFile) {
        (name, content) = (file.name, ByteText(file.bytes))
    }
}

/// What a test, a checker or the compiler may use; what is not said is as usual.
struct ExecutionLimitsBody: Decodable {
    private var cpu, wall: Int64?
    private var memory, output: Int64?
    private var processes: Int32?

    private enum Key: String, CodingKey, CaseIterable {
        case cpu = "cpu_ms"
        case wall = "wall_ms"
        case memory = "memory_bytes"
        case output = "output_bytes"
        case processes
    }

    init(from decoder: any Decoder) throws {
        let object = try decoder.knownKeys(Key.self)
        cpu = try Self.time(object, .cpu)
        wall = try Self.time(object, .wall)
        memory = try object.decodeIfPresent(Int64.self, forKey: .memory)
        output = try object.decodeIfPresent(Int64.self, forKey: .output)
        processes = try object.decodeIfPresent(Int32.self, forKey: .processes)
    }

    /// Milliseconds of which there are nanoseconds.
    private static func time(_ object: KeyedDecodingContainer<Key>, _ key: Key) throws -> Int64? {
        guard let time = try object.decodeIfPresent(Int64.self, forKey: key) else { return nil }
        guard (0...1_000_000_000).contains(time) else {
            throw DecodingError.dataCorruptedError(
                forKey: key, in: object, debugDescription: "must be from 0 to 1000000000 milliseconds")
        }
        return time
    }

    func apply(to limits: inout ProgramLimits) {
        if let cpu {
            limits.cpuTime = .milliseconds(cpu)
            // A test that needs its CPU time needs as much of the clock, and some more.
            limits.wallTime = max(limits.wallTime, limits.cpuTime * 2 + .seconds(1))
        }
        if let wall { limits.wallTime = .milliseconds(wall) }
        if let memory { limits.memory = ByteCount(memory) }
        if let output { limits.output = ByteCount(output) }
        if let processes { limits.processes = Int(processes) }
    }

    func apply<Other: CodingKey>(
        to limits: inout CompilationLimits, at object: KeyedDecodingContainer<Other>
    ) throws {
        guard wall == nil, output == nil, processes == nil else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: object.codingPath, debugDescription: "compile: there are cpu_ms and memory_bytes"))
        }
        if let cpu { limits.cpuTime = .milliseconds(cpu) }
        if let memory { limits.memory = ByteCount(memory) }
    }
}

/// How urgent an execution is.
private enum PriorityBody: String, Decodable, CaseIterable {
    case contest, interactive, normal, low

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        guard let known = Self(rawValue: try value.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: value,
                debugDescription: "must be one of \(Self.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        self = known
    }

    var logged: LoggedPriority {
        switch self {
        case .contest: .contest
        case .interactive: .interactive
        case .normal: .normal
        case .low: .rejudge
        }
    }
}
