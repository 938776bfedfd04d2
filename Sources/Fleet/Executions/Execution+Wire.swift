public import Executions
import FoundationEssentials
import SwiftProtobuf
public import Units
public import Wire

extension Verdict_V1_Execution {
    /// The message that says `execution`.
    public init(_ execution: Execution) {
        self.init()
        language = execution.language
        sources = execution.sources.map { Verdict_V1_SourceFile($0) }
        compilerArguments = execution.compilerArguments
        compileCpuTimeNs = UInt64(clamping: execution.compilation.cpuTime.nanoseconds)
        compileMemoryBytes = UInt64(clamping: execution.compilation.memory.bytes)
        files = execution.files.map { Verdict_V1_SourceFile($0) }
        wantedFiles = execution.wantedFiles
        tests = execution.tests.map { Test($0) }
        limits = Verdict_V1_RunLimits(execution.limits)
        stopsAtFailure = execution.stopsAtFailure
        mergesError = execution.mergesError
        extraCpuTimeNs = UInt64(clamping: execution.extraCPUTime.nanoseconds)
        stackBytes = UInt64(clamping: execution.stack?.bytes ?? 0)
        skipsChecks = !execution.checksSources
        startsWarm = execution.startsWarm
        if let checker = execution.checker { self.checker = Checker(checker) }
    }

    /// The execution that the message says; what it may use is within `caps` where it is not said, and else as it is said.
    public func execution(within caps: ProgramLimits) -> Execution {
        var execution = Execution(
            language: language, sources: sources.map { ExecutionFile($0) }, tests: tests.map { ExecutionTest($0) })
        execution.compilerArguments = compilerArguments
        execution.compilation.cpuTime = .nanoseconds(Int64(clamping: compileCpuTimeNs))
        execution.compilation.memory = ByteCount(Int64(clamping: compileMemoryBytes))
        execution.files = files.map { ExecutionFile($0) }
        execution.wantedFiles = wantedFiles
        execution.limits = limits.limits(within: caps)
        execution.stopsAtFailure = stopsAtFailure
        execution.mergesError = mergesError
        execution.extraCPUTime = .nanoseconds(Int64(clamping: extraCpuTimeNs))
        execution.stack = stackBytes == 0 ? nil : ByteCount(Int64(clamping: stackBytes))
        execution.checksSources = !skipsChecks
        execution.startsWarm = startsWarm
        if hasChecker { execution.checker = checker.checker(within: caps) }
        return execution
    }
}

extension Verdict_V1_SourceFile {
    init(_ file: ExecutionFile) {
        self.init()
        name = file.name
        content = Data(file.bytes)
    }
}

extension ExecutionFile {
    init(_ file: Verdict_V1_SourceFile) {
        self.init(name: file.name, bytes: Array(file.content))
    }
}

extension Verdict_V1_Execution.Checker {
    fileprivate init(_ checker: ExecutionChecker) {
        self.init()
        sources = checker.sources.map { Verdict_V1_SourceFile($0) }
        language = checker.language ?? ""
        convention = checker.convention
        limits = Verdict_V1_RunLimits(checker.limits)
    }

    fileprivate func checker(within caps: ProgramLimits) -> ExecutionChecker {
        var checker = ExecutionChecker(
            sources: sources.map { ExecutionFile($0) }, language: language.isEmpty ? nil : language,
            convention: convention)
        checker.limits = limits.limits(within: caps)
        return checker
    }
}

extension Verdict_V1_Execution.Test {
    fileprivate init(_ test: ExecutionTest) {
        self.init()
        name = test.name
        input = Data(test.input)
        arguments = test.arguments
        guard let expected = test.expectation else { return }
        expectation = .with {
            $0.output = Data(expected.output)
            $0.checker = expected.checker ?? ""
            $0.checkerArguments = expected.checkerArguments
        }
    }
}

extension ExecutionTest {
    fileprivate init(_ test: Verdict_V1_Execution.Test) {
        self.init(input: Array(test.input))
        name = test.name
        arguments = test.arguments
        guard test.hasExpectation else { return }
        expectation = Expectation(
            output: Array(test.expectation.output),
            checker: test.expectation.checker.isEmpty ? nil : test.expectation.checker,
            checkerArguments: test.expectation.checkerArguments)
    }
}
