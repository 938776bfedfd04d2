public import Sandbox
public import SystemPackage
public import Units

/// A package's own checker or interactor that follows testlib's conventions, built and ready to run in the sandbox.
///
/// It is called as `program input output answer`, and sees nothing else of the test. A checker reads the output, an interactor
/// writes it, for the checker, while it talks with the submission over its standard streams.
public struct TestlibProgram: Sendable {
    /// How to start the program: command, environment and directories of its language. Streams and files of the test are added
    /// to it.
    public var program: RunRequest
    /// The cell that the program needs.
    public var cell: CellConfiguration

    /// The most that an interactor may write for the checker.
    public static let logLimit = ByteCount.mebibytes(64)

    /// A place that every cell has.
    private static let logFolder = OutputValidator.feedbackPath
    private static let logFile = "output"

    /// A program started as `program` says, in a cell of `cell`, within `program.limits`.
    public init(program: RunRequest, cell: CellConfiguration) {
        self.program = program
        self.cell = cell
    }

    /// Asks it, as the checker, about one output.
    /// - Parameters:
    ///   - output: what the submission wrote, or the interactor.
    ///   - data: a directory below `executor.store` that holds the test as `input` and `answer`.
    /// - Throws: ``SandboxError`` if it could not be run.
    public func check(
        _ output: InputFile, data: FilePath, on executor: any Executor
    ) async throws(SandboxError) -> TestlibDecision {
        // A program that opens this gets the file itself, from its beginning.
        var request = request(output: "/dev/stdin", data: data)
        request.standardInput = .file(output)
        request.standardOutput = .discard
        return decision(of: try await executor.run(request, in: cell), called: "checker")
    }

    /// How it is run as an interactor: what it reads and writes is for the caller to say.
    public func interactor(data: FilePath) -> Placement {
        var request = request(output: "\(Self.logFolder)/\(Self.logFile)", data: data)
        request.scratch.append(RunRequest.Scratch(path: Self.logFolder, size: Self.logLimit, isKept: true))
        return Placement(request, in: cell)
    }

    /// What a run of it says.
    /// - Parameter name: what messages call it.
    public func decision(of run: RunResult, called name: String) -> TestlibDecision {
        TestlibDecision(run, limits: program.limits, called: name)
    }

    /// What an interactor wrote for the checker; empty if it wrote nothing.
    /// - Throws: ``SandboxError`` if it cannot be read.
    public static func log(of run: RunResult) throws(SandboxError) -> [UInt8] {
        try run.scratch[logFolder]?.read(logFile, limit: logLimit) ?? []
    }

    private func request(output: String, data: FilePath) -> RunRequest {
        var request = program
        request.command += ["\(OutputValidator.dataPath)/input", output, "\(OutputValidator.dataPath)/answer"]
        request.directories.append(RunRequest.Directory(hostPath: data, path: OutputValidator.dataPath))
        request.standardError = .collectEnds(.kibibytes(64))
        return request
    }
}
