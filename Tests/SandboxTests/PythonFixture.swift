import FoundationEssentials
import Sandbox
import Synchronization
import SystemPackage
import TestSupport
import Testing
import Units

/// Programs in Python in cells of one sandbox: each as a copy of a start that it has in common with others, or cold.
struct PythonFixture {
    static let modules = [
        "abc", "array", "bisect", "cmath", "collections", "contextlib", "copy", "datetime", "decimal", "enum",
        "fractions",
        "functools", "heapq", "itertools", "json", "math", "numbers", "operator", "random", "re", "statistics",
        "string",
        "time", "types", "typing",
    ]

    static let hasCopies = ConditionTrait.enabled(if: CopiedStarts.areThere, Comment(rawValue: CopiedStarts.need))

    let sandbox: Sandbox
    private let number = Counter()

    init(_ sandbox: Sandbox) {
        self.sandbox = sandbox
    }

    /// Runs `source` with `input`.
    /// - Parameters:
    ///   - source: what is in `main.py`.
    ///   - input: its standard input.
    ///   - isWarm: whether it may be a copy.
    ///   - files: what lies beside it.
    ///   - change: changes the request.
    func run(
        _ source: String, _ input: String = "", isWarm: Bool, files: [String: String] = [:],
        _ change: (inout RunRequest) -> Void = { _ in }
    ) async throws -> RunResult {
        let directory = sandbox.store.appending("python-\(number.next())")
        try FileManager.default.createDirectory(atPath: directory.string, withIntermediateDirectories: true)
        for (name, text) in files.merging(["main.py": source], uniquingKeysWith: { $1 }) {
            try Data(text.utf8).write(to: URL(filePath: directory.appending(name).string))
        }
        var request = RunRequest(
            command: ["/usr/bin/python3", "-B", "-s", "/box/main.py"],
            environment: [
                "HOME": "/tmp", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "PYTHONHASHSEED": "0", "TMPDIR": "/tmp",
            ],
            workingDirectory: "/box", directories: [.init(hostPath: directory, path: "/box")],
            scratch: [.init(path: "/tmp", size: .mebibytes(16)), .init(path: "/dev/shm", size: .mebibytes(16))],
            standardInput: .bytes(Array(input.utf8)),
            limits: Limits(
                cpuTime: .seconds(10), wallTime: .seconds(30), memory: .mebibytes(256), output: .mebibytes(1),
                processes: 32), descriptors: true)
        change(&request)
        var cell = CellConfiguration.shell
        if isWarm { cell.warmStart = WarmStart(like: request, modules: Self.modules) }
        return try await sandbox.run(request, in: cell)
    }

    /// Numbers, each once.
    private final class Counter: Sendable {
        private let value = Atomic(0)

        func next() -> Int { value.add(1, ordering: .relaxed).newValue }
    }
}

/// What anybody can see of a run that is over.
struct RunAppearance: Hashable {
    let outcome: String
    let output: String
    let error: String

    init(_ result: RunResult) {
        outcome = result.outcome.description
        output = String(decoding: result.standardOutput, as: UTF8.self)
        error = String(decoding: result.standardError, as: UTF8.self)
    }
}
