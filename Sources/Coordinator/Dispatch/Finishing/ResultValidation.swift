import Events
import Fleet
import Grading
import PackageFiles
import Storage
import SwiftProtobuf

/// What a result of a worker must be to be recorded: pure. What is too long is cut, what cannot be right is refused.
enum ResultValidation {
    /// The most bytes of a message.
    static let message = 4096
    private static let error = 8192
    private static let transcript = 32 << 10
    /// The most bytes of a compiler's log.
    private static let log = 65_536
    /// The most bytes of a result: an entry of the log takes more.
    private static let most = 450_000

    /// The most bytes of what a toolchain is called.
    private static let toolchain = 512
    /// The most names of sources that something was built of, the package's among them.
    private static let mostSources = 512

    /// A compiler's result.
    /// - Throws: `DomainError` (`invalid`).
    static func build(_ result: LoggedBuildResult) throws(DomainError) -> LoggedBuildResult {
        var result = result
        result.compilation.message = result.compilation.message.truncated(to: message)
        result.compilation.log = result.compilation.log.truncated(to: log)
        result.toolchain = result.toolchain.truncated(to: toolchain)
        guard result.language.utf8.count <= 128 else { throw invalid("the language's id is longer than 128 bytes") }
        guard result.compilation.succeeded || result.artifact.isEmpty else {
            throw invalid("it has an artifact although the compilation failed")
        }
        let sources = Set(result.sources.compactMap { TreePath($0) })
        guard sources.count == result.sources.count, sources.count <= mostSources else {
            throw invalid("its \(result.sources.count) sources are too many, or not distinct paths")
        }
        var paths: Set<String> = []
        for file in result.artifact {
            guard let path = TreePath(file.path) else { throw invalid("the artifact has a path that is not valid") }
            guard paths.insert(path.text).inserted else { throw invalid("the artifact has \(path.text) twice") }
            guard ContentHash(bytes: file.content.hash) != nil, file.content.size <= UInt64(Int64.max) else {
                throw invalid("the artifact's file \(path.text) has no valid content hash")
            }
        }
        try requireSmall(result)
        return result
    }

    /// What was found on a batch of test cases.
    /// - Throws: `DomainError` (`invalid`).
    static func execute(
        _ result: LoggedExecuteResult, _ batch: Int, of submission: SubmissionState
    ) throws(DomainError) -> LoggedExecuteResult {
        guard submission.isComplete(result, ofBatch: batch) else {
            throw invalid("its test cases are not those of the batch")
        }
        var result = result
        result.layers = result.layers.prefix(64).map { $0.truncated(to: 128) }
        result.tests = result.tests.map { test in
            var test = test
            test.result.name = test.result.name.truncated(to: 512)
            test.result.message = test.result.message.truncated(to: message)
            if test.result.hasStderr { test.result.stderr = test.result.stderr.truncated(to: error) }
            if test.result.hasTranscript {
                test.result.transcript = test.result.transcript.truncated(to: transcript)
            }
            test.result.repeatedBecause = test.result.repeatedBecause.truncated(to: 512)
            test.result.measurementsNs = Array(test.result.measurementsNs.prefix(32))
            return test
        }
        try requireSmall(result)
        return result
    }

    /// What the package's own grader says of a group. Nothing is cut: whoever runs it keeps to what a message may have.
    /// - Throws: `DomainError` (`invalid`).
    static func grade(_ result: LoggedGradeResult, _ group: Int) throws(DomainError) -> LoggedGradeResult {
        guard Int(result.group) == group else { throw invalid("the job is not for the group \(result.group)") }
        guard result.remark.utf8.count <= message else {
            throw invalid("the remark has \(result.remark.utf8.count) bytes, which is more than \(message)")
        }
        guard let grade = GroupGrade(result) else { throw invalid("its verdict and score are not a grader's") }
        // As it was understood, and nothing besides.
        return grade.logged(ofGroup: group)
    }

    /// A package's time limit.
    /// - Throws: `DomainError` (`invalid`).
    static func measure(_ result: LoggedMeasureResult) throws(DomainError) -> LoggedMeasureResult {
        guard (1...3_600_000_000_000).contains(result.cpuTimeNs) else {
            throw invalid("\(result.cpuTimeNs) ns is not a time limit")
        }
        var result = result
        result.explanation = result.explanation.truncated(to: log)
        guard result.hasEstimate else { return result }
        guard result.estimate.limitNs == result.cpuTimeNs, result.estimate.marginNs >= result.cpuTimeNs else {
            throw invalid("a limit of \(result.cpuTimeNs) ns does not follow from its estimate")
        }
        result.estimate.submission = result.estimate.submission.truncated(to: 512)
        return result
    }

    static func invalid(_ reason: String) -> DomainError {
        DomainError(.invalid, "the result is not valid: \(reason); another worker gets the job")
    }

    private static func requireSmall(_ result: some Message) throws(DomainError) {
        // Not all of it is cut above.
        let size = (try? result.serializedData().count) ?? .max
        guard size <= most else { throw invalid("it has \(size) bytes, which is more than \(most)") }
    }
}
