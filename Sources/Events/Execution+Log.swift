public import Executions
import FoundationEssentials
import SwiftProtobuf
import Units

extension ExecutionContent {
    /// What is kept of `execution`.
    /// - Parameter note: what the API that took it wants to have back with it.
    public init(_ execution: Execution, note: [UInt8]) {
        self.init()
        language = execution.language
        sources = execution.sources.map { LoggedSourceFile($0) }
        compilerArguments = execution.compilerArguments
        compileCpuTimeNs = execution.compilation.cpuTime.nanoseconds
        compileMemoryBytes = execution.compilation.memory.bytes
        files = execution.files.map { LoggedSourceFile($0) }
        wantedFiles = execution.wantedFiles
        tests = execution.tests.map { Test($0) }
        (cpuTimeNs, wallTimeNs) = (execution.limits.cpuTime.nanoseconds, execution.limits.wallTime.nanoseconds)
        (memoryBytes, outputBytes) = (execution.limits.memory.bytes, execution.limits.output.bytes)
        processes = UInt32(clamping: execution.limits.processes)
        (stopsAtFailure, mergesError) = (execution.stopsAtFailure, execution.mergesError)
        self.note = Data(note)
    }

    /// The execution that was kept.
    public var execution: Execution {
        var execution = Execution(
            language: language, sources: sources.map { ExecutionFile($0) }, tests: tests.map { ExecutionTest($0) })
        execution.compilerArguments = compilerArguments
        execution.compilation.cpuTime = .nanoseconds(compileCpuTimeNs)
        execution.compilation.memory = ByteCount(compileMemoryBytes)
        execution.files = files.map { ExecutionFile($0) }
        execution.wantedFiles = wantedFiles
        (execution.limits.cpuTime, execution.limits.wallTime) = (.nanoseconds(cpuTimeNs), .nanoseconds(wallTimeNs))
        (execution.limits.memory, execution.limits.output) = (ByteCount(memoryBytes), ByteCount(outputBytes))
        execution.limits.processes = Int(processes)
        (execution.stopsAtFailure, execution.mergesError) = (stopsAtFailure, mergesError)
        return execution
    }
}

extension LoggedSourceFile {
    fileprivate init(_ file: ExecutionFile) {
        self.init()
        (name, content) = (file.name, Data(file.bytes))
    }
}

extension ExecutionFile {
    fileprivate init(_ file: LoggedSourceFile) { self.init(name: file.name, bytes: Array(file.content)) }
}

extension ExecutionContent.Test {
    fileprivate init(_ test: ExecutionTest) {
        self.init()
        (name, input, arguments) = (test.name, Data(test.input), test.arguments)
        guard let expected = test.expectation else { return }
        expectation = .with {
            $0.output = Data(expected.output)
            ($0.checker, $0.checkerArguments) = (expected.checker, expected.checkerArguments)
        }
    }
}

extension ExecutionTest {
    fileprivate init(_ test: ExecutionContent.Test) {
        self.init(input: Array(test.input))
        (name, arguments) = (test.name, test.arguments)
        guard test.hasExpectation else { return }
        expectation = Expectation(
            output: Array(test.expectation.output), checker: test.expectation.checker,
            checkerArguments: test.expectation.checkerArguments)
    }
}
