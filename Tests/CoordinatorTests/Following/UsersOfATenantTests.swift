import EmbeddedStorage
import Events
import Identity
import Storage
import SwiftProtobuf
import Testing
import Wire

@testable import Coordinator

/// Several users of one tenant.
struct UsersOfATenantTests {
    private static let alice = Principal(role: .client, name: "alice", tenant: "course")
    private static let bob = Principal(role: .client, name: "bob", tenant: "course")

    @Test("What one user submitted another one of the tenant sees and cancels, and the log says which of them did")
    func theyShareSubmissions() async throws {
        try await ClientSide.with { side in
            let text = try await side.service.submit(.valid("1"), as: Self.alice).id
            let id = try #require(SubmissionID(text))
            try await side.projections.catchesUp()
            let listed = try side.service.list(Verdict_V1_ListSubmissionsRequest(), as: Self.bob)
            #expect(listed.submissions.map(\.id) == [text] && listed.submissions.map(\.tenant) == ["course"])
            #expect(
                try side.service.list(Verdict_V1_ListSubmissionsRequest(), as: .client("alice")).submissions.isEmpty)
            _ = try await side.service.cancel(.with { $0.id = text }, as: Self.bob)
            let entries = try await side.store.log.read(try id.stream, after: .start, limit: 10)
            let events = try entries.flatMap(\.events).compactMap { try SubmissionEvent($0) }
            let cancelled = events.compactMap { if case .cancelled(let event) = $0 { event.by } else { nil } }
            #expect(cancelled == ["bob"])
        }
    }

    @Test("A tenant's quota is one for all of its users")
    func theyShareTheQuota() async throws {
        var quota = Quota()
        quota.submissionsAtOnce = 1
        try await ClientSide.with(ClientSide.Options(quota: quota)) { side in
            _ = try await side.service.submit(.valid("1"), as: Self.alice)
            let error = await #expect(throws: DomainError.self) {
                try await side.service.submit(.valid("2"), as: Self.bob)
            }
            #expect(error?.code == .exhausted && error?.message.contains("course has") == true)
            _ = try await side.service.submit(.valid("3"), as: .client("alice"))
        }
    }
}
