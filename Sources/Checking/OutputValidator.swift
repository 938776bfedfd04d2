public import Sandbox
public import SystemPackage
public import Units

/// A package's own output validator, built and ready to run in the sandbox.
///
/// It is called as `program input answer feedback/ arguments…` with the output on standard input (problem package format,
/// "Output validators"), and sees nothing else of the test.
public struct OutputValidator: Sendable {
    /// How to start the program: command, environment and directories of its language. Streams, arguments of the test
    /// and the feedback directory are added to it.
    public var program: RunRequest
    /// The cell that the program needs.
    public var cell: CellConfiguration
    /// The package's arguments, behind the three of the format.
    public var arguments: [String]

    /// The size of its feedback directory.
    public static let feedbackLimit = ByteCount.mebibytes(16)

    /// Where the validator sees the test's directory, with the files `input` and `answer`.
    public static let dataPath = "/data"
    /// Where the validator sees its feedback directory.
    public static let feedbackPath = "/feedback"

    /// A validator started as `program` says, in a cell of `cell`, within `program.limits`.
    public init(program: RunRequest, cell: CellConfiguration, arguments: [String] = []) {
        self.program = program
        self.cell = cell
        self.arguments = arguments
    }

    /// How much is kept of what it writes to a stream, at its beginning and its end.
    private static let wordLimit = ByteCount.kibibytes(64)

    /// What a validator said, and what it left.
    public struct Judgement: Sendable {
        /// Accepted, rejected, or the validator's own failure.
        public var verdict: ValidatorDecision
        /// The files of its feedback directory.
        public var feedback: ValidatorFeedback
        /// The run itself: times, memory, streams.
        public var run: RunResult
    }

    /// Judges one output.
    /// - Parameters:
    ///   - output: What the submission wrote.
    ///   - data: A directory below `executor.store` that holds the test as `input` and `answer`.
    ///   - feedback: A directory below `executor.store` with what earlier passes left; nil: nothing.
    /// - Throws: ``SandboxError`` if the validator could not be run or its feedback not be read.
    public func validate(
        _ output: RunRequest.StandardInput, data: FilePath, feedback: FilePath? = nil, on executor: some Executor
    ) async throws(SandboxError) -> Judgement {
        var placement = placement(data: data, feedback: feedback)
        placement.request.standardInput = output
        placement.request.standardOutput = .collectEnds(Self.wordLimit)
        return try judgement(of: try await executor.run(placement.request, in: placement.cell))
    }

    /// How the validator is run: what it reads and writes is for the caller to say.
    public func placement(data: FilePath, feedback: FilePath?) -> Placement {
        var request = program
        request.command += ["\(Self.dataPath)/input", "\(Self.dataPath)/answer", "\(Self.feedbackPath)/"] + arguments
        request.directories.append(RunRequest.Directory(hostPath: data, path: Self.dataPath))
        request.scratch.append(
            RunRequest.Scratch(path: Self.feedbackPath, size: Self.feedbackLimit, isKept: true, contents: feedback))
        request.standardError = .collectEnds(Self.wordLimit)
        return Placement(request, in: cell)
    }

    /// What a run of it says.
    /// - Throws: ``SandboxError`` if its feedback cannot be read.
    public func judgement(of result: RunResult) throws(SandboxError) -> Judgement {
        var verdict = ValidatorDecision(result, limits: program.limits)
        let feedback: ValidatorFeedback
        if let contents = result.scratch[Self.feedbackPath] {
            feedback = try ValidatorFeedback { (name, limit) throws(SandboxError) in
                try contents.read(name, limit: limit)
            }
        } else {
            feedback = ValidatorFeedback()
        }
        if case .judgeError = verdict {
        } else if result.scratch[Self.feedbackPath]?.isFull == true {
            verdict = .judgeError(
                "the output validator filled its feedback directory of \(Self.feedbackLimit); let it write less")
        } else if let problem = feedback.problems.first {
            verdict = .judgeError("the output validator's feedback: " + problem)
        }
        return Judgement(verdict: verdict, feedback: feedback, run: result)
    }
}
