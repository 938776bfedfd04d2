public import Events
public import Storage

/// Jobs of the queue, as a submission's state asks for them.
extension SubmissionState {
    /// The jobs that have to be in the queue now; adding them again changes nothing.
    /// - Parameter limitIsKnown: whether the package has its time limit, without which nothing is run.
    public func jobs(limitIsKnown: Bool) -> [Job] {
        outstanding(limitIsKnown: limitIsKnown).map { Job(id: "\($0)", lane: lane(of: $0), payload: []) }
    }

    /// Where its first job waits.
    public var lane: JobLane { lane(of: .build(id, generation: generation)) }

    /// Where one of its jobs waits.
    ///
    /// What is to be run waits apart from what is to be compiled: else all that came in a burst would be compiled before the
    /// first of it gets its verdict, and a worker too slow to run could not be given what it may compile.
    public func lane(of job: JobName) -> JobLane {
        let priority = generation > 1 ? LoggedPriority.rejudge : accepted.priority
        let requirement: LaneRequirement =
            switch job {
            case .build, .measure, .execution: .build(accepted.language)
            // Whoever ran the test cases is the likeliest to have the grader's language, and its build.
            case .batch, .grade: .run(accepted.language)
            }
        return JobLane(priority: priority.urgency, tenant: accepted.tenant, requirement: requirement.text)
    }
}

extension LoggedPriority {
    /// 0 for the most urgent, as a ``Storage/JobLane`` counts.
    public var urgency: UInt8 {
        switch self {
        case .contest: 0
        case .interactive: 1
        case .unspecified, .normal, .UNRECOGNIZED: 2
        case .rejudge: 3
        }
    }

    /// The priority of that urgency.
    public init(urgency: UInt8) {
        switch urgency {
        case 0: self = .contest
        case 1: self = .interactive
        case 2: self = .normal
        default: self = .rejudge
        }
    }
}
