import Coordinator
import EmbeddedStorage
import Events
import Foundation
import Identity
import MetricsTestKit
import Storage
import SwiftProtobuf
import Testing
import Wire

/// What operators are told of the submissions that came.
struct IntakeMetricsTests {
    private static func isTaken(
        _ side: ClientSide, _ request: Verdict_V1_SubmitRequest, _ principal: Principal = .client("course")
    ) async -> Bool {
        do {
            _ = try await side.service.submit(request, as: principal)
            return true
        } catch {
            return false
        }
    }

    @Test func everySubmissionIsCountedOnceAndEveryRefusalByItsReason() async throws {
        let factory = TestMetrics()
        let metrics = CoordinatorMetrics(factory: factory)
        var options = ClientSide.Options(limit: 4, quota: .with { $0.submissionsAtOnce = 3 })
        options.metrics = metrics
        try await ClientSide.with(options) { side in
            for key in ["1", "2", "3"] { #expect(await Self.isTaken(side, .valid(key))) }
            try await side.projections.catchesUp()
            // What is known is no new submission.
            #expect(await Self.isTaken(side, .valid("1")))
            #expect(await !Self.isTaken(side, .valid("4")))
            #expect(await Self.isTaken(side, .valid("4"), .client("other")))
            #expect(await !Self.isTaken(side, .valid("5"), .client("other")))
            #expect(await !Self.isTaken(side, .valid("1", text: "int main() { return 1; }")))
            #expect(await !Self.isTaken(side, .valid("")))
            #expect(await !Self.isTaken(side, .valid("6", package: FixedPackages.id(9))))
            var urgent = Verdict_V1_SubmitRequest.valid("7")
            urgent.priority = .contest
            #expect(await !Self.isTaken(side, urgent))
        }
        #expect(metrics.minute.submissions == 4)
        #expect(factory.counterTotal(label: "verdict_submissions_accepted_total") == 4)
        let refused = factory.counters(label: "verdict_intake_refused_total").map { counter in
            "\(counter.dimensions.map(\.1).joined()) \(counter.totalValue)"
        }
        #expect(
            refused.sorted() == [
                "backlog 1", "invalid 1", "key_reused 1", "not_permitted 1", "quota 1", "unknown_package 1",
            ])
    }

    @Test func whatTheStoreDoesNotTakeIsRefused() async throws {
        let factory = TestMetrics()
        var options = ClientSide.Options()
        options.metrics = CoordinatorMetrics(factory: factory)
        let folder = try ClientSideFolder()
        let store = try await folder.open()
        let side = try ClientSide(store, options)
        #expect(await !Self.isTaken(side, .valid("1")))
        try await side.run { side in
            try await store.close()
            #expect(await !Self.isTaken(side, .valid("2")))
        }
        for reason in ["starting", "store"] {
            let total = factory.counterTotal(
                label: "verdict_intake_refused_total", dimensions: [("reason", reason)])
            #expect(total == 1, "\(reason)")
        }
        #expect(options.metrics.minute.submissions == 0)
    }
}
