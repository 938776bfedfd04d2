import Coordinator
import Events
import Grading
import GradingWire
import Storage
import TestSupport
import Wire

/// A submission to which everything happens that can, at random.
struct RandomHistory {
    /// What happens next to `state`, as dispatch and clients would have it.
    static func next(_ state: SubmissionState, _ random: inout SeededGenerator) -> [SubmissionEvent] {
        let build = JobName.build(state.id, generation: state.generation)
        switch random.below(20) {
        case 0: return state.cancel(by: "somebody", reason: "enough")
        case 1: return state.rejudge(by: "somebody")
        case 2:
            guard let job = state.outstanding(limitIsKnown: true).randomElement(using: &random) else { return [] }
            return state.recordStuck(job, reason: "three workers died")
        case 3: return state.recordFailure("the package is broken")
        case 4...6:
            guard let text = state.stuck?.job, let job = JobName(text) else { return [] }
            return state.recordFreed(job)
        case 7: return disagreement(state)
        default:
            guard state.wants(build) else { return batch(state, &random) }
            var result = LoggedBuildResult()
            result.compilation.succeeded = !random.chance(1, in: 8)
            return state.recordBuild(result, by: "one", expected: .milliseconds(random.chance(1, in: 2) ? 500 : 1000))
        }
    }

    private static func batch(_ state: SubmissionState, _ random: inout SeededGenerator) -> [SubmissionEvent] {
        let wanted = state.batchTests.indices.filter {
            state.wants(.batch(state.id, generation: state.generation, $0))
        }
        guard let batch = wanted.randomElement(using: &random) else { return grade(state, &random) }
        var result = LoggedExecuteResult()
        for test in state.batchTests[batch] {
            var found = LoggedExecuteResult.Test()
            found.index = UInt32(test)
            found.result.verdict = random.chance(1, in: 6) ? .wrongAnswer : .accepted
            result.tests.append(found)
            if found.result.verdict != .accepted, !state.accepted.allTests { break }
        }
        return state.recordBatch(batch, result, limits: LoggedTestLimits(), by: "two")
    }

    private static func grade(_ state: SubmissionState, _ random: inout SeededGenerator) -> [SubmissionEvent] {
        let wanted = state.tree.groups.indices.filter {
            state.wants(.grade(state.id, generation: state.generation, $0))
        }
        guard let group = wanted.randomElement(using: &random) else { return [] }
        let verdict: Verdict = random.chance(1, in: 4) ? .wrongAnswer : .accepted
        return state.recordGrade(GroupGrade(verdict, score: .one).logged(ofGroup: group), by: "three")
    }

    private static func disagreement(_ state: SubmissionState) -> [SubmissionEvent] {
        var event = DisagreementNoticed()
        event.generation = state.generation
        return [.disagreement(event)]
    }
}
