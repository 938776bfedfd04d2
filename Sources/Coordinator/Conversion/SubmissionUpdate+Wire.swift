import Events
import Storage
import SwiftProtobuf
import Wire

// What is told of a submission, as clients get it.

extension Verdict_V1_FollowResponse {
    init(_ news: SubmissionUpdate) {
        self.init()
        number = news.position?.number ?? 0
        switch news.event {
        case .accepted(let tests, let generation): (accepted.tests, accepted.generation) = (tests, generation)
        case .compiling(let worker, let language): (compiling.worker, compiling.language) = (worker, language)
        case .compiled(let compilation): compiled = Verdict_V1_Compilation(compilation)
        case .testFinished(let test, let result):
            testFinished.test = test
            testFinished.result = Verdict_V1_TestResult(result)
        case .judged(let judgement): judged = Verdict_V1_Judgement(judgement)
        case .cancelled(let reason): cancelled.reason = reason
        case .stuck(let reason): stuck.reason = reason
        }
    }
}

extension Verdict_V1_Submission {
    /// A submission with the judgement that counts.
    init(_ state: SubmissionState, judgement: Judgement?) {
        self.init()
        let accepted = state.accepted
        (id, package, language) = ("\(state.id)", accepted.package, accepted.language)
        (tenant, contest, submittedAtNs) = (accepted.tenant, accepted.contest, state.acceptedAt)
        if let judgement { self.judgement = Verdict_V1_Judgement(judgement) }
        self.state = State(state.phase, isBuilt: state.built != nil)
    }
}

extension Verdict_V1_Judgement {
    init(_ judgement: Judgement) {
        self.init()
        (message, generation, score) = (judgement.message, judgement.generation, judgement.score)
        verdict = Verdict_V1_Verdict(judgement.verdict)
        groups = judgement.groups.map { Verdict_V1_GroupResult($0) }
        (decidingTest, language) = (judgement.decidingTest, judgement.language)
        if let content = judgement.content { self.content = Verdict_V1_JudgedContent(content) }
        if let compilation = judgement.compilation { self.compilation = Verdict_V1_Compilation(compilation) }
        if let limits = judgement.limits { self.limits = Verdict_V1_TestLimits(limits) }
        (workers, layers, warnings) = (judgement.workers, judgement.layers, judgement.warnings)
        tests = judgement.tests.map { result in
            var test = Verdict_V1_TestResult(result)
            test.score = result.score
            return test
        }
    }
}
