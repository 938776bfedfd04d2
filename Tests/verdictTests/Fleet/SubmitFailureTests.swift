import Glibc
import Identity
import SwiftProtobuf
import Synchronization
import TestSupport
import Testing
import Wire
import WireTestSupport

/// What `verdict submit` does when the coordinator, or the way to it, fails.
@Suite(.timeLimit(.minutes(5))) struct SubmitFailureTests {
    /// Cuts the connections of a proxy that is made after whoever cuts them.
    private final class Scissors: Sendable {
        private let proxy = Mutex<FaultyProxy?>(nil)

        func hold(_ proxy: FaultyProxy) {
            self.proxy.withLock { $0 = proxy }
        }

        /// Lets arrive what is on its way, cuts, and waits to be noticed.
        func cut() async throws {
            try await Task.sleep(for: .seconds(1))
            proxy.withLock { $0 }?.cutAll()
            try await Task.sleep(for: .seconds(30))
        }
    }

    private static func submit(
        _ arguments: [String], _ manners: FakeCoordinator.Manners, _ scissors: Scissors
    ) async throws -> (Executable.Ending, FakeCoordinator.Seen) {
        try await Scratch.with { scratch in
            let package = try scratch.package()
            return try await FakeCoordinator.with(manners) { coordinator, address in
                try await FaultyProxy.with(to: address) { proxy in
                    scissors.hold(proxy)
                    let command = ["submit", package, "--coordinator", "\(proxy.address)"] + arguments
                    return (try await Executable.run(command), coordinator.seen)
                }
            }
        }
    }

    /// What is said besides the package's own warnings.
    private static func notices(_ ending: Executable.Ending) -> [Substring] {
        ending.error.split(separator: "\n").filter {
            !$0.hasPrefix("warning: ") && !$0.contains(": a package of the format ")
        }
    }

    @Test func aConnectionLostInTheMiddleOfFollowingCostsNothing() async throws {
        let scissors = Scissors()
        var manners = FakeCoordinator.Manners()
        manners.beforeEvent = { number, call in
            guard call > 1 || number < 4 else { return try await scissors.cut() }
        }
        let (ending, seen) = try await Self.submit(["accepted/good.c", "--json"], manners, scissors)
        #expect(ending.status == 0, "\(ending.output)\(ending.error)")
        #expect(Self.notices(ending) == ["verdict: coordinator gone, waiting", "verdict: coordinator is back"])
        #expect(ending.output.split(separator: "\n").count == 1, "\(ending.output)")
        #expect(ending.output.contains(#""verdict": "AC""#))
        #expect(seen.follows.count == 2)
        #expect(seen.follows.last?.after == 3, "it goes on where it was")
        #expect(seen.ids.count == 1)
    }

    @Test func aSubmissionWhoseAnswerWasLostIsNotMadeTwice() async throws {
        let scissors = Scissors()
        var manners = FakeCoordinator.Manners()
        manners.afterSubmit = { call in if call == 1 { try await scissors.cut() } }
        let (ending, seen) = try await Self.submit(["accepted/good.c"], manners, scissors)
        #expect(ending.status == 0, "\(ending.output)\(ending.error)")
        #expect(seen.submits.count == 2)
        #expect(seen.submits.first == seen.submits.last)
        #expect(seen.ids.count == 1)
        #expect(ending.error.contains("coordinator gone, waiting"), "\(ending.error)")
    }

    @Test func aBusyCoordinatorIsAskedAgainAndItIsSaid() async throws {
        var manners = FakeCoordinator.Manners()
        manners.beforeSubmit = { call in
            guard call > 3 else { throw WireError(.resourceExhausted, "too much waits", retryAfter: .milliseconds(50)) }
        }
        let (ending, seen) = try await Self.submit(["accepted/good.c"], manners, Scissors())
        #expect(ending.status == 0, "\(ending.output)\(ending.error)")
        #expect(
            Self.notices(ending) == ["verdict: too much waits; trying again in 0.050 s"], "once, not three times")
        #expect(seen.submits.count == 4)
        #expect(Set(seen.submits.map(\.idempotencyKey)).count == 1)
    }

    @Test func aQuotaThatIsUsedUpForGoodEndsIt() async throws {
        var manners = FakeCoordinator.Manners()
        manners.beforeSubmit = { call in
            guard call < 2 else { throw WireError(.permissionDenied, "the quota allows no contest") }
        }
        manners.beforeEvent = { _, _ in try await Task.sleep(for: .seconds(30)) }
        let (ending, _) = try await Self.submit([], manners, Scissors())
        #expect(ending.status == 2, "\(ending.output)\(ending.error)")
        #expect(ending.error.contains("the quota allows no contest"), "\(ending.error)")
        #expect(ending.error.contains("  submission-1  accepted/good.c\n"), "what was accepted is said")
    }

    @Test func whoStopsWaitingIsToldWhatGoesOn() async throws {
        try await Scratch.with { scratch in
            let package = try scratch.package()
            let sign = scratch.path + "/following"
            var manners = FakeCoordinator.Manners()
            manners.beforeEvent = { _, call in
                guard call == 2 else { return try await Task.sleep(for: .seconds(60)) }
                _ = try scratch.write("following", "")
                try await Task.sleep(for: .seconds(60))
            }
            try await FakeCoordinator.with(manners) { _, address in
                let script = """
                    "$@" & pid=$!
                    while [ ! -e '\(sign)' ]; do sleep 0.05; done
                    kill -INT $pid; wait $pid
                    """
                let ending = try await Executable.run(
                    ["submit", package, "--coordinator", "\(address)"], through: BadInputTests.shell(script))
                #expect(ending.status == 130, "\(ending.output)\(ending.error)")
                #expect(ending.output.isEmpty)
                #expect(ending.error.contains("2 accepted and not yet judged"), "\(ending.error)")
                #expect(
                    ending.error.hasSuffix("  submission-1  accepted/good.c\n  submission-2  wrong_answer/bad.c\n"),
                    "\(ending.error)")
            }
        }
    }

    /// What the user did, what is said, and what the arguments are run by.
    static let mistakes: [(arguments: [String], environment: [String], status: Int32, words: String)] = [
        (["--coordinator", "tcp://127.0.0.1:1"], [], 2, "no coordinator answers at tcp://127.0.0.1:1"),
        ([], ["VERDICT_COORDINATOR=unix:/nonexistent/socket"], 2, "no coordinator answers at unix:/nonexistent/socket"),
        ([], ["VERDICT_COORDINATOR=nowhere"], 2, "VERDICT_COORDINATOR is nowhere, which is not an address"),
        (["--coordinator", "nowhere"], [], 64, "--coordinator nowhere is not an address"),
        (["--token-file", "/nonexistent"], [], 2, "/nonexistent"),
        ([], ["VERDICT_TOKEN_FILE=/nonexistent/token"], 2, "/nonexistent/token"),
        (["--certificate", "x.pem"], [], 64, "--certificate and --key"),
        (["--priority", "urgent"], [], 64, "--priority"),
        (["--coordinator", "tcp://127.0.0.1:1", "--idempotency-key", String(repeating: "k", count: 129)], [], 2, ""),
    ]

    @Test(arguments: mistakes.indices) func aMistakeIsNamedWithWhatToDo(_ index: Int) async throws {
        let mistake = Self.mistakes[index]
        try await Scratch.with { scratch in
            let package = try scratch.package()
            let ending = try await Executable.run(
                ["submit", package] + mistake.arguments, through: ["env"] + mistake.environment)
            #expect(ending.status == mistake.status, "\(ending.error)")
            #expect(ending.error.contains(mistake.words), "\(ending.error)")
        }
    }

    @Test func whoShowsNoTokenIsToldHow() async throws {
        try await Scratch.with { scratch in
            let package = try scratch.package(["accepted/good.c"])
            let file = try scratch.write("token", FakeCoordinator.token + "\n")
            try await FakeCoordinator.with(role: nil) { _, address in
                let command = ["submit", package, "--coordinator", "\(address)"]
                let ending = try await Executable.run(command)
                #expect(
                    ending.status == 2 && ending.error.contains("--token-file or VERDICT_TOKEN_FILE"), "\(ending.error)"
                )
                let open = try await Executable.run(command, through: ["env", "VERDICT_TOKEN_FILE=\(file)"])
                #expect(open.status == 2 && open.error.contains("chmod 600"), "\(open.error)")
                _ = unsafe chmod(file, 0o600)
                let good = try await Executable.run(command + ["--token-file", file])
                #expect(good.status == 0, "\(good.error)")
            }
            try await FakeCoordinator.with(role: .worker) { _, address in
                let ending = try await Executable.run(["submit", package, "--coordinator", "\(address)"])
                #expect(
                    ending.status == 2 && ending.error.contains("use a token of another role"), "\(ending.error)")
            }
        }
    }

    @Test func tooMuchSourceIsRefusedBeforeAnythingIsSent() async throws {
        try await Scratch.with { scratch in
            let package = try scratch.package()
            let large = try scratch.write("large.c", String(repeating: "x", count: (1 << 20) + 1))
            try await FakeCoordinator.with { coordinator, address in
                let ending = try await Executable.run(["submit", package, large, "--coordinator", "\(address)"])
                #expect(ending.status == 2 && ending.error.contains("1 MiB"), "\(ending.error)")
                #expect(coordinator.seen.puts == 0)
            }
        }
    }
}
