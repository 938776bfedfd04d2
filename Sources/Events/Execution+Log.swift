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
        (extraCpuTimeNs, stackBytes) = (execution.extraCPUTime.nanoseconds, execution.stack?.bytes ?? 0)
        self.note = Data(note)
        stored = execution.stored.map { Stored($0) }
        if let checker = execution.checker { self.checker = Checker(checker) }
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
        execution.stored = stored.compactMap { StoredContent($0) }
        execution.extraCPUTime = .nanoseconds(extraCpuTimeNs)
        execution.stack = stackBytes == 0 ? nil : ByteCount(stackBytes)
        if hasChecker { execution.checker = ExecutionChecker(checker) }
        return execution
    }
}

extension ExecutionContent.Stored {
    fileprivate init(_ stored: StoredContent) {
        self.init()
        content = LoggedBlobRef(stored)
        switch stored.place {
        case .source(let index): source = UInt32(clamping: index)
        case .file(let index): file = UInt32(clamping: index)
        case .input(let index): input = UInt32(clamping: index)
        case .output(let index): output = UInt32(clamping: index)
        case .checkerSource(let index): checkerSource = UInt32(clamping: index)
        }
    }
}

extension LoggedBlobRef {
    /// How a stored content is referred to.
    public init(_ stored: StoredContent) {
        self.init()
        hash = Data(stored.hash)
        size = UInt64(clamping: stored.size.bytes)
    }
}

extension StoredContent {
    /// Nil if a later version has put it where this one knows of nothing.
    fileprivate init?(_ stored: ExecutionContent.Stored) {
        let place: Place
        switch stored.place {
        case .source(let index): place = .source(Int(index))
        case .file(let index): place = .file(Int(index))
        case .input(let index): place = .input(Int(index))
        case .output(let index): place = .output(Int(index))
        case .checkerSource(let index): place = .checkerSource(Int(index))
        case nil: return nil
        }
        self.init(
            place, hash: Array(stored.content.hash), size: ByteCount(Int64(clamping: stored.content.size)))
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

extension ExecutionContent.Checker {
    fileprivate init(_ checker: ExecutionChecker) {
        self.init()
        sources = checker.sources.map { LoggedSourceFile($0) }
        (language, convention) = (checker.language ?? "", checker.convention)
        (cpuTimeNs, wallTimeNs) = (checker.limits.cpuTime.nanoseconds, checker.limits.wallTime.nanoseconds)
        (memoryBytes, outputBytes) = (checker.limits.memory.bytes, checker.limits.output.bytes)
        processes = UInt32(clamping: checker.limits.processes)
    }
}

extension ExecutionChecker {
    fileprivate init(_ checker: ExecutionContent.Checker) {
        self.init(
            sources: checker.sources.map { ExecutionFile($0) },
            language: checker.language.isEmpty ? nil : checker.language, convention: checker.convention)
        (limits.cpuTime, limits.wallTime) = (.nanoseconds(checker.cpuTimeNs), .nanoseconds(checker.wallTimeNs))
        (limits.memory, limits.output) = (ByteCount(checker.memoryBytes), ByteCount(checker.outputBytes))
        limits.processes = Int(checker.processes)
    }
}

extension ExecutionContent.Test {
    fileprivate init(_ test: ExecutionTest) {
        self.init()
        (name, input, arguments) = (test.name, Data(test.input), test.arguments)
        guard let expected = test.expectation else { return }
        expectation = .with {
            $0.output = Data(expected.output)
            ($0.checker, $0.checkerArguments) = (expected.checker ?? "", expected.checkerArguments)
        }
    }
}

extension ExecutionTest {
    fileprivate init(_ test: ExecutionContent.Test) {
        self.init(input: Array(test.input))
        (name, arguments) = (test.name, test.arguments)
        guard test.hasExpectation else { return }
        expectation = Expectation(
            output: Array(test.expectation.output),
            checker: test.expectation.checker.isEmpty ? nil : test.expectation.checker,
            checkerArguments: test.expectation.checkerArguments)
    }
}
