public import Events
public import Storage

/// What a job of the queue is for, as its id says: whoever finds the job knows which part of which submission it does.
public enum JobName: Hashable, Sendable {
    /// Compiles a submission.
    case build(SubmissionID, generation: UInt32)
    /// Runs a batch of a submission's test cases.
    case batch(SubmissionID, generation: UInt32, Int)
    /// Asks the package's own grader about a group of a submission's test cases, by the group's index.
    case grade(SubmissionID, generation: UInt32, Int)
    /// Finds the time limit of a package.
    case measure(ContentHash)
    /// Does an execution that is kept.
    case execution(ExecutionID)

    /// The job whose id is `id`; nil if it is none of these.
    public init?(_ id: String) {
        let parts = id.split(separator: "-", omittingEmptySubsequences: false)
        if parts.count == 2, parts[0] == "measure", let package = ContentHash(String(parts[1])) {
            self = .measure(package)
            return
        }
        if parts.count == 2, parts[0] == "execution", let execution = ExecutionID(parts[1]) {
            self = .execution(execution)
            return
        }
        guard parts.count >= 3, let submission = SubmissionID(parts[0]), let generation = UInt32(parts[1]) else {
            return nil
        }
        if parts.count == 4, parts[2] == "grade", let group = UInt32(parts[3]) {
            self = .grade(submission, generation: generation, Int(group))
        } else if parts.count == 3, parts[2] == "build" {
            self = .build(submission, generation: generation)
        } else if parts.count == 3, let batch = UInt32(parts[2]) {
            self = .batch(submission, generation: generation, Int(batch))
        } else {
            return nil
        }
    }

    /// The submission that it is for; nil if it is for none.
    public var submission: SubmissionID? {
        switch self {
        case .build(let submission, _), .batch(let submission, _, _), .grade(let submission, _, _): submission
        case .measure, .execution: nil
        }
    }

    /// The generation of the submission's judging that it belongs to; 0 for another job.
    public var generation: UInt32 {
        switch self {
        case .build(_, let generation), .batch(_, let generation, _), .grade(_, let generation, _): generation
        case .measure, .execution: 0
        }
    }
}

extension JobName: CustomStringConvertible {
    /// The job's id.
    public var description: String {
        switch self {
        case .build(let submission, let generation): "\(submission)-\(generation)-build"
        case .batch(let submission, let generation, let batch): "\(submission)-\(generation)-\(batch)"
        case .grade(let submission, let generation, let group): "\(submission)-\(generation)-grade-\(group)"
        case .measure(let package): "measure-\(package)"
        case .execution(let execution): "execution-\(execution)"
        }
    }
}
