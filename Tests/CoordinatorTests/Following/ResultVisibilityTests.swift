import Events
import Identity
import SwiftProtobuf
import Testing

@testable import Coordinator

/// What is told of what was found on secret test cases, and to whom.
struct ResultVisibilityTests {
    private static let mine = Principal.client("mine")
    private static let colleague = Principal(role: .client, name: "alice", tenant: "mine")

    private static let tests = ["sample/1", "secret/1"]
    private static let secret = "expected 42, found 41"

    private static func result(_ test: Int, name: String? = nil) -> LoggedTestResult {
        .with { result in
            result.name = name ?? tests[test]
            result.verdict = .wrongAnswer
            result.message = secret
            result.outputBytes = 41
            result.stderr = "secret"
            result.transcript = "secret"
            result.cpuTimeNs = 5
        }
    }

    private static func judged(_ deciding: String, _ verdict: LoggedVerdict) -> SubmissionUpdate.Event {
        let judged = SubmissionJudged.with { ($0.verdict, $0.message) = (verdict, secret) }
        let built = LoggedBuildResult.with { $0.compilation.cached = true }
        let limits = LoggedTestLimits.with { $0.estimate.submission = "accepted/hidden.cpp" }
        let conclusion = Conclusion(judged: judged, built: built, limits: limits, workers: [], layers: [])
        var judgement = Judgement(conclusion, of: SubmissionAccepted())
        judgement.decidingTest = deciding
        judgement.tests = [result(0), result(1)]
        judgement.warnings = ["the group secret/1 got 41 points"]
        return .judged(judgement)
    }

    /// Everything that a follower can be told, in which a secret may stand.
    private static let events: [(name: String, event: SubmissionUpdate.Event, isSecret: Bool)] = [
        ("a sample", .testFinished(0, result(0)), false), ("a secret test", .testFinished(1, result(1)), true),
        ("a secret test that a worker calls a sample", .testFinished(1, result(1, name: "sample/1")), true),
        ("a test that there is not", .testFinished(7, result(1, name: "sample/1")), true),
        ("stuck", .stuck(reason: secret), true),
        ("judged by a sample", judged("sample/1", .wrongAnswer), false),
        ("judged by a secret test", judged("secret/1", .wrongAnswer), true),
        ("the judge's fault", judged("", .judgeError), true), ("compiled not", judged("", .compileError), false),
    ]

    /// What `principal` is told of an event of a package of `owners`.
    private static func redacted(
        _ event: SubmissionUpdate.Event, _ principal: Principal, owners: Set<String>
    ) -> SubmissionUpdate.Event {
        ResultVisibility(principal, owners: owners, testNames: tests).redacted(SubmissionUpdate(event)).event
    }

    @Test("Messages about secret tests are told to admins and to those whose package it is, whatever the event")
    func findings() throws {
        for (name, event, isSecret) in Self.events {
            for principal in [Self.mine, Self.colleague, .operations] {
                let owners = Self.redacted(event, principal, owners: ["mine"])
                #expect("\(owners)".contains(Self.secret), "\(name)")
                guard case .judged(let all) = event, case .judged(let told) = owners else { continue }
                #expect(told.warnings == all.warnings && told.limits == all.limits && told.tests == all.tests)
            }
            let others = Self.redacted(event, Self.mine, owners: ["other"])
            guard case .judged(var judgement) = others else {
                #expect("\(others)".contains(Self.secret) == !isSecret, "\(name): \(others)")
                #expect("\(others)".contains(ResultVisibility.withheld) == isSecret, "\(name)")
                continue
            }
            #expect(judgement.compilation?.cached == false && judgement.warnings.isEmpty)
            #expect(judgement.limits?.hasEstimate == false)
            #expect(judgement.tests.allSatisfy { $0.cpuTimeNs == 5 && $0.verdict == .wrongAnswer })
            let secretTest = judgement.tests[1]
            #expect(secretTest.message == ResultVisibility.withheld)
            #expect(secretTest.outputBytes == 0 && !secretTest.hasStderr && !secretTest.hasTranscript)
            // Of a judgement the samples' messages are told; the message by itself is looked at here.
            judgement.tests.remove(at: 0)
            #expect("\(judgement)".contains(Self.secret) == !isSecret, "\(name): \(judgement)")
        }
    }
}
