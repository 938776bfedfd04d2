public import Executions
import FoundationEssentials
import Grading
public import Storage
import SwiftProtobuf
import Units

extension ExecutionResultContent {
    /// What is kept of `result`.
    public init(_ result: ExecutionResult) {
        self.init()
        compilation = LoggedCompilation(result.compilation)
        if let checker = result.checker { self.checker = LoggedCompilation(checker) }
        tests = result.tests.map { Test($0) }
    }

    /// The result that was kept, which `worker` found.
    /// - Throws: ``StorageError`` (`corrupted`) if it is none.
    public func result(by worker: String) throws(StorageError) -> ExecutionResult {
        var result = ExecutionResult(compilation: ExecutionCompilation(compilation), worker: worker)
        if hasChecker { result.checker = ExecutionCompilation(checker) }
        for test in tests { result.tests.append(try ExecutedTest(test)) }
        return result
    }
}

extension LoggedCompilation {
    /// As the log has it.
    public init(_ compilation: ExecutionCompilation) {
        self.init()
        (succeeded, message, log) = (compilation.succeeded, compilation.message, compilation.log)
        cpuTimeNs = UInt64(clamping: compilation.cpuTime.nanoseconds)
        cached = compilation.isCached
    }
}

extension ExecutionCompilation {
    /// What the log says.
    public init(_ compilation: LoggedCompilation) {
        self.init(succeeded: compilation.succeeded)
        (message, log) = (compilation.message, compilation.log)
        cpuTime = .nanoseconds(Int64(clamping: compilation.cpuTimeNs))
        isCached = compilation.cached
    }
}

extension ExecutionResultContent.Test {
    /// As the log has it.
    public init(_ test: ExecutedTest) {
        self.init()
        (index, verdict, message) = (UInt32(clamping: test.index), test.verdict.logged, test.message)
        (ending, status) = test.ending.logged
        (userTimeNs, systemTimeNs) = (test.userTime.nanoseconds, test.systemTime.nanoseconds)
        (wallTimeNs, memoryBytes) = (test.wallTime.nanoseconds, test.memory.bytes)
        (output, error, order) = (Data(test.output), Data(test.error), test.order.alternating)
        files = test.files.map { file in
            .with { ($0.name, $0.content) = (file.name, Data(file.bytes)) }
        }
        isDisturbed = test.isDisturbed
        switch test.points {
        case .score(let score)?: pointsScore = "\(score)"
        case .part(let part)?: pointsPart = "\(part)"
        case nil: break
        }
    }
}

extension ExecutedTest {
    /// What the log says.
    /// - Throws: ``StorageError`` (`corrupted`) if it says none.
    public init(_ test: ExecutionResultContent.Test) throws(StorageError) {
        guard let verdict = Verdict(test.verdict), let ending = ExecutionEnding(named: test.ending, status: test.status)
        else { throw Self.corrupted("a test ended as \(test.ending)") }
        self.init(index: Int(test.index), verdict: verdict, ending: ending)
        message = test.message
        (userTime, systemTime) = (.nanoseconds(test.userTimeNs), .nanoseconds(test.systemTimeNs))
        (wallTime, memory) = (.nanoseconds(test.wallTimeNs), ByteCount(test.memoryBytes))
        (output, error) = (Array(test.output), Array(test.error))
        order = [OutputPiece](alternating: test.order)
        files = test.files.map { ExecutionFile(name: $0.name, bytes: Array($0.content)) }
        isDisturbed = test.isDisturbed
        switch test.points {
        case .pointsScore(let text)?: points = .score(try Self.score(text))
        case .pointsPart(let text)?: points = .part(try Self.score(text))
        case nil: break
        }
    }

    private static func score(_ text: String) throws(StorageError) -> Score {
        guard let score = Score(parsing: text) else { throw corrupted("a test's points are none") }
        return score
    }

    private static func corrupted(_ reason: String) -> StorageError {
        StorageError(
            .corrupted, stage: "read a result of an execution", reason: reason,
            advice: "restore the store from a backup")
    }
}

extension ExecutionEnding {
    fileprivate var logged: (String, status: Int32) {
        switch self {
        case .exited(let status): (name, status)
        case .signaled(let number): (name, number)
        default: (name, 0)
        }
    }
}
