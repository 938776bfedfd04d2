internal import Files
internal import Glibc
internal import SystemPackage
internal import Units

/// What `/proc` says of this process (`proc(5)`). What cannot be read is left out.
struct ProcessFigures: Sendable {
    var cpuSeconds: Double?
    var residentBytes: Double?
    var openDescriptors: Double?
    var startTime: Double?

    static func read() -> ProcessFigures {
        var figures = ProcessFigures()
        let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
        // The second field, the program's name, may contain anything, parentheses too; state, the third, is at index 0.
        if let stat = contents(of: "/proc/self/stat"), let end = stat.lastIndex(of: ")"), ticks > 0 {
            let fields = stat[stat.index(after: end)...].split(separator: " ").map { Double($0) }
            if fields.count > 21, let user = fields[11], let system = fields[12] {
                figures.cpuSeconds = (user + system) / ticks
                figures.startTime = fields[19].map { bootTime + $0 / ticks }
                figures.residentBytes = fields[21].map { $0 * Double(sysconf(Int32(_SC_PAGESIZE))) }
            }
        }
        figures.openDescriptors = descriptorCount
        return figures
    }

    /// Each figure with its description.
    var samples: [(MetricDescription, [MetricSample])] {
        let values = [cpuSeconds, residentBytes, openDescriptors, startTime]
        return zip(MetricDescription.process, values).compactMap { description, value in
            value.map { (description, [MetricSample($0)]) }
        }
    }

    /// When the system started, in seconds since 1970. `/proc/stat` says it too, but is hidden from hardened services.
    private static var bootTime: Double { Double(SystemTime.now - SystemTime.sinceBoot) / 1e9 }

    /// Without the one that counts.
    private static var descriptorCount: Double? {
        guard let count = try? FilePath("/proc/self/fd").names().count else { return nil }
        return Double(max(0, count - 1))
    }

    private static func contents(of path: FilePath) -> String? {
        (try? path.contents(atMost: 1 << 20)).map { String(decoding: $0, as: UTF8.self) }
    }
}
