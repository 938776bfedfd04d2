import Glibc
import Storage

/// What a simulation shows.
struct Report {
    var deaths = 0
    var buried = 0
    var rounds = 0
    /// What the coordinator's decisions took, in real seconds.
    var deciding = 0.0
    private var waits: [UInt8: [Double]] = [:]
    private var latencies: [UInt8: [Double]] = [:]
    private var allWaits: [UInt8: [Double]] = [:]
    private var allLatencies: [UInt8: [Double]] = [:]
    private var busy = 0.0
    private var leases = 0
    private var leasesAtMost = 0
    private var utilisationAtMost = 0.0
    private var fairness: [Double] = []
    private var saturation: [String] = []

    mutating func leased(_ priority: UInt8, after wait: Double?) {
        leases += 1
        if let wait { waits[priority, default: []].append(wait) }
    }

    mutating func judged(_ priority: UInt8, after latency: Double) {
        latencies[priority, default: []].append(latency)
    }

    mutating func work(_ seconds: Double) { busy += seconds }

    /// Prints the minute that has ended.
    mutating func minute(_ simulation: Simulation) {
        let minute = Int(simulation.time / 60)
        if minute == 1 { print(Self.head) }
        let cores = Double(simulation.workers.count { $0.isAlive } * simulation.scenario.cores)
        let utilisation = busy / 60 / cores
        let fair = jain(simulation.tenants)
        fairness += fair.map { [$0] } ?? []
        var line = pad("\(minute)", 3) + pad("\(simulation.queue.total)", 9) + pad("\(leases / 60)", 7)
        line += pad(percent(min(utilisation, 1)), 6) + pad(fair.map { text($0, 3) } ?? "-", 7)
        for priority in 0...3 as ClosedRange<UInt8> {
            let sorted = (waits[priority] ?? []).sorted()
            line += "  " + [0.5, 0.99, 1].map { pad(text(quantile(sorted, $0), 2), 8) }.joined()
            allWaits[priority, default: []] += sorted
            allLatencies[priority, default: []] += latencies[priority] ?? []
        }
        print(line)
        // Somebody may be watching a pipe.
        fflush(nil)
        leasesAtMost = max(leasesAtMost, leases / 60)
        utilisationAtMost = max(utilisationAtMost, utilisation)
        if utilisation >= 0.97, saturation.isEmpty { saturation.append("the workers' cores, in minute \(minute)") }
        (waits, latencies, busy, leases) = ([:], [:], 0, 0)
    }

    private static let head =
        "min  waiting lease/s  busy   Jain  contest: p50, p99, max s    interactive               normal"
        + "                    rejudge"

    /// Prints what the whole shows.
    /// - Returns: whether nobody starved.
    func end(_ simulation: Simulation) -> Bool {
        let real = simulation.time
        print("\nfrom submission to judgement, seconds: p50, p99, max; the same for a job's wait")
        for group in simulation.scenario.groups {
            let latency = (allLatencies[group.priority] ?? []).sorted()
            let wait = (allWaits[group.priority] ?? []).sorted()
            let numbers = [0.5, 0.99, 1].map { pad(text(quantile(latency, $0), 2), 9) }.joined()
            let waited = [0.5, 0.99, 1].map { pad(text(quantile(wait, $0), 2), 9) }.joined()
            print("  " + group.name.padding(13) + numbers + "   " + waited + "   \(latency.count) judged")
        }
        let unserved = simulation.queue.longestUnserved
        print("longest time a lane with jobs was not served, seconds:")
        for group in simulation.scenario.groups {
            print("  " + group.name.padding(13) + pad(text(unserved[group.priority] ?? 0, 2), 9))
        }
        print("Jain's index of the contest's tenants while they wait, at least: \(text(fairness.min() ?? 1, 4))")
        print("most waiting: \(simulation.queue.most); most leases a second: \(leasesAtMost)")
        print("workers that died: \(deaths); jobs buried: \(buried); not judged in time: \(simulation.open)")
        let share = deciding / real
        print(
            "deciding took \(text(deciding, 1)) s of \(text(real, 0)) s: \(percent(share)) of a core, "
                + "\(text(deciding / Double(max(rounds, 1)) * 1e6, 0)) µs a round")
        print("saturated first: \(saturation.first ?? "nothing; at most \(percent(utilisationAtMost)) of the cores")")
        let worst = unserved.values.max() ?? 0
        let isFair = worst <= 60 && simulation.open == 0 && (fairness.min() ?? 1) > 0.95
        print(isFair ? "nobody starved" : "STARVATION: a lane waited for \(text(worst, 1)) s, or shares were not alike")
        return isFair
    }

    /// How alike what tenants of the contest got is, of those that all wait for more: 1 is alike.
    private func jain(_ tenants: [Simulation.Tenant]) -> Double? {
        let shares = tenants.filter { $0.priority == 0 && $0.isBacklogged }.map(\.served)
        guard shares.count > 1, shares.reduce(0, +) > 0 else { return nil }
        let sum = shares.reduce(0, +)
        return sum * sum / (Double(shares.count) * shares.reduce(0) { $0 + $1 * $1 })
    }

    private func quantile(_ sorted: [Double], _ part: Double) -> Double {
        guard !sorted.isEmpty else { return 0 }
        return sorted[min(sorted.count - 1, max(0, Int((Double(sorted.count) * part).rounded(.up)) - 1))]
    }

    private func percent(_ part: Double) -> String { text(part * 100, 1) + "%" }

    private func text(_ number: Double, _ digits: Int) -> String {
        let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
        let whole = Int((number * scale).rounded())
        guard digits > 0 else { return "\(whole)" }
        let rest = "\(whole % Int(scale))"
        return "\(whole / Int(scale))." + String(repeating: "0", count: digits - rest.count) + rest
    }

    private func pad(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}

extension String {
    fileprivate func padding(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
