import Glibc

extension Figure {
    /// A package with its submissions: problemtools' `verifyproblem`, where it is installed, beside `verdict judge`.
    static func packageJudge(_ bench: Bench) async throws -> [Reading] {
        let name = "package-judge"
        guard let peer = HostFiles.onPath("verifyproblem") else {
            return [Reading(name: name, target: .atLeast(4), detail: "verifyproblem (problemtools) is not on PATH")]
        }
        let (package, submissions) = try commonPackage(bench)
        let (environment, output, report) = (try bench.prepared(), bench.work + "/judge.out", bench.work + "/peer.out")
        let theirCommand = Command(
            arguments: ["/bin/sh", "-c", "exec \"$@\" 2>&1", "sh", peer, "--parts", "submissions", "--", package],
            output: report)
        let ourCommand = Command(
            arguments: [bench.verdict, "judge", package, "--json"], environment: environment, output: output,
            error: bench.work + "/judge.err")
        let rounds = bench.rounds(5, quick: 1)
        var (theirs, ours) = ([Double](), [Double]())
        for _ in 0..<rounds {
            theirs.append(try theirCommand.run().wallTime.seconds)
            ours.append(try ourCommand.succeed().wallTime.seconds)
        }
        let judged = HostFiles.text(output)?.split(separator: "\n").count ?? 0
        guard judged == submissions else { throw BenchError("\(judged) of \(submissions) submissions were judged") }
        let errors = (HostFiles.text(report) ?? "").split(separator: "\n").filter { $0.hasPrefix("ERROR") }
        return [
            Reading(
                name: name, value: Statistics.median(zip(theirs, ours).map { $0 / $1 }), digits: 1, target: .atLeast(4),
                objection: errors.first.map { "verifyproblem's verdicts are not as promised: \($0)" },
                detail: """
                    verifyproblem \(milliseconds(theirs)), verdict judge \(milliseconds(ours)), \(submissions) submissions \
                    to sum, all as promised; \(rounds) rounds
                    """)
        ]
    }

    /// The package `sum` with those submissions that problemtools judges with what Debian installs: in C, C++ and
    /// Python, without the one that sleeps, for which it would wait for ever.
    /// - Returns: Where it is, and how many submissions it has.
    private static func commonPackage(_ bench: Bench) throws -> (String, Int) {
        let package = bench.work + "/sum"
        try Command(arguments: ["/bin/cp", "-r", bench.root + "/Testcases/problems/sum", package]).succeed()
        var count = 0
        for folder in HostFiles.names(in: package + "/submissions") ?? [] {
            let path = "\(package)/submissions/\(folder)"
            let promised = ["accepted", "wrong_answer", "run_time_error", "time_limit_exceeded"].contains(folder)
            for name in HostFiles.names(in: path) ?? [] {
                if promised, name != "asleep.c", [".c", ".cpp", ".py"].contains(where: { name.hasSuffix($0) }) {
                    count += 1
                } else {
                    unsafe unlink("\(path)/\(name)")
                }
            }
            // Where files are left it stays.
            unsafe rmdir(path)
        }
        return (package, count)
    }
}
