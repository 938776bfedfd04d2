import Grading
import Judging
import PackageFiles
import Problems
import Sandbox
import SystemPackage
import Toolchains
import Units

extension Figure {
    /// A program that is wrong at its first token and stopped there, beside one whose whole output is compared, in turn. One that
    /// writes nothing shows what is left for any run.
    static func earlyStop(_ bench: Bench) async throws -> [Reading] {
        let size = 32 << 20
        return try await withSandbox { sandbox in
            let package = try LongOutput(size: size, below: FilePath(bench.work))
            let host = JudgeHost(
                executor: sandbox,
                languages: try LanguageCatalog(directory: FilePath(bench.root).appending("Languages")))
            var options = JudgeOptions()
            options.stopsEarly = true
            let early = try Judge(package.package, host: host, options: options)
            let whole = try Judge(package.package, host: host)
            let wrong = try await early.build(package.wrong)
            let right = try await whole.build(package.right)
            let silent = try await whole.build(package.silent)
            var (stopped, compared, nothing) = ([Double](), [Double](), [Double]())
            for round in 0...bench.rounds(9, quick: 3) {
                let first = try await time(early, wrong, on: LongOutput.long, expecting: "WA")
                let second = try await time(whole, right, on: LongOutput.long, expecting: "AC")
                let third = try await time(whole, silent, on: LongOutput.empty, expecting: "AC")
                guard round > 0 else { continue }
                stopped.append(first)
                compared.append(second)
                nothing.append(third)
            }
            return [
                Reading(
                    name: "early-stop", value: Statistics.median(zip(stopped, compared).map { $0 / $1 }), digits: 3,
                    target: .atMost(0.05),
                    detail: """
                        stopped at its first token \(microseconds(stopped)), \(size >> 20) MiB written and compared \
                        \(microseconds(compared)), nothing written \(microseconds(nothing)); \(stopped.count) rounds of 5
                        """)
            ]
        }
    }

    /// The median time of a judged run.
    private static func time(
        _ judge: Judge, _ program: BuiltProgram, on test: Int, expecting verdict: String
    ) async throws -> Double {
        var times: [Double] = []
        // As a program runs on several test cases, one after the other.
        for _ in 0..<5 {
            let start = ContinuousClock.now
            let batch = try await judge.execute(program, on: [test], BatchOptions(AllowedTime(limit: .seconds(10))))
            times.append((ContinuousClock.now - start).seconds)
            guard let result = batch.results[test], result.verdict.rawValue == verdict else {
                throw BenchError("not \(verdict): \(batch.results[test]?.message ?? "no result")")
            }
        }
        return Statistics.median(times)
    }

    /// Two programs in cells that send each other a byte in turn, beside two bare processes on pipes, in turn.
    static func interactRate(_ bench: Bench) async throws -> [Reading] {
        let trips = bench.isQuick ? 20_000 : 200_000
        return try await withSandbox { sandbox in
            let limits = Limits(cpuTime: .seconds(60), wallTime: .seconds(120), memory: .mebibytes(256))
            let first = try sandbox.request(bench.program("pingpong"), ["first", "\(trips)"], limits: limits)
            var second = first
            second.command[1] = "second"
            var (bare, together, ours) = ([Double](), [Double](), [Double]())
            for round in 0...bench.rounds(7, quick: 3) {
                let free = try pair("pair", trips, bench)
                let pinned = try pair("pinned", trips, bench)
                let start = ContinuousClock.now
                let talk = try await sandbox.interact(
                    Placement(first, in: CellConfiguration()), Placement(second, in: CellConfiguration()))
                let taken = ContinuousClock.now - start
                guard talk.first.outcome == .exited(0), talk.second.outcome == .exited(0) else {
                    throw BenchError("the two did not come to their end: \(talk.first.outcome), \(talk.second.outcome)")
                }
                guard round > 0 else { continue }
                bare.append(free)
                together.append(pinned)
                ours.append(Double(trips) / taken.seconds)
            }
            return [
                Reading(
                    name: "interact-rate", value: Statistics.median(zip(ours, bare).map { $0 / $1 }),
                    target: .atLeast(0.9),
                    detail: """
                        bare \(Statistics.median(bare).text(0))/s, in cells \(Statistics.median(ours).text(0))/s; bare and \
                        held to one processor, as the cells are, \(Statistics.median(together).text(0))/s \
                        (\(Statistics.median(zip(ours, together).map { $0 / $1 }).text(2))); \(ours.count) rounds of \
                        \(trips) round trips
                        """)
            ]
        }
    }
}

extension Figure {
    /// Round trips a second of two bare processes.
    private static func pair(_ kind: String, _ trips: Int, _ bench: Bench) throws -> Double {
        let output = bench.work + "/pingpong.out"
        try Command(arguments: [bench.program("pingpong"), kind, "\(trips)"], output: output).succeed()
        guard let time = HostFiles.text(output).flatMap({ Double($0.filter(\.isNumber)) }) else {
            throw BenchError("pingpong did not answer")
        }
        return Double(trips) / (time / 1e9)
    }
}

/// A problem with a long answer and an empty one, and programs for it: one that writes the long answer, one that begins with
/// something else, and one that writes nothing.
private struct LongOutput {
    static let long = 0
    static let empty = 1
    let package: ProblemPackage
    let right: Submission
    let wrong: Submission
    let silent: Submission

    init(size: Int, below directory: FilePath) throws {
        let line = Array("1234567\n".utf8)
        let count = size / line.count
        let input = try Self.file("long.in", [], in: directory)
        let answer = try Self.file("long.ans", Array([[UInt8]](repeating: line, count: count).joined()), in: directory)
        var limits = ProblemLimits()
        limits.output = .mebibytes(64)
        let problem = Problem(
            shortName: "long", timeLimit: .fixed(.seconds(10), source: "the benchmark"),
            limits: limits,
            testCases: [
                TestCase(name: "secret/1", input: input, answer: answer),
                TestCase(name: "secret/2", input: input, answer: input),
            ])
        package = ProblemPackage(
            problem: problem,
            directory: PackageDirectory(root: directory, listing: PackageListing(name: "long", files: [input, answer])))
        right = try Self.submission("right", first: "1234567", count: count, in: directory)
        wrong = try Self.submission("wrong", first: "7654321", count: count, in: directory)
        silent = try Self.submission("silent", first: "1234567", count: 0, in: directory)
    }

    private static func file(_ name: String, _ bytes: [UInt8], in directory: FilePath) throws -> PackageFile {
        guard let path = TreePath(name) else { throw BenchError("\(name) is no path") }
        try HostFiles.write(bytes, to: directory.appending(name).string)
        return PackageFile(path: path, size: ByteCount(Int64(bytes.count)))
    }

    private static func submission(
        _ name: String, first: String, count: Int, in directory: FilePath
    ) throws -> Submission {
        let source = """
            #include <string.h>
            #include <unistd.h>
            int main(void) {
                static char block[65536];
                for (int i = 0; i < 65536; i += 8) memcpy(block + i, "1234567\\n", 8);
                memcpy(block, "\(first)", 7);
                for (int i = 0; i < \(count * 8 / 65536); i++) {
                    for (int done = 0; done < 65536;) {
                        int written = write(1, block + done, 65536 - done);
                        if (written <= 0) return 1;
                        done += written;
                    }
                    memcpy(block, "1234567", 7);
                }
            }
            """
        let path = directory.appending("\(name).c")
        try HostFiles.write(Array(source.utf8), to: path.string)
        return Submission(path: path.string, sources: .onDisk([LocalSource(path: path, name: "\(name).c")]))
    }
}
