import Fleet
import Foundation
import Glibc
import Grading
import Judging
import Problems
import Sandbox
import SystemPackage
import Toolchains
import Wire

extension Figure {
    /// Executions a minute through a coordinator and a worker, beside those of the same judging without them.
    static func fleetRate(_ bench: Bench) async throws -> [Reading] {
        let package = try SumPackage(in: bench.work + "/rate-package")
        let count = bench.rounds(60, quick: 15)
        let rounds = bench.rounds(3, quick: 1)
        var (through, local) = ([Double](), [Double]())
        try await BenchFleet.with(bench) { fleet in
            let client = try fleet.client()
            let added = try await client.addPackage(at: package.folder)
            // The first ones find everything cold, and say how long a test case takes.
            _ = try await judge(4, of: package, as: added.id, key: "warm", by: client)
            for round in 0..<rounds {
                through.append(try await judge(count, of: package, as: added.id, key: "\(round)", by: client))
                fleet.pause()
                local.append(try await judgeHere(count, of: package, bench))
                fleet.resume()
            }
            await client.close()
        }
        let ratio = Statistics.median(zip(through, local).map { $0 / $1 })
        let detail = """
            \(Statistics.median(through).text(0)) executions a minute through coordinator and worker, \
            \(Statistics.median(local).text(0)) without; \(count) submissions of \(SumPackage.tests) test cases each, \
            \(rounds) rounds in turn
            """
        return [
            Reading(name: "fleet-rate", value: ratio, target: .atLeast(0.85), detail: detail),
            Reading(
                name: "fleet-rate a minute", value: Statistics.median(through), digits: 0, target: .atLeast(12_000),
                detail: "on this machine's cores, coordinator and client included"),
        ]
    }

    /// Submissions a minute that a coordinator takes, durably, while its worker judges.
    static func fleetIntake(_ bench: Bench) async throws -> [Reading] {
        let package = try SumPackage(in: bench.work + "/intake-package")
        let length = Duration.seconds(bench.isQuick ? 5 : 30)
        let (tasks, sizes) = (64, Counter())
        var judged = 0
        try await BenchFleet.with(bench) { fleet in
            let client = try fleet.client()
            let added = try await client.addPackage(at: package.folder)
            _ = try await judge(4, of: package, as: added.id, key: "warm", by: client)
            let admin = try fleet.client(role: "admin")
            let end = ContinuousClock.now + length
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 0..<tasks {
                    group.addTask {
                        var index = 0
                        while ContinuousClock.now < end {
                            _ = try await client.submit(
                                package.request(package: added.id, key: "intake-\(task)-\(index)"))
                            index += 1
                        }
                        sizes.add(index)
                    }
                }
                try await group.waitForAll()
            }
            let overview = try await admin.overview()
            judged = Int(overview.executionsPerMinute)
            await client.close()
            await admin.close()
        }
        return [
            Reading(
                name: "fleet-intake", value: Double(sizes.value) / length.seconds * 60, digits: 0,
                target: .atLeast(20_000),
                detail: """
                    \(sizes.value) submissions in \(length), each durable when it was answered, by \(tasks) tasks of one \
                    client; \(judged) executions a minute meanwhile
                    """)
        ]
    }

    /// Submits so many and follows each to its judgement.
    /// - Returns: test cases a minute.
    private static func judge(
        _ count: Int, of package: SumPackage, as id: Data, key: String, by client: VerdictClient
    ) async throws -> Double {
        let taken = try await ContinuousClock().measure {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<count {
                    group.addTask {
                        let answer = try await client.submit(package.request(package: id, key: "\(key)-\(index)"))
                        for try await event in client.follow(answer.id) {
                            guard case .judged(let judgement) = event.event else { continue }
                            guard judgement.verdict == .accepted else {
                                throw BenchError("a right program got \(judgement.verdict): \(judgement.message)")
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        return Double(count * SumPackage.tests) / taken.seconds * 60
    }

    /// The same without coordinator and worker.
    private static func judgeHere(_ count: Int, of package: SumPackage, _ bench: Bench) async throws -> Double {
        let catalog = try LanguageCatalog(directory: FilePath(bench.root + "/Languages"))
        let problem = try ProblemPackage(package.folder)
        let submission = Submission(
            path: "sum.c", sources: .onDisk([LocalSource(path: package.source, name: "sum.c")]),
            expected: ExpectedResult([.accepted]))
        return try await withSandbox { executor in
            let host = JudgeHost(executor: executor, languages: catalog)
            let judge = try Judge(problem, host: host)
            _ = try await judge.build(submission)
            let taken = try await ContinuousClock().measure {
                try await judge.judge(Array(repeating: submission, count: count)) { events in
                    for try await case .finished(_, let judgement) in events {
                        guard judgement.verdict == .accepted else {
                            throw BenchError("a right program got \(judgement.verdict): \(judgement.message)")
                        }
                    }
                }
            }
            return Double(count * SumPackage.tests) / taken.seconds * 60
        }
    }
}

/// A problem with many small test cases, and a program that solves it.
struct SumPackage: Sendable {
    static let tests = 100
    let folder: FilePath
    /// How many test cases it has.
    let count: Int
    var source: FilePath { folder.appending("submissions/accepted/sum.c") }

    /// Writes the package to a new folder.
    init(in folder: String, tests count: Int = Self.tests) throws {
        (self.folder, self.count) = (FilePath(folder), count)
        let files = FileManager.default
        for part in ["data/secret", "submissions/accepted"] {
            try files.createDirectory(atPath: "\(folder)/\(part)", withIntermediateDirectories: true)
        }
        try "name: Sum\n".write(toFile: "\(folder)/problem.yaml", atomically: false, encoding: .utf8)
        try "1\n".write(toFile: "\(folder)/.timelimit", atomically: false, encoding: .utf8)
        for test in 1...count {
            let name = "\(folder)/data/secret/\(test)"
            try "\(test) \(test * 7)\n".write(toFile: name + ".in", atomically: false, encoding: .utf8)
            try "\(test * 8)\n".write(toFile: name + ".ans", atomically: false, encoding: .utf8)
        }
        let program = """
            #include <stdio.h>
            int main(void) {
                long a, b;
                if (scanf("%ld %ld", &a, &b) != 2) return 1;
                printf("%ld\\n", a + b);
            }
            """
        try program.write(toFile: source.string, atomically: false, encoding: .utf8)
    }

    /// The request that submits the program.
    func request(package: Data, key: String) throws -> Verdict_V1_SubmitRequest {
        var file = Verdict_V1_SourceFile()
        file.name = "sum.c"
        file.content = try Data(contentsOf: URL(fileURLWithPath: source.string))
        var request = Verdict_V1_SubmitRequest()
        request.idempotencyKey = key
        request.package = package
        request.sources = [file]
        return request
    }
}
