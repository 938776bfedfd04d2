import Coordinator
import EmbeddedStorage
import Foundation
import Identity
import Logging
import Storage
import SwiftProtobuf
import SystemPackage
import Testing
import Wire

/// The same over a socket: each method answers, and every tenant sees its own.
@Suite(.timeLimit(.minutes(2)))
struct JudgeCallTests {
    /// Serves the methods at a socket, to two tenants whose tokens are their names, while `body` runs.
    private static func serve(
        _ side: ClientSide, _ body: @Sendable (_ course: WireClient, _ other: WireClient) async throws -> Void
    ) async throws {
        let address = WireAddress.unix(FilePath("/tmp/verdict-judge-\(UInt64.random(in: 0 ... .max))"))
        var logger = Logger(label: "tests")
        logger.logLevel = .critical
        var access = AccessList()
        for name in ["course", "other"] {
            access.add(Principal(role: .client, name: name), .token, SecretDigest(of: name.utf8))
        }
        var services = WireServices()
        side.service.register(on: &services)
        #expect(services.methods.count == 9)
        let server = try await WireServer.listen(
            ServerConfiguration(address: address, access: access), services, logger: logger)
        let running = Task { await server.run() }
        let course = WireClient(ClientConfiguration(address: address, token: "course"), logger: logger)
        let other = WireClient(ClientConfiguration(address: address, token: "other"), logger: logger)
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(course, other))
        } catch {
            result = .failure(error)
        }
        await course.close()
        await other.close()
        running.cancel()
        await running.value
        try result.get()
    }

    private static func code(_ body: () async throws -> Void) async -> StatusCode? {
        do {
            try await body()
            return nil
        } catch {
            return (error as? WireError)?.code
        }
    }

    @Test("A client that follows as often as it can does not keep others from following, and its share is half")
    func followersOfAHostileClient() async throws {
        try await ClientSide.with(ClientSide.Options(followers: 128)) { side in
            try await Self.serve(side) { hostile, honest in
                let own = try await hostile.call(JudgeMethods.submit, .valid("1", contest: "final"))
                let before = try await Self.followTime(honest, "before")
                // Until the coordinator has noticed that it is over, it counts: then half of what is left is one less.
                while side.projections.fanout.count > 0 { try await Task.sleep(for: .milliseconds(2)) }
                let during = try await withThrowingTaskGroup(of: StatusCode?.self) { group in
                    for _ in 0..<200 {
                        group.addTask {
                            await Self.code {
                                try await hostile.call(JudgeMethods.follow, .with { $0.id = own.id }) { responses in
                                    for try await _ in responses {}
                                }
                            }
                        }
                    }
                    for _ in 0..<(200 - 64) { #expect(try await group.next() == .resourceExhausted) }
                    // The others are not refused; that the last of them follows may take a moment longer.
                    while side.projections.fanout.count < 64 { try await Task.sleep(for: .milliseconds(2)) }
                    #expect(side.projections.fanout.count == 64)
                    let during = try await Self.followTime(honest, "during")
                    group.cancelAll()
                    return during
                }
                while side.projections.fanout.count > 0 { try await Task.sleep(for: .milliseconds(2)) }
                let after = try await Self.followTime(honest, "after")
                print("followers: the honest client hears after \(before) before, \(during) during, \(after) after")
            }
        }
    }

    /// How long it takes until a client hears of what it has submitted.
    private static func followTime(_ client: WireClient, _ key: String) async throws -> Duration {
        let submitted = try await client.call(JudgeMethods.submit, .valid(key, contest: "final"))
        return try await ContinuousClock().measure {
            try await client.call(JudgeMethods.follow, .with { $0.id = submitted.id }) { responses in
                for try await _ in responses { break }
            }
        }
    }

    @Test func aSubmissionIsTakenFollowedSeenAndCancelled() async throws {
        try await ClientSide.with { side in
            try await Self.serve(side) { course, other in
                let submitted = try await course.call(JudgeMethods.submit, .valid("1", contest: "final"))
                #expect(!submitted.known)
                #expect(try await course.call(JudgeMethods.submit, .valid("1", contest: "final")).known)
                var follow = Verdict_V1_FollowRequest()
                follow.id = submitted.id
                var cancel = Verdict_V1_CancelRequest()
                cancel.id = submitted.id
                cancel.reason = "wrong file"
                let (request, stop) = (follow, cancel)
                let told = try await course.call(JudgeMethods.follow, request) { responses in
                    var told: [Verdict_V1_FollowResponse] = []
                    for try await response in responses {
                        told.append(response)
                        if told.count == 1 { _ = try await course.call(JudgeMethods.cancel, stop) }
                    }
                    return told
                }
                #expect(told.map(\.number) == [1, 2] && told.last?.cancelled.reason == "wrong file")
                var get = Verdict_V1_GetSubmissionRequest()
                get.id = submitted.id
                let seen = try await course.call(JudgeMethods.get, get)
                #expect(seen.state == .cancelled && seen.tenant == "course" && seen.contest == "final")
                try await Self.requireUnseen(submitted.id, by: other)
            }
        }
    }

    private static func requireUnseen(_ id: String, by client: WireClient) async throws {
        var get = Verdict_V1_GetSubmissionRequest()
        get.id = id
        var cancel = Verdict_V1_CancelRequest()
        cancel.id = id
        var rejudge = Verdict_V1_RejudgeRequest()
        rejudge.id = id
        var follow = Verdict_V1_FollowRequest()
        follow.id = id
        #expect(await code { _ = try await client.call(JudgeMethods.get, get) } == .notFound)
        #expect(await code { _ = try await client.call(JudgeMethods.cancel, cancel) } == .notFound)
        #expect(await code { _ = try await client.call(JudgeMethods.rejudge, rejudge) } == .notFound)
        let following = await code {
            try await client.call(JudgeMethods.follow, follow) { responses in for try await _ in responses {} }
        }
        #expect(following == .notFound)
        let listed = try await client.call(JudgeMethods.list, Verdict_V1_ListSubmissionsRequest())
        #expect(listed.submissions.isEmpty)
    }

    @Test func refusalsSayWhenToComeAgain() async throws {
        try await ClientSide.with(ClientSide.Options(limit: 1)) { side in
            try await Self.serve(side) { course, other in
                _ = try await course.call(JudgeMethods.submit, .valid("1"))
                let error = await #expect(throws: WireError.self) {
                    _ = try await other.call(JudgeMethods.submit, .valid("1"))
                }
                #expect(error?.code == .resourceExhausted && (error?.retryAfter ?? .zero) > .zero)
                let packages = try await other.call(JudgeMethods.listPackages, Verdict_V1_ListPackagesRequest())
                #expect(packages.packages.count == 2)
            }
        }
    }
}
