import Checking
import Glibc
import Workloads

/// The best of several rounds, in GB/s of output.
func rate(_ bytes: Int, rounds: Int = 9, _ body: () -> Void) -> Double {
    let clock = ContinuousClock()
    var best = Duration.seconds(1_000)
    for _ in 0..<rounds { best = min(best, clock.measure(body)) }
    let seconds = Double(best.components.seconds) + Double(best.components.attoseconds) / 1e18
    return Double(bytes) / seconds / 1e9
}

func show(_ name: String, _ rate: Double, _ memcmpRate: Double) {
    let rounded = (rate * 1000).rounded() / 1000
    let ratio = (rate / memcmpRate * 1000).rounded() / 1000
    print("\(name)\t\(rounded) GB/s\t\(ratio) of memcmp")
}

/// `compare-bench [BYTES [PART OF A NAME]]`: each workload, whole and in pieces of 64 KiB, beside memcmp.
let size = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 32 << 20
let filter = CommandLine.arguments.dropFirst(2).first ?? ""

func measure(_ name: String, _ bytes: Int, _ memcmpRate: Double, _ body: () -> Void) {
    guard filter.isEmpty || name.contains(filter) else { return }
    show(name, rate(bytes, body), memcmpRate)
}

for workload in Workload.all(size: size) {
    let (answer, output) = (workload.answer, workload.output)
    let twin = answer.map { $0 }
    var sum: Int32 = 0
    let memcmpRate = rate(answer.count) {
        sum |= unsafe memcmp(answer, twin, answer.count)
    }
    precondition(sum == 0)
    let pieces = stride(from: 0, to: output.count, by: 1 << 16)
        .map { Array(output[$0..<min($0 + 1 << 16, output.count)]) }
    for dialect in Dialect.allCases {
        let validator = try DefaultValidator(dialect: dialect, arguments: workload.arguments)
        guard validator.check(output: output, answer: answer) == .accepted else {
            print("\(workload.name)\t\(dialect.rawValue)\tnot accepted")
            exit(1)
        }
        measure("\(workload.name)\t\(dialect.rawValue)\twhole", output.count, memcmpRate) {
            _ = validator.check(output: output, answer: answer)
        }
        measure("\(workload.name)\t\(dialect.rawValue)\tpieces", output.count, memcmpRate) {
            var comparison = validator.comparison(with: answer)
            for piece in pieces { comparison.feed(piece) }
            _ = comparison.finish()
        }
    }
}
