import Identity
import SwiftProtobuf
import Testing
import Wire

@testable import Coordinator

/// What is told of what was found on secret test cases, and to whom.
struct FindingsViewTests {
    private static let mine = Principal.client("mine")
    private static let colleague = Principal(role: .client, name: "alice", tenant: "mine")

    private static let tests = ["sample/1", "secret/1"]
    private static let secret = "expected 42, found 41"

    private static func result(_ test: Int, name: String? = nil) -> Verdict_V1_TestResult {
        .with { result in
            result.name = name ?? tests[test]
            result.verdict = .wrongAnswer
            result.message = secret
            result.outputBytes = 41
            result.stderr = "secret"
            result.cpuTimeNs = 5
        }
    }

    private static func judgement(_ deciding: String, _ verdict: Verdict_V1_Verdict) -> Verdict_V1_Judgement {
        .with { judgement in
            judgement.verdict = verdict
            judgement.decidingTest = deciding
            judgement.message = secret
            judgement.compilation.cached = true
            judgement.tests = [result(0), result(1)]
            judgement.warnings = ["the group secret/1 got 41 points"]
            judgement.limits.estimate.submission = "accepted/hidden.cpp"
        }
    }

    /// Everything that a follower can be told, in which a secret may stand.
    private static let responses: [(name: String, response: Verdict_V1_FollowResponse, isSecret: Bool)] = [
        ("a sample", finished(0), false), ("a secret test", finished(1), true),
        ("a secret test that a worker calls a sample", finished(1, name: "sample/1"), true),
        ("a test that there is not", finished(7, name: "sample/1"), true),
        ("stuck", .with { $0.stuck.reason = secret }, true),
        ("judged by a sample", .with { $0.judged = judgement("sample/1", .wrongAnswer) }, false),
        ("judged by a secret test", .with { $0.judged = judgement("secret/1", .wrongAnswer) }, true),
        ("the judge's fault", .with { $0.judged = judgement("", .judgeError) }, true),
        ("compiled not", .with { $0.judged = judgement("", .compileError) }, false),
    ]

    private static func finished(_ test: UInt32, name: String? = nil) -> Verdict_V1_FollowResponse {
        .with { response in
            response.testFinished.test = test
            response.testFinished.result = result(Int(min(test, 1)), name: name)
        }
    }

    @Test("Messages about secret tests are told to admins and to those whose package it is, whatever the event")
    func findings() throws {
        for (name, response, isSecret) in Self.responses {
            for viewer in [Self.mine, Self.colleague, .operations] {
                let owner = FindingsView(viewer, owners: ["mine"], testNames: Self.tests).told(response)
                #expect(try owner.jsonString().contains(Self.secret), "\(name)")
                #expect(owner.judged.warnings == response.judged.warnings)
                #expect(owner.judged.limits == response.judged.limits)
            }
            let told = FindingsView(Self.mine, owners: ["other"], testNames: Self.tests).told(response)
            var said = told
            // Of a judgement the samples' messages are told, and the message by itself is looked at here.
            said.judged.tests.removeAll { $0.name == "sample/1" }
            let says = try (told.event.map { if case .judged = $0 { said } else { told } } ?? told).jsonString()
            #expect(says.contains(Self.secret) == !isSecret, "\(name): \(says)")
            if isSecret { #expect(says.contains(FindingsView.withheld), "\(name)") }
            #expect(!told.judged.compilation.cached)
            #expect(told.judged.warnings.isEmpty && !told.judged.limits.hasEstimate)
            #expect(
                told.judged.tests.dropFirst().allSatisfy {
                    $0.message == FindingsView.withheld && $0.outputBytes == 0 && !$0.hasStderr
                })
            #expect(told.judged.tests.allSatisfy { $0.cpuTimeNs == 5 && $0.verdict == .wrongAnswer })
        }
    }
}
