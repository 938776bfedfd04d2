import EmbeddedStorage
import Events
import Foundation
import Identity
import Storage
import Synchronization
import Testing
import Wire

@testable import Coordinator

/// How much may wait, of all tenants and of one, and what who is refused is told.
struct QuotaTests {
    /// A clock that a test moves.
    private final class Hands: Sendable {
        private let time = Mutex(Duration.seconds(1000))
        var clock: @Sendable () -> Duration { { self.time.withLock { $0 } } }
        func move(_ duration: Duration) { time.withLock { $0 += duration } }
    }

    private static func quota(_ change: (inout Quota) -> Void) -> Quota {
        var quota = Quota()
        change(&quota)
        return quota
    }

    private static func refusal(
        _ side: ClientSide, _ request: Verdict_V1_SubmitRequest, _ principal: Principal = .client("course")
    ) async -> DomainError? {
        do {
            _ = try await side.service.submit(request, as: principal)
            return nil
        } catch {
            return error
        }
    }

    /// Cancels what waits: it is open no more.
    private static func end(_ side: ClientSide, key: String) async throws {
        let id = SubmissionID(tenant: "course", key: key)
        _ = try await side.submissions.change(id) { $0.cancel(by: "test", reason: "") }
        try await side.projections.catchesUp()
    }

    @Test func noMoreAreTakenThanMayWait() async throws {
        try await ClientSide.with(ClientSide.Options(limit: 20)) { side in
            let refused = await withTaskGroup(of: DomainError?.self) { group in
                for number in 0..<100 {
                    group.addTask { await Self.refusal(side, .valid("\(number)"), .client("tenant-\(number % 7)")) }
                }
                return await group.reduce(into: [DomainError]()) { all, error in if let error { all.append(error) } }
            }
            #expect(refused.count == 80)
            #expect(refused.allSatisfy { $0.code == .exhausted })
            // Not all come back at the same time.
            let waits = refused.compactMap(\.retryAfter)
            #expect(waits.count == 80 && Set(waits).count >= 2)
            #expect(waits.allSatisfy { $0 > .zero && $0 <= .seconds(60) })
            #expect(try await side.entryCount() == 20)
            try await side.projections.catchesUp()
            #expect(side.projections.admission.open == 20)
            // Who is known needs no room.
            let id = try #require(side.projections.submissions.page(SubmissionFilter(), limit: 1)?.submissions.first)
            #expect(id.phase == .open)
            for number in 0..<100 {
                let again = await Self.refusal(side, .valid("\(number)"), .client("tenant-\(number % 7)"))
                #expect(again == nil || again?.code == .exhausted)
            }
            #expect(try await side.entryCount() == 20)
        }
    }

