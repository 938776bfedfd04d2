public import Problems
public import Sandbox
public import SystemPackage
public import Units

/// A package's own checker or interactor, built and ready to run in the sandbox, that follows a ``CheckerConvention``.
///
/// It sees the test's input and answer, and nothing else of it. A checker reads the output; an interactor writes it, for the
/// checker, while it talks with the submission over its standard streams.
public struct CheckerProgram: Sendable {
    /// How to start the program: command, environment and directories of its language. Streams and files of the test are added
    /// to it.
    public var program: RunRequest
    /// The cell that the program needs.
    public var cell: CellConfiguration
    /// How it is called, and how it answers.
    public var convention: CheckerConvention

    /// What some conventions call the output in the working directory: a link to standard input.
    public static let outputLink = "user_out"

    /// The most that an interactor may write for the checker.
    public static let logLimit = ByteCount.mebibytes(64)

    /// Where it writes files: a place that every cell has.
    static let folder = OutputValidator.feedbackPath
    static let scoreFile = "score"
    private static let reportFile = "report"
    private static let logFile = "output"
    /// The most that a checker may write to its files.
    private static let fileLimit = ByteCount.mebibytes(8)
    /// The most that is kept of what it says.
    private static let wordLimit = ByteCount.kibibytes(64)

    /// A program started as `program` says, in a cell of `cell`, within `program.limits`.
    public init(program: RunRequest, cell: CellConfiguration, by convention: CheckerConvention) {
        self.program = program
        self.cell = cell
        self.convention = convention
    }

    /// Asks it, as the checker, about one output.
    /// - Parameters:
    ///   - output: what the submission wrote, or the interactor.
    ///   - data: a directory below `executor.store` that holds the test as `input` and `answer`, and ``outputLink``.
    ///   - arguments: what it is called with about this test, behind the words of the convention.
    ///   - executor: who runs it.
    /// - Throws: ``SandboxError`` if it could not be run.
    public func check(
        _ output: InputFile, data: FilePath, arguments: [String] = [], on executor: any Executor
    ) async throws(SandboxError) -> CheckerDecision {
        // A program that opens this gets the file itself, from its beginning.
        var request = request(convention.checkerArguments, output: "/dev/stdin", data: data)
        request.command += arguments
        request.standardInput = .file(output)
        request.standardOutput = .collectEnds(Self.wordLimit)
        // There its files have fixed names.
        if convention.answer == .syzoj { request.workingDirectory = OutputValidator.dataPath }
        if convention.checkerArguments.contains(where: { $0.contains("{score}") || $0.contains("{report}") }) {
            request.scratch.append(RunRequest.Scratch(path: Self.folder, size: Self.fileLimit, isKept: true))
        }
        return decision(of: try await executor.run(request, in: cell), called: "checker")
    }

    /// How it is run as an interactor: what it reads and writes is for the caller to say.
    /// - Parameters:
    ///   - data: as for ``check(_:data:arguments:on:)``.
    ///   - arguments: what it is called with about this test, behind the words of the convention.
    public func interactor(data: FilePath, arguments: [String] = []) -> Placement {
        var request = request(
            convention.interactorArguments, output: "\(Self.folder)/\(Self.logFile)", data: data)
        request.command += arguments
        request.scratch.append(RunRequest.Scratch(path: Self.folder, size: Self.logLimit, isKept: true))
        return Placement(request, in: cell)
    }

    /// What a run of it says.
    /// - Parameter name: what messages call it.
    public func decision(of run: RunResult, called name: String) -> CheckerDecision {
        CheckerDecision(run, limits: program.limits, by: convention, called: name)
    }

    /// What an interactor wrote for the checker; empty if it wrote nothing.
    /// - Throws: ``SandboxError`` if it cannot be read.
    public static func log(of run: RunResult) throws(SandboxError) -> [UInt8] {
        try run.scratch[folder]?.read(logFile, limit: logLimit) ?? []
    }

    private func request(_ arguments: [String], output: String, data: FilePath) -> RunRequest {
        let places = [
            "{input}": "\(OutputValidator.dataPath)/input", "{answer}": "\(OutputValidator.dataPath)/answer",
            "{output}": output, "{score}": "\(Self.folder)/\(Self.scoreFile)",
            "{report}": "\(Self.folder)/\(Self.reportFile)",
        ]
        var request = program
        request.command += arguments.map { argument in
            places.reduce(argument) { $0.replacing($1.key, with: $1.value) }
        }
        request.directories.append(RunRequest.Directory(hostPath: data, path: OutputValidator.dataPath))
        request.standardError = .collectEnds(Self.wordLimit)
        return request
    }
}
