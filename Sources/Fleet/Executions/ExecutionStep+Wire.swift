public import Executions
import FoundationEssentials
import Grading
import GradingWire
import Units
public import Wire

extension Verdict_V1_ExecutionStep {
    /// The message that says `event`.
    public init(_ event: ExecutionEvent) {
        self.init()
        switch event {
        case .compiled(let compilation): self.compilation = Verdict_V1_Compilation(compilation)
        case .compiledChecker(let compilation): checker = Verdict_V1_Compilation(compilation)
        case .tested(let test): self.test = Verdict_V1_ExecutedTest(test)
        }
    }
}

extension Verdict_V1_Compilation {
    fileprivate init(_ compilation: ExecutionCompilation) {
        self.init()
        succeeded = compilation.succeeded
        message = compilation.message
        log = compilation.log
        cpuTimeNs = UInt64(clamping: compilation.cpuTime.nanoseconds)
        cached = compilation.isCached
    }
}

extension ExecutionCompilation {
    /// The compilation that the message says.
    public init(_ message: Verdict_V1_Compilation) {
        self.init(succeeded: message.succeeded)
        self.message = message.message
        log = message.log
        cpuTime = .nanoseconds(Int64(clamping: message.cpuTimeNs))
        isCached = message.cached
    }
}

extension Verdict_V1_ExecutedTest {
    fileprivate init(_ test: ExecutedTest) {
        self.init()
        index = UInt32(clamping: test.index)
        verdict = test.verdict.message
        message = test.message
        (ending, status) = test.ending.message
        userTimeNs = UInt64(clamping: test.userTime.nanoseconds)
        systemTimeNs = UInt64(clamping: test.systemTime.nanoseconds)
        wallTimeNs = UInt64(clamping: test.wallTime.nanoseconds)
        memoryBytes = UInt64(clamping: test.memory.bytes)
        output = Data(test.output)
        error = Data(test.error)
        order = test.order.alternating
        files = test.files.map { Verdict_V1_SourceFile($0) }
        isDisturbed = test.isDisturbed
        switch test.points {
        case .score(let score)?: pointsScore = "\(score)"
        case .part(let part)?: pointsPart = "\(part)"
        case nil: break
        }
    }
}

extension ExecutedTest {
    /// The test's result that the message says; nil if its verdict or its ending is none that this version knows, or its points
    /// are none.
    public init?(_ message: Verdict_V1_ExecutedTest) {
        guard let verdict = Verdict(message.verdict),
            let ending = ExecutionEnding(message.ending, message.status)
        else { return nil }
        self.init(index: Int(message.index), verdict: verdict, ending: ending)
        self.message = message.message
        userTime = .nanoseconds(Int64(clamping: message.userTimeNs))
        systemTime = .nanoseconds(Int64(clamping: message.systemTimeNs))
        wallTime = .nanoseconds(Int64(clamping: message.wallTimeNs))
        memory = ByteCount(Int64(clamping: message.memoryBytes))
        output = Array(message.output)
        error = Array(message.error)
        order = [OutputPiece](alternating: message.order)
        files = message.files.map { ExecutionFile($0) }
        isDisturbed = message.isDisturbed
        switch message.points {
        case .pointsScore(let text)?:
            guard let score = Score(parsing: text) else { return nil }
            points = .score(score)
        case .pointsPart(let text)?:
            guard let part = Score(parsing: text) else { return nil }
            points = .part(part)
        case nil: break
        }
    }
}

extension ExecutionEnding {
    private static let limits: [(ExecutionEnding, Verdict_V1_ExecutedTest.Ending)] = [
        (.cpuLimit, .cpuLimit), (.wallLimit, .wallLimit), (.memoryLimit, .memoryLimit), (.outputLimit, .outputLimit),
        (.securityViolation, .securityViolation), (.failed, .failed),
    ]

    fileprivate var message: (Verdict_V1_ExecutedTest.Ending, status: Int32) {
        switch self {
        case .exited(let status): (.exited, status)
        case .signaled(let number): (.signaled, number)
        default: (Self.limits.first { $0.0 == self }?.1 ?? .unspecified, 0)
        }
    }

    fileprivate init?(_ message: Verdict_V1_ExecutedTest.Ending, _ status: Int32) {
        switch message {
        case .exited: self = .exited(status)
        case .signaled: self = .signaled(status)
        default:
            guard let ending = Self.limits.first(where: { $0.1 == message })?.0 else { return nil }
            self = ending
        }
    }
}
