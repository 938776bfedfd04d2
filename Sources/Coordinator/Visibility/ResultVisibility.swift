import Events
import Identity

/// Which parts of results a principal may see of submissions to a package: all of them, or of secret test cases only the
/// verdict, time and memory. A pure value.
struct ResultVisibility: Sendable {
    /// Replaces a message that the principal may not see.
    static let withheld = "details of secret test cases are shown only to the owners of the package"

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

    /// The update without what the principal may not see.
    func redacted(_ news: SubmissionUpdate) -> SubmissionUpdate {
        var news = news
        switch news.event {
        case .testFinished(let test, let result): news.event = .testFinished(test, redacted(result, ofTest: Int(test)))
        case .compiled(let compilation): news.event = .compiled(redacted(compilation))
        case .judged(let judgement): news.event = .judged(redacted(judgement))
        case .stuck where !seesAll: news.event = .stuck(reason: Self.withheld)
        case .accepted, .compiling, .cancelled, .stuck: break
        }
        return news
    }

    /// The judgement without what the principal may not see.
    func redacted(_ judgement: Judgement) -> Judgement {
        var judgement = judgement
        judgement.compilation = judgement.compilation.map { redacted($0) }
        for index in judgement.tests.indices {
            judgement.tests[index] = redacted(judgement.tests[index], ofTest: index)
        }
        // What does not compile is the submitter's own. What no test case decided may tell of all of them.
        let isTold = judgement.verdict == .compileError || sees(test: testNames.firstIndex(of: judgement.decidingTest))
        if !isTold, !judgement.message.isEmpty { judgement.message = Self.withheld }
        if !seesAll {
            judgement.warnings = []
            judgement.limits?.clearEstimate()
        }
        return judgement
    }

    private func redacted(_ result: LoggedTestResult, ofTest index: Int) -> LoggedTestResult {
        var result = result
        // Not by the worker's word: the name decides what is told.
        if testNames.indices.contains(index) { result.name = testNames[index] }
        guard !sees(test: index) else { return result }
        if !result.message.isEmpty { result.message = Self.withheld }
        // How much it wrote may be what it wants to say.
        result.outputBytes = 0
        result.clearStderr()
        result.clearTranscript()
        return result
    }

    /// That somebody compiled the same before concerns only who may know of everybody.
    private func redacted(_ compilation: LoggedCompilation) -> LoggedCompilation {
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
