import SystemPackage
import Units

/// The host's counters at one moment.
struct HostSample: Hashable, Sendable {
    /// Steal of the processors that were asked about, summed.
    var stolen: Duration
    /// `full` of the run's `cpu.pressure`; nil where there is none.
    var waited: Duration?
    /// Throttled time of all quotas above.
    var throttled: Duration

    /// What happened from `self` to `later`.
    func disturbance(until later: HostSample, preemptions: Int) -> Disturbance {
        var disturbance = Disturbance(preemptions: preemptions)
        disturbance.stolen = max(.zero, later.stolen - stolen)
        disturbance.throttled = max(.zero, later.throttled - throttled)
        if let waited, let laterWaited = later.waited { disturbance.waited = max(.zero, laterWaited - waited) }
        return disturbance
    }

    /// Steal of `processors` in the text of `/proc/stat`: the eighth number of each `cpuN` line, in ticks of 1/100 s
    /// (`proc(5)`, USER_HZ).
    static func stolen(_ processors: [Int], in stat: String) -> Duration {
        var ticks: Int64 = 0
        let names = Set(processors.map { "cpu\($0)" })
        for line in stat.split(separator: "\n") {
            guard line.hasPrefix("cpu") else { break }
            let fields = line.split(separator: " ")
            guard fields.count > 8, names.contains(String(fields[0])) else { continue }
            ticks += Int64(fields[8]) ?? 0
        }
        return .milliseconds(ticks * 10)
    }

    /// The total of the line `full` of a pressure file, in microseconds there
    /// (Documentation/accounting/psi.rst).
    static func waited(in pressure: String) -> Duration? {
        guard let line = pressure.split(separator: "\n").first(where: { $0.hasPrefix("full ") }),
            let total = line.split(separator: " ").last, total.hasPrefix("total=")
        else { return nil }
        return Int64(total.dropFirst(6)).map { .microseconds($0) }
    }

    /// Throttled time in the text of a `cpu.stat`: microseconds in v2, nanoseconds in v1.
    static func throttled(in stat: String) -> Duration {
        if let microseconds = keyedValue("throttled_usec", in: stat) { return .microseconds(microseconds) }
        return .nanoseconds(keyedValue("throttled_time", in: stat) ?? 0)
    }
}

/// Where a run's disturbances can be read.
struct HostWatch: Sendable {
    /// The `cpu.stat` files of the cgroups above this process that can have a quota.
    private let quotas: [FilePath]

    /// - Parameter layout: where this process stands in the trees.
    init(layout: CgroupLayout) {
        var directories: [CgroupDirectory] = []
        for start in [layout.unified, layout.legacy["cpu"]].compactMap({ $0 }) {
            var directory = CgroupDirectory(path: start)
            while directory.has("cpu.stat") {
                directories.append(directory)
                directory.path.removeLastComponent()
            }
        }
        quotas = directories.filter { directory in
            guard let stat = try? directory.read("cpu.stat") else { return false }
            return keyedValue("nr_throttled", in: stat) != nil
        }.map { $0.path.appending("cpu.stat") }
    }

    /// The counters now, for a run held to `processors` in the v2 cgroup `directory`. What cannot be read counts as
    /// nothing: a run is not worth losing for it.
    func sample(_ processors: [Int], in directory: CgroupDirectory?) -> HostSample {
        let stat = (try? Host.text("/proc/stat")) ?? ""
        let pressure = directory.flatMap { try? $0.read("cpu.pressure") }
        let throttled = quotas.map { HostSample.throttled(in: (try? Host.text($0)) ?? "") }.reduce(.zero, +)
        return HostSample(
            stolen: HostSample.stolen(processors, in: stat), waited: pressure.flatMap(HostSample.waited(in:)),
            throttled: throttled)
    }
}
