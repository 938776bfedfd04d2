public import Events
import Grading
import SwiftProtobuf

/// What a command leads to: the events to append, none if nothing changes.
extension SubmissionState {
    /// The test cases of each batch, by index; empty before it was built.
    public var batchTests: [Range<Int>] {
        var next = 0
        return (built?.batches ?? []).map { size in
            defer { next += Int(size) }
            return next..<(next + Int(size))
        }
    }

    /// Whether somebody waits for the judgement: then all batches are worked on at once, else one after the other.
    public var isUrgent: Bool { accepted.priority == .contest || accepted.priority == .interactive }

    /// The jobs that have to be in the queue now for the judging to go on.
    /// - Parameter limitIsKnown: whether the package has its time limit, without which nothing is run.
    public func outstanding(limitIsKnown: Bool) -> [JobName] {
        guard phase == .open else { return [] }
        guard built != nil else { return [.build(id, generation: generation)] }
        guard limitIsKnown else { return [] }
        let grader = grader
        let open = batchTests.indices.filter { batches[$0] == nil && batchTests[$0].contains(where: grader.matters) }
        let wanted =
            open.isEmpty
            ? grader.questions.map { JobName.grade(id, generation: generation, $0.group) }
            : open.map { JobName.batch(id, generation: generation, $0) }
        return Array(wanted.prefix(isUrgent || accepted.allTests ? wanted.count : 1))
    }

    /// Whether the job is still to be done. While another one is stuck, it is.
    public func wants(_ job: JobName) -> Bool {
        guard phase == .open || phase == .stuck, job.generation == generation else { return false }
        switch job {
        case .build: return built == nil
        case .batch(_, _, let batch):
            guard batchTests.indices.contains(batch), batches[batch] == nil else { return false }
            // Before anything is known everything matters.
            return batches.isEmpty || batchTests[batch].contains(where: grader.matters)
        case .grade(_, _, let group): return question(about: group) != nil
        case .measure, .execution: return false
        }
    }

    /// What the package's own grader is to be asked about a group now; nil if it is nothing.
    func question(about group: Int) -> GraderQuestion? {
        grader.questions.first { $0.group == group }
    }

    /// Whether a job of this name ever came of this submission.
    public func knows(_ job: JobName) -> Bool {
        guard job.generation >= 1, job.generation <= generation else { return false }
        switch job {
        case .batch(_, generation, let batch): return batch < batchTests.count
        case .grade(_, _, let group): return tree.isGradedByProgram(group)
        default: return true
        }
    }

    /// The compiler has ended.
    /// - Parameter expected: how long a test case is expected to run.
    public func recordBuild(
        _ result: LoggedBuildResult, by worker: String, expected: Duration?
    ) -> [SubmissionEvent] {
        guard wants(.build(id, generation: generation)) else { return [] }
        let built = SubmissionBuilt.with { event in
            event.generation = generation
            event.result = result
            event.worker = worker
            guard result.compilation.succeeded else { return }
            event.batches = BatchPlan(tests: Int(accepted.tests), expected: expected).sizes.map(UInt32.init)
        }
        guard result.compilation.succeeded else {
            return [.built(built), .judged(end(.compileError, result.compilation.message))]
        }
        return built.batches.isEmpty ? [.built(built), .judged(end(.accepted))] : [.built(built)]
    }

    /// A batch was run.
    public func recordBatch(
        _ batch: Int, _ result: LoggedExecuteResult, limits: LoggedTestLimits, by worker: String
    ) -> [SubmissionEvent] {
        guard wants(.batch(id, generation: generation, batch)) else { return [] }
        let event = BatchJudged.with { event in
            event.generation = generation
            event.batch = UInt32(batch)
            event.result = result
            event.worker = worker
            event.limits = limits
        }
        return recorded(.batchJudged(event))
    }

