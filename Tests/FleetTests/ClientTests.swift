import Events
import Fleet
import Foundation
import Identity
import SwiftProtobuf
import SystemPackage
import TestSupport
import Testing
import Wire
import WireTestSupport

@testable import Coordinator

/// What programs use of a coordinator, in Swift and in Python.
@Suite struct ClientTests {
    private func package(tests: Int) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write("name: Sum\n", to: "problem.yaml")
        for number in 0..<tests {
            try folder.write("\(number)", to: "data/secret/\(1000 + number).in")
            try folder.write("\(number)", to: "data/secret/\(1000 + number).ans")
        }
        return folder
    }

    private func submission(of package: Verdict_V1_Package, key: String = "one") -> Verdict_V1_SubmitRequest {
        .with {
            $0.package = package.id
            $0.idempotencyKey = key
            $0.sources = [
                .with {
                    $0.name = "a.py"
                    $0.content = Data("print(1)".utf8)
                }
            ]
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func aSubmissionIsFollowedToItsEnd() async throws {
        let folder = try package(tests: 3)
        try await FleetServer.with { server in
            try await server.withClient { client in
                let package = try await client.addPackage(at: folder.path)
                let submission = try await client.submit(submission(of: package))
                #expect(!submission.known)
                let again = try await client.submit(self.submission(of: package))
                #expect(again.known && again.id == submission.id)
                var names: [String] = []
                var verdict: Verdict_V1_Verdict?
                for try await event in client.follow(submission.id) {
                    if case .testFinished(let test)? = event.event { names.append(test.result.name) }
                    if case .judged(let judgement)? = event.event { verdict = judgement.verdict }
                }
                #expect(names == package.tests)
                #expect(verdict == .accepted)
                var rest: [UInt64] = []
                for try await event in client.follow(submission.id, after: 4) where event.number > 0 {
                    rest.append(event.number)
                }
                #expect(rest == [5, 6])
                let error = await failure(WireError.self) {
                    for try await _ in client.follow("nobody") {}
                }
                #expect(error?.code == .notFound)
            }
        }
    }

    @Test(.timeLimit(.minutes(1)), arguments: 1...2 as ClosedRange<UInt64>)
    func followingGoesOnAfterEachCut(_ seed: UInt64) async throws {
        let folder = try package(tests: 150)
        try await FleetServer.with { server in
            let cuts = try await FaultyProxy.with(
                to: server.address, faults: .init(cut: 25, splits: true, firstWithin: 64 << 10), seed: seed
            ) { proxy in
                try await server.withClient(at: proxy.address) { client in
                    let package = try await client.addPackage(at: folder.path)
                    let id = try await client.submit(submission(of: package)).id
                    for _ in 0..<8 {
                        var numbers: [UInt64] = []
                        for try await event in client.follow(id) where event.number > 0 { numbers.append(event.number) }
                        // Each once and in order, whatever happened on the way.
                        #expect(numbers == Array(1...153))
                    }
                }
                return proxy.cuts
            }
            #expect(cuts > 0)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func whoIsNotAllowedOrNobodyAnswersIsToldSoon() async throws {
        try await FleetServer.with { server in
            try await server.withClient(token: "nobody's token", patience: .milliseconds(300)) { client in
                let error = await failure(WireError.self) { try await client.packages() }
                #expect(error?.code == .unauthenticated || error?.code == .unavailable)
            }
            try await server.withClient(
                at: .unix("/tmp/verdict-fleet-nobody"), patience: .milliseconds(300)
            ) { client in
                let started = ContinuousClock.now
                let error = await failure(WireError.self) { try await client.packages() }
                #expect(error?.code == .unavailable)
                #expect(started.duration(to: .now) < .seconds(10))
            }
        }
    }

    @Test(
        "The Python client has a program judged", .timeLimit(.minutes(3)),
        .enabled(if: Self.hasPython, "needs python3-protobuf and protobuf-compiler"),
        .enabled(if: RepositoryPackages.names.contains("sum"), "no Testcases/problems/sum"))
    func pythonJudges() async throws {
        let folder = try TemporaryFolder()
        try folder.write(FleetServer.Token.course, to: "token")
        try folder.write("print(1)\n", to: "right.py")
        try folder.write(String(repeating: "#\n", count: 1000), to: "wrong.py")
        try await FleetServer.with { server in
            for (source, status, verdict) in [("right.py", 0, "accepted"), ("wrong.py", 1, "wrong answer")] {
                let (said, ended) = try await judge(server, source, in: folder)
                #expect(ended == status, "\(said)")
                #expect(
                    said.contains { $0.contains("secret/") && $0.contains(": \(verdict), 12 ms, 3072 KiB") }, "\(said)")
                #expect(said.last == "verdict: \(verdict)", "\(said)")
            }
            // What Python sent is what Swift would send.
            let known = try await server.packages.list(
                for: Principal(role: .client, name: "course-42"), limit: 0, page: ""
            ).packages
            let local = try await LocalPackage.read(RepositoryPackages.folder.appending("sum"))
            #expect(known.map(\.package.id) == [local.tree.id.data])
        }
    }

    private static var hasPython: Bool {
        let found = try? Process.run(
            URL(fileURLWithPath: "/bin/sh"),
            arguments: ["-c", "command -v protoc >/dev/null && /usr/bin/python3 -c 'import google.protobuf'"])
        found?.waitUntilExit()
        return found?.terminationStatus == 0
    }

    private func judge(
        _ server: FleetServer, _ source: String, in folder: TemporaryFolder
    ) async throws -> (said: [Substring], status: Int) {
        let script = RepositoryPackages.repository.appending("Scripts/python/verdict_client.py")
        let output = folder.path.appending("said-\(source)")
        let process = try ChildProcess(
            [
                "timeout", "100", "/usr/bin/python3", "-B", script.string, "--address", server.address.description,
                "--token-file", folder.path.appending("token").string, "judge",
                RepositoryPackages.folder.appending("sum").string, folder.path.appending(source).string,
            ],
            output: URL(fileURLWithPath: output.string),
            environment: ["XDG_CACHE_HOME": folder.path.appending("cache").string])
        while process.isRunning { try await Task.sleep(for: .milliseconds(20)) }
        return (try process.lines(), Int(process.waitForEnd()))
    }
}
