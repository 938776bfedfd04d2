extension Figure {
    /// A package with all its submissions: problemtools' `verifyproblem`, where it is installed, beside
    /// `verdict judge`.
    static func packageJudge(_ bench: Bench) async throws -> [Reading] {
        let name = "package-judge"
        guard let peer = HostFiles.onPath("verifyproblem") else {
            return [Reading(name: name, target: .atLeast(4), detail: "verifyproblem (problemtools) is not on PATH")]
        }
        let package = bench.root + "/Testcases/problems/sum"
        let rounds = bench.rounds(3, quick: 1)
        var (theirs, ours) = ([Double](), [Double]())
        for _ in 0..<rounds {
            theirs.append(
                try Command(
                    arguments: [peer, "--parts", "submissions", "--", package], output: bench.work + "/peer.out",
                    error: bench.work + "/peer.err"
                ).run().wallTime.seconds)
            ours.append(
                try Command(
                    arguments: [bench.verdict, "judge", package, "--json"], output: bench.work + "/judge.out",
                    error: bench.work + "/judge.err"
                ).succeed().wallTime.seconds)
        }
        let report = (HostFiles.text(bench.work + "/peer.out") ?? "") + (HostFiles.text(bench.work + "/peer.err") ?? "")
        let words = report.split(separator: "\n").last.map(String.init) ?? "nothing"
        return [
            Reading(
                name: name, value: Statistics.median(zip(theirs, ours).map { $0 / $1 }), target: .atLeast(4),
                detail: """
                    verifyproblem \(milliseconds(theirs)) (its last words: \(words)), verdict judge \
                    \(milliseconds(ours)), as promised; \(rounds) rounds
                    """)
        ]
    }
}
