import SystemPackage
import Units

/// Whether this host has a core to spare just now, for a run that is to be measured without company.
public enum HostIdleness {
    private static let window = Duration.milliseconds(100)

    /// Waits until as good as one whole core is idle, of those that this process may use (`proc(5)`, `/proc/stat`).
    /// - Parameter patience: how long at most.
    /// - Returns: whether it is; false when the time was up first.
    /// - Throws: `CancellationError` if the task is cancelled.
    public static func wait(atMost patience: Duration) async throws -> Bool {
        let processors = Host.allowedProcessors
        let end = ContinuousClock.now + patience
        repeat {
            // What cannot be read is no reason to wait.
            guard let before = try? Host.text("/proc/stat") else { return true }
            let start = ContinuousClock.now
            try await Task.sleep(for: window)
            guard let after = try? Host.text("/proc/stat") else { return true }
            let idle = idleTime(processors, in: after) - idleTime(processors, in: before)
            // The kernel counts in ticks of 10 ms.
            if idle >= (ContinuousClock.now - start) * 8 / 10 { return true }
        } while ContinuousClock.now < end
        return false
    }

    /// The greatest part of a core is idle if the sum is: the scheduler moves others away from a core that is held.
    static func idleTime(_ processors: [Int], in stat: String) -> Duration {
        let names = Set(processors.map { "cpu\($0)" })
        var ticks: Int64 = 0
        for line in stat.split(separator: "\n") {
            guard line.hasPrefix("cpu") else { break }
            let fields = line.split(separator: " ")
            // user nice system idle iowait
            guard fields.count > 5, names.contains(String(fields[0])) else { continue }
            ticks += (Int64(fields[4]) ?? 0) + (Int64(fields[5]) ?? 0)
        }
        return .milliseconds(ticks * 10)
    }
}
