import Checking
import Glibc
import Workloads

extension Figure {
    /// Equal outputs, beside memcmp.
    static func compareExact(_ bench: Bench) async throws -> [Reading] {
        let workload = try workload("exact", bench)
        let validator = try DefaultValidator(dialect: .icpc, arguments: workload.arguments)
        let (answer, output) = (workload.answer, workload.output)
        var difference: Int32 = 0
        let (ours, theirs) = try inTurn(bench.rounds(15, quick: 5)) {
            guard validator.check(output: output, answer: answer) == .accepted else {
                throw BenchError("the output is not accepted")
            }
        } and: {
            unsafe difference |= memcmp(answer, output, answer.count)
        }
        guard difference == 0 else { throw BenchError("memcmp found a difference") }
        let size = Double(answer.count) / 1e9
        return [
            Reading(
                name: "compare-exact", value: Statistics.median(zip(ours, theirs).map { $1 / $0 }),
                target: .atLeast(0.9),
                detail: """
                    ours \((size / Statistics.median(ours)).text(2)) GB/s, memcmp \
                    \((size / Statistics.median(theirs)).text(2)) GB/s; \(ours.count) rounds of \(answer.count >> 20) MiB
                    """)
        ]
    }

    static func compareTokens(_ bench: Bench) async throws -> [Reading] {
        try compare("compare-tokens", "tokens-lines", with: "wcmp", target: 10, bench)
    }

    static func compareReals(_ bench: Bench) async throws -> [Reading] {
        try compare("compare-reals", "reals", with: "rcmp6", target: 8, bench)
    }

    /// A workload, read from files and compared, beside one of testlib's checkers that reads the same files.
    private static func compare(
        _ name: String, _ workloadName: String, with checker: String, target: Double, _ bench: Bench
    ) throws -> [Reading] {
        let program = bench.program(checker)
        guard unsafe access(program, X_OK) == 0 else {
            return [
                Reading(
                    name: name, target: .atLeast(target),
                    detail: "no testlib; set TESTLIB to a directory with testlib.h and checkers/\(checker).cpp")
            ]
        }
        let workload = try workload(workloadName, bench)
        let (input, answer, output) = (bench.work + "/in", bench.work + "/answer", bench.work + "/output")
        try HostFiles.write([], to: input)
        try HostFiles.write(workload.answer, to: answer)
        try HostFiles.write(workload.output, to: output)
        let validator = try DefaultValidator(dialect: .icpc, arguments: workload.arguments)
        let (ours, theirs) = try inTurn(bench.rounds(5, quick: 2)) {
            guard let answer = HostFiles.bytes(answer), let output = HostFiles.bytes(output),
                validator.check(output: output, answer: answer) == .accepted
            else { throw BenchError("the output is not accepted") }
        } and: {
            try Command(arguments: [program, input, output, answer], error: bench.work + "/checker.err").succeed()
        }
        let size = Double(workload.output.count) / 1e9
        return [
            Reading(
                name: name, value: Statistics.median(zip(ours, theirs).map { $1 / $0 }), digits: 1,
                target: .atLeast(target),
                detail: """
                    ours \((size / Statistics.median(ours)).text(3)) GB/s, testlib's \(checker) \
                    \((size / Statistics.median(theirs)).text(3)) GB/s, both from files; \(ours.count) rounds of \
                    \(workload.output.count >> 20) MiB
                    """)
        ]
    }

    private static func workload(_ name: String, _ bench: Bench) throws -> Workload {
        let size = bench.isQuick ? 8 << 20 : 32 << 20
        guard let workload = Workload.all(size: size).first(where: { $0.name == name }) else {
            throw BenchError("there is no workload \(name)")
        }
        return workload
    }

    /// The times of two bodies, in turn, in seconds; the first round is not counted.
    private static func inTurn(
        _ rounds: Int, _ first: () throws -> Void, and second: () throws -> Void
    ) rethrows -> ([Double], [Double]) {
        let clock = ContinuousClock()
        var times: ([Double], [Double]) = ([], [])
        for round in 0...rounds {
            let start = clock.now
            try first()
            let middle = clock.now
            try second()
            let end = clock.now
            guard round > 0 else { continue }
            times.0.append((middle - start).seconds)
            times.1.append((end - middle).seconds)
        }
        return times
    }
}
