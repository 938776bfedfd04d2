import Identity
import Wire

/// What somebody is told of what was found of submissions to a package: all of it, or nothing that tells of secret test cases
/// more than verdicts, time and memory. A pure value.
struct FindingsView: Sendable {
    /// Stands for a message that is not told.
    static let withheld = "what is found on secret test cases is told to those whose package it is"

    private let principal: Principal
    private let owners: Set<String>
    /// The names of the package's test cases.
    let testNames: [String]

    /// What `principal` is told of a package with these test cases, which `owners` have brought.
    init(_ principal: Principal, owners: Set<String>, testNames: [String]) {
        self.principal = principal
        self.owners = owners
        self.testNames = testNames
    }

    private var seesAll: Bool { principal.may(.readFindings, of: owners) }

    /// What is told of something that happened.
    func told(_ response: Verdict_V1_FollowResponse) -> Verdict_V1_FollowResponse {
        var response = response
        switch response.event {
        case .testFinished(let event):
            response.testFinished.result = told(event.result, ofTest: Int(event.test))
        case .compiled(let compilation): response.compiled = told(compilation)
        case .judged(let judgement): response.judged = told(judgement)
        case .stuck where !seesAll: response.stuck.reason = Self.withheld
        case .accepted, .compiling, .cancelled, .stuck, nil: break
        }
        return response
    }

    /// What is told of a submission.
    func told(_ submission: Verdict_V1_Submission) -> Verdict_V1_Submission {
        guard submission.hasJudgement else { return submission }
        var submission = submission
        submission.judgement = told(submission.judgement)
        return submission
    }

    private func told(_ judgement: Verdict_V1_Judgement) -> Verdict_V1_Judgement {
        var judgement = judgement
        if judgement.hasCompilation { judgement.compilation = told(judgement.compilation) }
        for index in judgement.tests.indices {
            judgement.tests[index] = told(judgement.tests[index], ofTest: index)
        }
        // What does not compile is the submitter's own. What no test case decided may tell of all of them.
        let isTold = judgement.verdict == .compileError || sees(test: testNames.firstIndex(of: judgement.decidingTest))
        if !isTold, !judgement.message.isEmpty { judgement.message = Self.withheld }
        if !seesAll {
            judgement.warnings = []
            judgement.limits.clearEstimate()
        }
        return judgement
    }

    private func told(_ result: Verdict_V1_TestResult, ofTest index: Int) -> Verdict_V1_TestResult {
        var result = result
        // Not by the worker's word: the name decides what is told.
        if testNames.indices.contains(index) { result.name = testNames[index] }
        guard !sees(test: index) else { return result }
        if !result.message.isEmpty { result.message = Self.withheld }
        // How much it wrote may be what it wants to say.
        result.outputBytes = 0
        result.clearStderr()
        return result
    }

    /// That somebody compiled the same before concerns only who may know of everybody.
    private func told(_ compilation: Verdict_V1_Compilation) -> Verdict_V1_Compilation {
        guard principal.reach(.readFindings) != .all else { return compilation }
        var compilation = compilation
        compilation.cached = false
        return compilation
    }

    private func sees(test index: Int?) -> Bool {
        let name = index.flatMap { testNames.indices.contains($0) ? testNames[$0] : nil }
        let isSample = name?.hasPrefix("sample/") == true
        return seesAll || isSample && principal.may(.readSubmissions)
    }
}
