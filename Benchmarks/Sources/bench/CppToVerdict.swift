import Glibc

extension Figure {
    /// A source that includes `<bits/stdc++.h>`, with twenty tests: g++ and each test in bubblewrap, beside
    /// `verdict judge` from its start to its end, with what it prepares once for a host.
    static func cppToVerdict(_ bench: Bench) async throws -> [Reading] {
        guard let bubblewrap = HostFiles.onPath("bwrap"), HostFiles.onPath("g++") != nil else {
            return [
                Reading(name: "cpp-to-verdict", target: .atLeast(4), detail: "needs bwrap and g++ on PATH")
            ]
        }
        let package = try CppPackage(bench)
        let prepared = try bench.prepared()
        let rounds = bench.rounds(7, quick: 3)
        var (theirs, ours) = ([Double](), [Double]())
        for round in 0...rounds {
            // A new source each time, so that nobody can have built it before.
            try package.writeSource(round)
            let times = (try package.judgeInBubblewrap(bubblewrap), try package.judge(with: prepared))
            guard round > 0 else { continue }
            theirs.append(times.0)
            ours.append(times.1)
        }
        return [
            Reading(
                name: "cpp-to-verdict", value: Statistics.median(zip(theirs, ours).map { $0 / $1 }),
                target: .atLeast(4),
                detail: """
                    g++ and 20 tests in bubblewrap \(milliseconds(theirs)), verdict judge \(milliseconds(ours)); \
                    \(rounds) rounds
                    """)
        ]
    }

    static func milliseconds(_ seconds: [Double]) -> String {
        (Statistics.median(seconds) * 1e3).text(0) + " ms"
    }
}

/// A package of twenty small tests, made for the occasion, and a source for it.
private struct CppPackage {
    private static let tests = 20
    let bench: Bench
    let path: String
    private var source: String { path + "/submissions/accepted/sorted.cpp" }

    init(_ bench: Bench) throws {
        self.bench = bench
        path = bench.work + "/sorted"
        for directory in ["", "/data", "/data/secret", "/submissions", "/submissions/accepted"] {
            try HostFiles.makeDirectory(path + directory)
        }
        try HostFiles.write(Array("name: Sorted\n".utf8), to: path + "/problem.yaml")
        try HostFiles.write(Array("2\n".utf8), to: path + "/.timelimit")
        var random = SeededGenerator(seed: 1)
        for test in 1...Self.tests {
            let numbers = (0..<2000).map { _ in Int.random(in: 0..<1_000_000, using: &random) }
            try HostFiles.write(text(numbers), to: data(test, "in"))
            try HostFiles.write(text(numbers.sorted()), to: data(test, "ans"))
        }
    }

    private func text(_ numbers: [Int]) -> [UInt8] {
        Array("\(numbers.count)\n\(numbers.map(String.init).joined(separator: " "))\n".utf8)
    }

    private func data(_ test: Int, _ suffix: String) -> String {
        path + "/data/secret/\(test < 10 ? "0" : "")\(test).\(suffix)"
    }

    func writeSource(_ round: Int) throws {
        let text = """
            // Round \(round).
            #include <bits/stdc++.h>
            using namespace std;
            int main() {
                int count;
                cin >> count;
                vector<long long> numbers(count);
                for (auto &number : numbers) cin >> number;
                sort(numbers.begin(), numbers.end());
                cout << count << "\\n";
                for (int i = 0; i < count; i++) cout << numbers[i] << (i + 1 < count ? " " : "\\n");
            }

            """
        try HostFiles.write(Array(text.utf8), to: source)
    }

    /// The time of `verdict judge` from its start to its end, in seconds.
    func judge(with environment: [String: String]) throws -> Double {
        let output = bench.work + "/judge.out"
        let ending = try Command(
            arguments: [bench.verdict, "judge", path, "accepted/sorted.cpp", "--json"], environment: environment,
            output: output, error: bench.work + "/judge.err"
        ).succeed()
        guard HostFiles.text(output)?.contains("\"verdict\": \"AC\"") ?? false else {
            throw BenchError("verdict judge did not accept \(source)")
        }
        return ending.wallTime.seconds
    }

    /// The same work by bubblewrap: the compiler once, the program for each test, and a comparison of its output.
    func judgeInBubblewrap(_ bubblewrap: String) throws -> Double {
        let box = bench.work + "/bubblewrap"
        try HostFiles.makeDirectory(box)
        let host = ["/usr", "/bin", "/lib", "/lib64"].filter { HostFiles.names(in: $0) != nil }.map { ($0, $0) }
        let compiler =
            Peer.bubblewrap(bubblewrap, showing: host + [(path, "/source")])
            + ["--bind", box, "/box", "/usr/bin/g++", "-std=gnu++20", "-O2", "-static", "-o", "/box/prog"]
            + ["/source/submissions/accepted/sorted.cpp"]
        let program = Peer.bubblewrap(bubblewrap, showing: [(box, "/box")]) + ["/box/prog"]
        let clock = ContinuousClock()
        let start = clock.now
        try Command(arguments: compiler, error: bench.work + "/compiler.err").succeed()
        let output = bench.work + "/program.out"
        for test in 1...Self.tests {
            try Command(arguments: program, input: data(test, "in"), output: output).succeed()
            guard HostFiles.bytes(output) == HostFiles.bytes(data(test, "ans")) else {
                throw BenchError("the program's output in bubblewrap is wrong")
            }
        }
        return (clock.now - start).seconds
    }
}
