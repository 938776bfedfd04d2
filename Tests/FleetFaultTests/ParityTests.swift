import Foundation
import SystemPackage
import TestSupport
import Testing
import Wire

/// A fleet and `verdict judge` have to say the same of a package.
@Suite("A fleet and verdict judge")
struct ParityTests {
    private static func package(_ name: String) -> String {
        KnownSubmission.package.removingLastComponent().appending(name).string
    }

    /// What is said of a submission, as far as it does not depend on measurements.
    private struct Result: Equatable {
        var verdict: String?
        var score: String?
        var expected: [String]
        var message: String?
        var deciding: String?
        var groups: [String]
        var tests: [String]
        /// What it was made of.
        var content: [String]

        init(_ record: [String: Any]) {
            func text(_ value: Any?) -> String { value as? String ?? "-" }
            func lines(_ key: String) -> [String] {
                (record[key] as? [[String: Any]] ?? []).map { member in
                    "\(text(member["name"])) \(text(member["verdict"])) \(text(member["score"]))"
                }
            }
            verdict = record["verdict"] as? String
            score = record["score"] as? String
            expected = record["expected"] as? [String] ?? []
            // How long a program was idle is a measurement.
            message = verdict == "ILE" || verdict == "TLE" ? nil : record["message"] as? String
            deciding = record["deciding_test"] as? String
            groups = lines("groups")
            tests = lines("tests")
            content = ["source_sha256", "tests_sha256", "checker_sha256", "toolchain"].map { text(record[$0]) }
        }
    }

    /// Runs `verdict` with `arguments` and reads the records that it prints, by submission.
    private func results(
        _ arguments: [String], in fleet: FleetUnderTest, named name: String
    ) async throws -> [String: Result] {
        let output = URL(fileURLWithPath: fleet.folder.appending("\(name).json").string)
        let process = try ChildProcess([try ChildProcess.built("verdict")] + arguments + ["--json"], output: output)
        while process.isRunning { try await Task.sleep(for: .milliseconds(20)) }
        #expect(process.waitForEnd() == 0)
        // What it says of connections that are lost stands there, too.
        return try process.lines().filter { $0.hasPrefix("{") }.reduce(into: [:]) { results, line in
            let record = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
            if let submission = record["submission"] as? String { results[submission] = Result(record) }
        }
    }

    /// Scores of an own grader, and of an interactor; passes; an interactor in passes; files of the package's beside a submission.
    @Test(.timeLimit(.minutes(6)), arguments: ["podium", "lamps", "postcard", "relay", "mirror"])
    func sayTheSame(of name: String) async throws {
        try await withFleet { fleet in
            let here = try await results(["judge", Self.package(name)], in: fleet, named: "here")
            let flags = ["--coordinator", "\(fleet.socket)", "--token-file", fleet.token(.client).string]
            let there = try await results(["submit", Self.package(name)] + flags, in: fleet, named: "there")
            #expect(here == there)
            #expect(here.count > 2)
            #expect(here.values.allSatisfy { !$0.content.contains("-") })
            #expect(Set(here.values.map { $0.content[0] }).count == here.count, "each submission has another source")
            guard name == "podium" else { return }
            #expect(
                here.mapValues(\.score) == [
                    "accepted/limit.py": "30", "partially_accepted/tenth.py": "21.6", "wrong_answer/far.py": "0",
                ])
        }
    }

    @Test(.timeLimit(.minutes(4)))
    func workersAndCoordinatorsThatDieChangeNothing() async throws {
        try await withFleet { fleet in
            let flags = ["--coordinator", "\(fleet.socket)", "--token-file", fleet.token(.client).string]
            let calm = try await results(["submit", Self.package("podium")] + flags, in: fleet, named: "calm")
            let faults = Task {
                var random = SeededGenerator(seed: 1)
                for _ in 0..<3 {
                    try await Task.sleep(for: .milliseconds(200 + random.below(700)))
                    fleet.worker("one")?.kill()
                    fleet.coordinator?.kill()
                    try await fleet.startCoordinator()
                    try fleet.startWorker("one")
                }
            }
            let stormy = try await results(["submit", Self.package("podium")] + flags, in: fleet, named: "stormy")
            try await faults.value
            #expect(stormy == calm && !calm.isEmpty)
        }
    }
}
