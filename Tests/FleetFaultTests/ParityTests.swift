import Foundation
import Identity
import SystemPackage
import TestSupport
import Testing
import Wire

/// A fleet and `verdict judge` have to say the same of a package.
@Suite("A fleet and verdict judge")
struct ParityTests {
    private static let packages = KnownSubmission.package.removingLastComponent()
    /// Those whose tests are made before they are judged or sent.
    private static let generatedPackages = packages.removingLastComponent().appending("problems-generated")

    /// The folders that say the most in the least time.
    private static let telling: Set<String> = ["mixed", "partial", "run_time_error", "wrong_answer"]

    /// The submissions that a package is compared with: one of each folder, two of some, in the languages that are built the
    /// fastest.
    private static func submissions(of package: FilePath) throws -> [String] {
        let folder = package.appending("submissions")
        // Packages of other formats have few.
        guard FileManager.default.fileExists(atPath: folder.string) else { return [] }
        let order = ["py", "c", "cpp", "js", "rs", "go"]
        func cost(_ name: String) -> Int { order.firstIndex(of: FilePath(name).extension ?? "") ?? order.count }
        let kinds = try FileManager.default.contentsOfDirectory(atPath: folder.string).sorted()
        return try kinds.filter { !$0.hasSuffix(".yaml") }.flatMap { kind in
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.appending(kind).string).sorted()
            let cheapest = names.sorted { (cost($0), $0) < (cost($1), $1) }
            return cheapest.prefix(telling.contains(kind) ? 2 : 1).map { "\(kind)/\($0)" }
        }
    }

    /// Every package of the repository, or every eighth one where long tests are not asked for.
    private static func comparedPackages() throws -> [(name: String, package: FilePath)] {
        let settings = [
            "problem.yaml", "problem.xml", "init.yml", "info.toml", "task.yaml", "problem.json", "problem.conf",
            "data.yml",
        ]
        let all = try [packages, generatedPackages].flatMap { folder in
            try FileManager.default.contentsOfDirectory(atPath: folder.string).sorted()
                .map { (name: $0, package: folder.appending($0)) }
        }.filter { entry in
            settings.contains { FileManager.default.fileExists(atPath: entry.package.appending($0).string) }
        }
        return LongTests.sample(of: all, every: 8)
    }

    private static func write(_ text: String, to path: FilePath) throws {
        let file = URL(fileURLWithPath: path.string)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    /// What `verdict` printed.
    private struct Said {
        var status: Int32
        var records: [String: ParityRecord] = [:]
        var warnings: [String] = []
        /// All else.
        var lines: [String] = []
    }

    /// Runs `verdict` with `arguments` and reads what it prints.
    private func said(_ arguments: [String], in fleet: FleetUnderTest) async throws -> Said {
        let output = URL(fileURLWithPath: fleet.folder.appending("said-\(UInt64.random(in: 0 ... .max))").string)
        let process = try ChildProcess([try ChildProcess.built("verdict")] + arguments, output: output)
        while process.isRunning { try await Task.sleep(for: .milliseconds(20)) }
        var said = Said(status: process.waitForEnd())
        // What it says of connections that are lost stands there, too.
        for line in try process.lines() {
            if line.hasPrefix("warning: ") {
                said.warnings.append(String(line))
            } else if line.hasPrefix("{"),
                let record = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
                let submission = record["submission"] as? String
            {
                said.records[submission] = ParityRecord(record)
            } else {
                said.lines.append(ParityRecord.withoutMeasurements(String(line)))
            }
        }
        return said
    }

    private func flags(_ fleet: FleetUnderTest) -> [String] {
        ["--coordinator", "\(fleet.socket)", "--token-file", fleet.token(.client).string]
    }

    @Test(.timeLimit(.minutes(20)))
    func sayTheSameOfEveryPackage() async throws {
        try await withFleet(languages: RepositoryLanguages.folder) { fleet in
            var count = 0
            for (name, package) in try Self.comparedPackages() {
                let begin = ContinuousClock.now
                let arguments = [package.string] + (try Self.submissions(of: package))
                // What is late because the host is busy would be measured again.
                let here = try await said(["judge", "--json", "--quiet-wait", "0s"] + arguments, in: fleet)
                let middle = ContinuousClock.now
                let there = try await said(["submit", "--json"] + arguments + flags(fleet), in: fleet)
                print(
                    "parity of \(name): \(here.records.count) submissions, \(middle - begin), \(ContinuousClock.now - middle)"
                )
                #expect(here.status == 0 && there.status == 0, "\(name): \(here.lines) \(there.lines)")
                #expect(here.warnings == there.warnings, "\(name)")
                #expect(!here.records.isEmpty)
                #expect(Set(here.records.keys) == Set(there.records.keys), "\(name)")
                for (submission, record) in here.records {
                    let differences = there.records[submission]?.differences(from: record) ?? "missing"
                    #expect(differences.isEmpty, "\(name) \(submission)\n\(differences)")
                }
                count += here.records.count
            }
            #expect(count > (LongTests.areAskedFor ? 100 : 12))
        }
    }

    /// The limit was found, and hides nothing; a submission that is too slow only by a little is warned of.
    @Test(.timeLimit(.minutes(2)))
    func printTheSameTable() async throws {
        try await withFleet { fleet in
            let package = Self.packages.appending("dawdle").string
            let here = try await said(["judge", package, "--color", "never", "--quiet-wait", "0s"], in: fleet)
            let there = try await said(["submit", package, "--color", "never"] + flags(fleet), in: fleet)
            #expect(here.lines.map { $0.split(separator: " ") } == there.lines.map { $0.split(separator: " ") })
            #expect(here.lines.contains { $0.hasPrefix("time limit #: slowest measured #") }, "\(here.lines)")
            #expect(here.lines.contains { $0.contains("WA only with the safety margin of #") }, "\(here.lines)")
            #expect(here.lines.contains { $0.contains("RE only with the safety margin of #") }, "\(here.lines)")
            #expect(here.lines.contains { $0.contains("a faster machine may accept it") }, "\(here.lines)")
        }
    }

    /// A number that one system's validator reads, and another's does not.
    @Test(.timeLimit(.minutes(2)))
    func judgeAlikeInTheWaysOfAnotherSystem() async throws {
        try await withFleet { fleet in
            let package = fleet.folder.appending("hexadecimal")
            func write(_ name: String, _ text: String) throws {
                try Self.write(text, to: package.appending(name))
            }
            try write("problem.yaml", "name: hexadecimal\nvalidator_flags: float_tolerance 1e-6\n")
            try write(".timelimit", "5\n")
            try write("data/secret/1.in", "16\n")
            try write("data/secret/1.ans", "16\n")
            try write("submissions/accepted/a.py", "print('0x10')\n")
            var accepted: [Bool] = []
            for dialect in ["domjudge", "icpc-2025-09", "kattis"] {
                let arguments = [package.string, "--json", "--dialect", dialect]
                let here = try await said(["judge", "--quiet-wait", "0s"] + arguments, in: fleet)
                let there = try await said(["submit"] + arguments + flags(fleet), in: fleet)
                #expect(here.status == there.status, "\(dialect): \(here.lines) \(there.lines)")
                let record = try #require(here.records.first?.value)
                let differences = there.records.first?.value.differences(from: record) ?? "missing"
                #expect(differences.isEmpty, "\(dialect)\n\(differences)")
                accepted.append(record.lines.contains("verdict = AC"))
            }
            #expect(accepted == [true, false, true])
        }
    }

    /// Which of the verdicts of all test cases is the submission's, as somebody else wants it than the package.
    @Test(.timeLimit(.minutes(2)))
    func followTheSamePolicies() async throws {
        try await withFleet { fleet in
            let package = fleet.folder.appending("varied")
            func write(_ name: String, _ text: String) throws -> FilePath {
                let file = package.appending(name)
                try Self.write(text, to: file)
                return file
            }
            _ = try write("problem.yaml", "name: Varied\n")
            _ = try write(".timelimit", "2\n")
            for number in 1...3 {
                _ = try write("data/secret/\(number).in", "\(number)\n")
                _ = try write("data/secret/\(number).ans", "0\n")
            }
            // Right, then wrong, then it fails.
            _ = try write(
                "submissions/mixed/varied.py", "number = int(input())\nprint([0, 1, 1 // (3 - number)][number - 1])\n")
            let lazy = try write(
                "lazy.yaml", "results_prio: {run-error: 99, wrong-answer: 50}\nlazy_eval_results: true\n")
            let renamed = try write(
                "renamed.yaml",
                "results_prio: {run-error: 99, wrong-answer: 50}\nresults_remap: {run-error: timelimit}\n")
            let policies: [(policy: [String], verdict: String)] = [
                ([], "WA"), (["--policy", "worst"], "RE"), (["--policy", lazy.string], "RE"),
                (["--policy", renamed.string], "TLE"),
            ]
            for (policy, verdict) in policies {
                let here = try await said(["judge", "--json", package.string] + policy, in: fleet)
                let there = try await said(["submit", "--json", package.string] + policy + flags(fleet), in: fleet)
                #expect(
                    here.status == there.status && here.records.count == 1, "\(policy): \(here.lines) \(there.lines)")
                #expect(here.records == there.records, "\(policy)")
                #expect(
                    there.records["mixed/varied.py"]?.lines.contains("verdict = \(verdict)") == true,
                    "\(policy): \(there.records)")
            }
        }
    }

    /// A compiler's log and a validator's message that are longer than messages and events take, and not of ASCII.
    @Test(.timeLimit(.minutes(2)))
    func cutLongTextsAlike() async throws {
        try await withFleet { fleet in
            let package = fleet.folder.appending("long")
            func write(_ name: String, _ text: String) throws {
                try Self.write(text, to: package.appending(name))
            }
            try write("problem.yaml", "name: Long\nvalidation: custom\n")
            try write(".timelimit", "2\n")
            try write("data/secret/1.in", "1\n")
            try write("data/secret/1.ans", "1\n")
            try write("submissions/accepted/good.py", "print(1)\n")
            try write("submissions/wrong_answer/bad.py", "print(2)\n")
            try write(
                "submissions/compile_error/many.c",
                "int main(void) { return 0; }\n" + (0..<2000).map { "+größe_\($0);\n" }.joined())
            try write(
                "output_validators/loud.py",
                """
                import sys

                if sys.stdin.read().split() == ["1"]:
                    sys.exit(42)
                with open(sys.argv[3] + "judgemessage.txt", "w", encoding="utf-8") as file:
                    file.write("ü" * 30000)
                sys.exit(43)
                """)
            let here = try await said(["judge", "--json", package.string], in: fleet)
            let there = try await said(["submit", "--json", package.string] + flags(fleet), in: fleet)
            #expect(here.status == 0 && there.status == 0, "\(here.lines) \(there.lines)")
            #expect(here.records == there.records && here.records.count == 3)
            #expect(here.records["compile_error/many.c"]?.description.contains("…") == true)
            #expect(here.records["wrong_answer/bad.py"]?.description.contains("message = üüü") == true)
        }
    }

    @Test(.timeLimit(.minutes(4)))
    func workersAndCoordinatorsThatDieChangeNothing() async throws {
        try await withFleet { fleet in
            let command = ["submit", "--json", Self.packages.appending("podium").string] + flags(fleet)
            let calm = try await said(command, in: fleet)
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
            let stormy = try await said(command, in: fleet)
            try await faults.value
            #expect(stormy.records == calm.records && !calm.records.isEmpty)
            #expect(stormy.status == 0)
        }
    }
}
