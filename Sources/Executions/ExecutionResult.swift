public import Grading
public import Units

/// What came of an execution.
public struct ExecutionResult: Hashable, Sendable {
    /// How it was compiled.
    public var compilation: ExecutionCompilation
    /// How its own checker was compiled; nil if it has none, or was not compiled itself.
    public var checker: ExecutionCompilation?
    /// The tests that were run, in order; empty if it did not compile, or its checker did not.
    public var tests: [ExecutedTest]
    /// The worker that did it.
    public var worker: String

    /// A result.
    public init(compilation: ExecutionCompilation, tests: [ExecutedTest] = [], worker: String = "") {
        self.compilation = compilation
        self.tests = tests
        self.worker = worker
    }

    /// The verdict of the whole: that of the first test that was not accepted; `compileError` if it did not compile, `judgeError` if
    /// its checker did not.
    public var verdict: Verdict {
        guard compilation.succeeded else { return .compileError }
        guard checker?.succeeded ?? true else { return .judgeError }
        return tests.first { $0.verdict != .accepted }?.verdict ?? .accepted
    }
}

/// How an execution, or its checker, was compiled.
public struct ExecutionCompilation: Hashable, Sendable {
    /// Whether there is a program to run.
    public var succeeded: Bool
    /// Why not, in a sentence; empty if it succeeded.
    public var message = ""
    /// What the compiler said.
    public var log = ""
    /// CPU time of the compiler; what it was when it ran, if it ran for an earlier execution of the same sources.
    public var cpuTime = Duration.zero
    /// Whether it had been compiled before.
    public var isCached = false

    /// A compilation.
    public init(succeeded: Bool) {
        self.succeeded = succeeded
    }
}

/// What came of one test of an execution.
public struct ExecutedTest: Hashable, Sendable {
    /// The test's place in the execution.
    public var index: Int
    /// What is said of it: `accepted` if it ended well and, where something was expected, that was what it wrote.
    public var verdict: Verdict
    /// Why, in a sentence; empty if there is nothing to say.
    public var message = ""
    /// What the checker gives, where it gives points; the verdict is `partial` where it gives a part that is less than all.
    public var points: TestOutcome.Points?
    /// How the run ended.
    public var ending: ExecutionEnding
    /// CPU time in the program.
    public var userTime = Duration.zero
    /// CPU time in the kernel for it.
    public var systemTime = Duration.zero
    /// Time from its start to its end.
    public var wallTime = Duration.zero
    /// The most memory that its processes held at once.
    public var memory = ByteCount(0)
    /// What it wrote to standard output, and to standard error where that is merged.
    public var output: [UInt8] = []
    /// What it wrote to standard error.
    public var error: [UInt8] = []
    /// In which order it wrote to the two, as far as that could be seen; what is left out of it was written to standard
    /// output first, and then to standard error.
    public var order: [OutputPiece] = []
    /// The files that were to be brought back and are there.
    public var files: [ExecutionFile] = []
    /// Whether the host disturbed the run, so that its times may be too long.
    public var isDisturbed = false

    /// A test's result.
    public init(index: Int, verdict: Verdict, ending: ExecutionEnding) {
        self.index = index
        self.verdict = verdict
        self.ending = ending
    }

    /// CPU time in all.
    public var cpuTime: Duration { userTime + systemTime }

    /// Both streams as a terminal would show them: in the order in which they were written, as far as that was seen.
    public var transcript: [UInt8] {
        var text: [UInt8] = []
        var (out, err) = (output[...], error[...])
        for piece in order {
            if piece.isError {
                text += err.prefix(piece.count)
                err = err.dropFirst(piece.count)
            } else {
                text += out.prefix(piece.count)
                out = out.dropFirst(piece.count)
            }
        }
        return text + out + err
    }
}

/// Bytes that a program wrote to one of its streams before it wrote to the other.
public struct OutputPiece: Hashable, Sendable {
    /// Whether it wrote them to standard error.
    public var isError: Bool
    /// How many.
    public var count: Int

    /// A piece.
    public init(isError: Bool, count: Int) {
        self.isError = isError
        self.count = count
    }
}

extension [OutputPiece] {
    /// How many bytes were written to standard output, then to standard error, then to standard output, and so on.
    public var alternating: [UInt32] {
        // Pieces of one stream never follow each other.
        let counts = map { UInt32(clamping: $0.count) }
        return first?.isError == true ? [0] + counts : counts
    }

    /// The pieces whose counts ``alternating`` gives.
    public init(alternating counts: [UInt32]) {
        self = counts.enumerated().compactMap { place, count in
            count == 0 ? nil : OutputPiece(isError: place % 2 == 1, count: Int(count))
        }
    }
}

/// How a run of an execution ended.
public enum ExecutionEnding: Hashable, Sendable {
    /// By itself, with this status.
    case exited(Int32)
    /// By a signal of this number (`signal(7)`).
    case signaled(Int32)
    /// It used more CPU time than allowed.
    case cpuLimit
    /// It was still there when its wall-clock time was up.
    case wallLimit
    /// The kernel had no memory left for it within its limit.
    case memoryLimit
    /// It wrote more than allowed.
    case outputLimit
    /// A forbidden system call ended it.
    case securityViolation
    /// The sandbox failed; the test's message says how.
    case failed

    /// The ending that has this name; nil if none has.
    /// - Parameters:
    ///   - name: as ``name`` says it.
    ///   - status: the exit status, or the signal's number.
    public init?(named name: String, status: Int32) {
        let all: [ExecutionEnding] = [
            .exited(status), .signaled(status), .cpuLimit, .wallLimit, .memoryLimit, .outputLimit, .securityViolation,
            .failed,
        ]
        guard let ending = all.first(where: { $0.name == name }) else { return nil }
        self = ending
    }

    /// What it says of a program of which nothing else is expected.
    public var verdict: Verdict {
        switch self {
        case .exited(0): .accepted
        case .exited, .signaled: .runTimeError
        case .cpuLimit: .timeLimit
        case .wallLimit: .idleLimit
        case .memoryLimit: .memoryLimit
        case .outputLimit: .outputLimit
        case .securityViolation: .securityViolation
        case .failed: .judgeError
        }
    }

    /// In a word, as programs read it.
    public var name: String {
        switch self {
        case .exited: "exited"
        case .signaled: "signaled"
        case .cpuLimit: "cpu_limit"
        case .wallLimit: "wall_limit"
        case .memoryLimit: "memory_limit"
        case .outputLimit: "output_limit"
        case .securityViolation: "security_violation"
        case .failed: "failed"
        }
    }
}

/// What is told of an execution while it goes on.
public enum ExecutionEvent: Hashable, Sendable {
    /// It was compiled.
    case compiled(ExecutionCompilation)
    /// So was its own checker.
    case compiledChecker(ExecutionCompilation)
    /// A test has ended.
    case tested(ExecutedTest)
}