    @Test func theWaitFollowsFromHowFastOthersEnd() async throws {
        let hands = Hands()
        try await ClientSide.with(ClientSide.Options(limit: 60, clock: hands.clock)) { side in
            for number in 0..<60 { #expect(await Self.refusal(side, .valid("\(number)")) == nil) }
            let slow = try #require(await Self.refusal(side, .valid("more"))?.retryAfter)
            for number in 0..<30 { try await Self.end(side, key: "\(number)") }
            for number in 100..<130 { #expect(await Self.refusal(side, .valid("\(number)")) == nil) }
            hands.move(.seconds(30))
            let fast = try #require(await Self.refusal(side, .valid("more"))?.retryAfter)
            // Thirty in a minute: one every two seconds.
            #expect(fast == .seconds(2) && slow > fast, "\(slow) \(fast)")
        }
    }

    @Test func aTenantHasSoManyAtOnce() async throws {
        let quota = Self.quota { $0.submissionsAtOnce = 5 }
        try await ClientSide.with(ClientSide.Options(quota: quota)) { side in
            let refused = await withTaskGroup(of: DomainError?.self) { group in
                for number in 0..<50 { group.addTask { await Self.refusal(side, .valid("\(number)")) } }
                return await group.reduce(into: 0) { count, error in count += error == nil ? 0 : 1 }
            }
            #expect(refused == 45)
            #expect(await Self.refusal(side, .valid("other"), .client("other")) == nil)
            #expect(await Self.refusal(side, .valid("admin"), .operations) == nil)
            try await side.projections.catchesUp()
            let taken = try #require(
                side.projections.submissions.page(SubmissionFilter(tenant: "course"), limit: 10)?.submissions)
            #expect(taken.count == 5)
            _ = try await side.submissions.change(taken[0].id) { $0.cancel(by: "test", reason: "") }
            try await side.projections.catchesUp()
            #expect(side.projections.admission.open(of: "course") == 4)
            #expect(await Self.refusal(side, .valid("next")) == nil)
            #expect(await Self.refusal(side, .valid("too many"))?.code == .exhausted)
        }
    }

    @Test func aTenantHasSoManyInAMinute() async throws {
        let hands = Hands()
        let quota = Self.quota { $0.submissionsPerMinute = 6 }
        try await ClientSide.with(ClientSide.Options(quota: quota, clock: hands.clock)) { side in
            for number in 0..<6 { #expect(await Self.refusal(side, .valid("\(number)")) == nil) }
            let error = await Self.refusal(side, .valid("7"))
            #expect(error?.code == .exhausted && error?.retryAfter == .seconds(10))
            // A repeated request costs nothing.
            try await side.projections.catchesUp()
            #expect(await Self.refusal(side, .valid("3")) == nil)
            hands.move(.seconds(10))
            #expect(await Self.refusal(side, .valid("7")) == nil)
            #expect(await Self.refusal(side, .valid("8"))?.code == .exhausted)
        }
    }

    @Test("Single runs count in a tenant's quota as submissions do, at once and by the minute")
    func runsCount() async throws {
        let hands = Hands()
        let quota = Self.quota {
            $0.submissionsAtOnce = 5
            $0.submissionsPerMinute = 8
        }
        try await ClientSide.with(ClientSide.Options(quota: quota, clock: hands.clock)) { side in
            let admission = side.projections.admission
            func begin() -> DomainError? {
                do throws(DomainError) {
                    try admission.beginRun(of: "course", quota: quota)
                    return nil
                } catch {
                    return error
                }
            }
            for number in 0..<2 { #expect(await Self.refusal(side, .valid("\(number)")) == nil) }
            for _ in 0..<3 { #expect(begin() == nil) }
            #expect(begin()?.message.contains("course has 2 submissions and 3 single runs") == true)
            #expect(await Self.refusal(side, .valid("more"))?.code == .exhausted)
            // Others are not held up.
            #expect(await Self.refusal(side, .valid("other"), .client("other")) == nil)
            for _ in 0..<3 {
                admission.endRun(of: "course")
                #expect(begin() == nil)
            }
            for _ in 0..<3 { admission.endRun(of: "course") }
            // Eight came in this minute.
            #expect(begin()?.message.contains("in a minute") == true)
            hands.move(.seconds(60))
            #expect(begin() == nil)
        }
    }

    @Test func contentsCount() async throws {
        let quota = Self.quota { $0.contentBytes = 700_000 }
        let large = String(repeating: " ", count: 400_000)
        try await ClientSide.with(ClientSide.Options(quota: quota)) { side in
            #expect(await Self.refusal(side, .valid("1", text: large)) == nil)
            #expect(await Self.refusal(side, .valid("2", text: large))?.code == .exhausted)
            #expect(await Self.refusal(side, .valid("3")) == nil)
            #expect(side.projections.admission.storedBytes(of: "course") == 400_000)
        }
    }

    @Test func whatWasSetHoldsAlsoAfterARestart() async throws {
        let folder = try ClientSideFolder()
        var store = try await folder.open()
        try await ClientSide.with(on: store) { side in
            let quotas = side.projections.quotas
            #expect(quotas.get("course").priority == .interactive)
            let set = try await quotas.set(
                Self.quota {
                    $0.tenant = "course"
                    $0.submissionsAtOnce = 2
                    $0.priority = .contest
                })
            #expect(set == quotas.get("course"))
            var urgent = Verdict_V1_SubmitRequest.valid("1")
            urgent.priority = .contest
            #expect(await Self.refusal(side, urgent) == nil)
            #expect(await Self.refusal(side, .valid("2")) == nil)
            #expect(await Self.refusal(side, .valid("3"))?.code == .exhausted)
            let error = await #expect(throws: DomainError.self) { try await quotas.set(Quota()) }
            #expect(error?.code == .invalid)
        }
        try await store.close()
        store = try await folder.open()
        try await ClientSide.with(on: store) { side in
            #expect(side.projections.quotas.get("course").submissionsAtOnce == 2)
            #expect(side.projections.admission.open(of: "course") == 2)
            #expect(await Self.refusal(side, .valid("3"))?.code == .exhausted)
        }
        try await store.close()
    }
}
