internal import Executions
internal import Grading
internal import Sandbox

/// What Judge0 says of a submission, by its number there.
enum Judge0Status: Int, CaseIterable, Sendable {
    case inQueue = 1
    case processing, accepted, wrongAnswer, timeLimitExceeded, compilationError
    case segmentationFault, fileSizeExceeded, floatingPointError, aborted, nonZeroExit, otherError
    case internalError, execFormatError

    /// As people read it.
    var description: String {
        switch self {
        case .inQueue: "In Queue"
        case .processing: "Processing"
        case .accepted: "Accepted"
        case .wrongAnswer: "Wrong Answer"
        case .timeLimitExceeded: "Time Limit Exceeded"
        case .compilationError: "Compilation Error"
        case .segmentationFault: "Runtime Error (SIGSEGV)"
        case .fileSizeExceeded: "Runtime Error (SIGXFSZ)"
        case .floatingPointError: "Runtime Error (SIGFPE)"
        case .aborted: "Runtime Error (SIGABRT)"
        case .nonZeroExit: "Runtime Error (NZEC)"
        case .otherError: "Runtime Error (Other)"
        case .internalError: "Internal Error"
        case .execFormatError: "Exec Format Error"
        }
    }

    var json: JSONValue { ["id": .integer(Int64(rawValue)), "description": .text(description)] }

    /// Whether nothing more will be said.
    var isFinal: Bool { self != .inQueue && self != .processing }

    /// What a test case has come to.
    init(_ test: ExecutedTest) {
        switch (test.ending, test.verdict) {
        case (.failed, _), (_, .judgeError): self = .internalError
        case (.cpuLimit, _), (.wallLimit, _), (_, .timeLimit), (_, .idleLimit): self = .timeLimitExceeded
        case (.exited(0), .accepted): self = .accepted
        case (.exited(0), .wrongAnswer), (.exited(0), .partial): self = .wrongAnswer
        case (.exited, _): self = .nonZeroExit
        default: self = Self.ended(by: test.ending.signal?.rawValue)
        }
    }

    private static func ended(by signal: Int32?) -> Judge0Status {
        switch signal {
        case 11: .segmentationFault
        case 25: .fileSizeExceeded
        case 8: .floatingPointError
        case 6: .aborted
        default: .otherError
        }
    }

    /// What the log tells of one that has ended, without its details: signals look alike there.
    init(_ verdict: Verdict) {
        switch verdict {
        case .accepted: self = .accepted
        case .wrongAnswer, .partial: self = .wrongAnswer
        case .timeLimit, .idleLimit: self = .timeLimitExceeded
        case .compileError: self = .compilationError
        case .outputLimit: self = .fileSizeExceeded
        case .runTimeError, .memoryLimit, .securityViolation: self = .otherError
        case .skipped, .judgeError: self = .internalError
        }
    }
}
