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
        compilation = .with {
            ($0.succeeded, $0.message, $0.log) =
                (result.compilation.succeeded, result.compilation.message, result.compilation.log)
            $0.cpuTimeNs = UInt64(clamping: result.compilation.cpuTime.nanoseconds)
            $0.cached = result.compilation.isCached
        }
        tests = result.tests.map { Test($0) }
    }

    /// The result that was kept, which `worker` found.
    /// - Throws: ``StorageError`` (`corrupted`) if it is none.
    public func result(by worker: String) throws(StorageError) -> ExecutionResult {
        var compiled = ExecutionCompilation(succeeded: compilation.succeeded)
        (compiled.message, compiled.log) = (compilation.message, compilation.log)
        compiled.cpuTime = .nanoseconds(Int64(clamping: compilation.cpuTimeNs))
        compiled.isCached = compilation.cached
        var result = ExecutionResult(compilation: compiled, worker: worker)
        for test in tests { result.tests.append(try ExecutedTest(test)) }
        return result
    }
}

extension ExecutionResultContent.Test {
    fileprivate init(_ test: ExecutedTest) {
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
    }
}

extension ExecutedTest {
    fileprivate init(_ test: ExecutionResultContent.Test) throws(StorageError) {
        guard let verdict = Verdict(test.verdict), let ending = ExecutionEnding(named: test.ending, status: test.status)
        else {
            throw StorageError(
                .corrupted, stage: "read a result of an execution", reason: "a test ended as \(test.ending)",
                advice: "restore the store from a backup")
        }
        self.init(index: Int(test.index), verdict: verdict, ending: ending)
        message = test.message
        (userTime, systemTime) = (.nanoseconds(test.userTimeNs), .nanoseconds(test.systemTimeNs))
        (wallTime, memory) = (.nanoseconds(test.wallTimeNs), ByteCount(test.memoryBytes))
        (output, error) = (Array(test.output), Array(test.error))
        order = [OutputPiece](alternating: test.order)
        files = test.files.map { ExecutionFile(name: $0.name, bytes: Array($0.content)) }
        isDisturbed = test.isDisturbed
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