    /// The package's own grader has answered.
    public func recordGrade(_ result: LoggedGradeResult, by worker: String) -> [SubmissionEvent] {
        guard wants(.grade(id, generation: generation, Int(result.group))) else { return [] }
        let event = GroupGraded.with { event in
            event.generation = generation
            event.result = result
            event.worker = worker
        }
        return recorded(.groupGraded(event))
    }

    /// What was found, and the judgement if that ends the judging.
    private func recorded(_ event: SubmissionEvent) -> [SubmissionEvent] {
        var after = self
        after.apply([event], at: position)
        return [event] + (after.ending.map { [.judged($0)] } ?? [])
    }

    /// Whether `result` is one that this batch can have: its tests are of the batch, each once, and those that it lacks do
    /// not matter by what it says of the others.
    public func isComplete(_ result: LoggedExecuteResult, ofBatch batch: Int) -> Bool {
        guard batchTests.indices.contains(batch) else { return false }
        let tests = batchTests[batch]
        let found = Dictionary(
            result.tests.map { (Int($0.index), $0.result.verdict) }, uniquingKeysWith: { first, _ in first })
        guard found.count == result.tests.count, found.keys.allSatisfy(tests.contains),
            found.values.allSatisfy({ $0 != .unspecified && $0 != .skipped })
        else { return false }
        var grader = newGrader
        for test in result.tests {
            guard let outcome = TestOutcome(test.result) else { return false }
            grader.record(outcome, of: Int(test.index))
        }
        return tests.allSatisfy { found[$0] != nil || !grader.matters($0) }
    }

    /// It cannot be judged, and that is not its own fault.
    public func recordFailure(_ message: String) -> [SubmissionEvent] {
        phase == .open || phase == .stuck ? [.judged(end(.judgeError, message))] : []
    }

    /// One of its jobs became a dead letter.
    public func recordStuck(_ job: JobName, reason: String) -> [SubmissionEvent] {
        guard phase == .open, wants(job) else { return [] }
        return [
            .stuck(
                .with { event in
                    event.generation = generation
                    event.job = "\(job)"
                    event.reason = reason
                })
        ]
    }

    /// Its dead letter is tried again.
    public func recordFreed(_ job: JobName) -> [SubmissionEvent] {
        guard phase == .stuck, stuck?.job == "\(job)" else { return [] }
        return [
            .freed(
                .with { event in
                    event.generation = generation
                    event.job = "\(job)"
                })
        ]
    }

    /// Stops the judging; nothing if it has ended.
    public func cancel(by: String, reason: String) -> [SubmissionEvent] {
        guard phase == .open || phase == .stuck else { return [] }
        return [
            .cancelled(
                .with { event in
                    event.generation = generation
                    event.reason = reason
                    event.by = by
                })
        ]
    }

    /// Judges it again; nothing while it is being judged.
    public func rejudge(by: String) -> [SubmissionEvent] {
        guard phase != .open else { return [] }
        return [
            .rejudge(
                .with { event in
                    event.generation = generation + 1
                    event.by = by
                })
        ]
    }

    /// The end of the judging, if nothing more is needed for it.
    private var ending: SubmissionJudged? {
        guard let grade = grader.grade else { return nil }
        var event = end(grade.verdict.logged)
        if let test = grade.decidingTest {
            event.decidingTest = UInt32(clamping: test)
            event.message =
                batches.values.lazy.flatMap(\.result.tests).first { $0.index == event.decidingTest }?.result
                .message ?? ""
        }
        if grade.verdict == .judgeError, let remark = grade.groups[0].remark { event.message = remark }
        event.score = grade.score.map { "\($0)" } ?? ""
        event.groups = grade.named(in: tree).map { name, grade in
            .with { result in
                result.name = name
                result.verdict = grade.verdict.logged
                result.score = grade.score.map { "\($0)" } ?? ""
            }
        }
        return event
    }

    private func end(_ verdict: LoggedVerdict, _ message: String = "") -> SubmissionJudged {
        .with { event in
            event.generation = generation
            event.verdict = verdict
            event.message = message
        }
    }
}
