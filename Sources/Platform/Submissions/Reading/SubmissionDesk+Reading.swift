internal import Coordinator
internal import Events
internal import FoundationEssentials
internal import Grading
package import Kernel
internal import Units

extension SubmissionDesk {
    /// What somebody sees of a submission.
    /// - Throws: `DomainError` (`notFound`) also if they may not know of it.
    package func summary(of id: EntityID, for actor: Actor) async throws -> SubmissionSummary {
        let (submission, facts, sight) = try await seen(id, by: actor)
        return Self.summary(submission, facts, sight)
    }

    /// What somebody sees of what came of a submission.
    /// - Throws: `DomainError` (`notFound`) also if they may not know of it.
    package func result(of id: EntityID, for actor: Actor) async throws -> SubmissionResult {
        let (submission, facts, sight) = try await seen(id, by: actor)
        let isFinal = try await isFinal(facts)
        let summary = Self.summary(submission, facts, sight)
        var result = SubmissionResult(
            submission: summary,
            mayDelete: !isFinal && services.allows(actor, DeleteSubmission.action, to: submission.subject),
            mayRejudge: !isFinal
                && services.allows(actor, RejudgeSubmission.action, to: submission.rejudgingSubject))
        // A program that was hacked has no points any more, whatever its test cases gave it.
        let isHacked = summary.hack != nil
        result.progress = try await progress(of: submission, id, sight)
        guard sight.seesVerdict, let judgement = submission.judgement else { return result }
        result.generation = judgement.generation
        if sight.seesGroups {
            result.groups = judgement.groups.map {
                SubmissionResult.Group(
                    name: $0.name, verdict: $0.verdict, score: isHacked && !$0.score.isEmpty ? "0" : $0.score)
            }
        }
        guard sight.seesTests || sight.seesCompilation,
            let state = try await fleet.state(
                of: JudgingName(id, judgement.generation, of: EntityID(judgement.rejudging)).fleetID),
            let found = try await fleet.judgement(of: state, seesAll: sight.seesAll)
        else { return result }
        if sight.seesTests {
            result.tests = found.tests.map { SubmissionResult.Test($0, withScore: sight.seesGroups && !isHacked) }
            result.decidingTest = found.decidingTest
            result.message = found.message
        }
        if sight.seesCompilation, let compilation = found.compilation {
            result.compilation = SubmissionResult.Compilation(
                succeeded: compilation.succeeded, message: compilation.message, log: compilation.log)
        }
        return result
    }

    /// Whether a submission counts in results of a contest that are final.
    func isFinal(_ facts: SubmissionFacts) async throws -> Bool {
        facts.contest == nil ? false : try await contests.isInFinalResults(facts)
    }

    /// The files of a submission.
    /// - Throws: `DomainError` (`notFound`) also if the caller may not know of it; `forbidden` if they may not see them.
    package func files(of id: EntityID, for actor: Actor) async throws -> SubmissionFiles {
        let (submission, _, sight) = try await seen(id, by: actor)
        guard sight.seesFiles else {
            throw DomainError(.forbidden, "only who handed it in may see its files")
        }
        return try await files(of: submission.received ?? SubmissionReceived())
    }

    /// The files of what was handed in, for whoever may see them.
    func files(of received: SubmissionReceived) async throws -> SubmissionFiles {
        var files: [SubmissionFiles.File] = []
        for file in received.files {
            let bytes = try await fleet.content(file.reference)
            if let text = String(validating: bytes, as: UTF8.self) {
                files.append(SubmissionFiles.File(name: file.name, content: text))
            } else {
                files.append(SubmissionFiles.File(name: file.name, base64: Data(bytes).base64EncodedString()))
            }
        }
        return SubmissionFiles(files: files)
    }

    /// What of a submission is shown to whoever has that sight of it.
    static func summary(_ submission: Submission, _ facts: SubmissionFacts, _ sight: Sight) -> SubmissionSummary {
        var summary = SubmissionSummary(facts)
        if sight.isAuthor || sight.seesVerdict { summary.language = submission.language }
        if let reason = submission.refusal, sight.isAuthor || sight.seesVerdict {
            // Nothing was judged: there is nothing that a contest could hide.
            summary.state = Submission.Phase.refused.rawValue
            if sight.seesFiles { summary.reason = reason }
            return summary
        }
        guard sight.seesVerdict else { return summary }
        summary.state = submission.phase.rawValue
        if sight.seesAll, submission.phase == .failed { summary.reason = submission.failure?.reason }
        guard let judgement = submission.judgement else { return summary }
        summary.verdict = judgement.verdict
        if let hack = sight.hack, judgement.verdict == Verdict.accepted.rawValue {
            (summary.verdict, summary.hack) = (SubmissionSummary.hacked, "\(hack)")
        }
        if sight.seesGroups {
            // As the contest counts it: a program that was hacked is as any other that is wrong.
            summary.score = judgement.score.isEmpty ? nil : summary.hack == nil ? judgement.score : "0"
        }
        if sight.seesTests {
            (summary.passed, summary.tests) = (judgement.passed, judgement.tests)
            (summary.cpuMilliseconds, summary.memoryBytes) = (judgement.cpuNs / 1_000_000, judgement.memoryBytes)
        }
        return summary
    }
}

extension Submission {
    /// The language that it was judged as, or else that it was handed in as; nil: its files are to tell it.
    var language: String? {
        if let judgement, !judgement.language.isEmpty { return judgement.language }
        return received.flatMap { $0.language.isEmpty ? nil : $0.language }
    }

    /// Why the fleet did not take it.
    var refusal: String? { phase == .refused ? failure?.reason : nil }
}

extension SubmissionResult.Test {
    init(_ result: LoggedTestResult, withScore: Bool) {
        (name, verdict) = (result.name, result.verdict.shortName)
        score = withScore ? result.score : ""
        (cpuMilliseconds, memoryBytes) = (Int64(clamping: result.cpuTimeNs / 1_000_000), result.memoryBytes)
        message = result.message
    }
}
