/// How often the kernel has refused a cgroup a process or thread because its limit was reached (`pids.events`, the key `max`;
/// Documentation/admin-guide/cgroup-v2.rst, and the same in v1 trees).
struct ProcessCount {
    private let events: CgroupFile

    /// Nil where the kernel does not count them (before Linux 4.5).
    init?(_ directory: CgroupDirectory) throws(SandboxError) {
        guard directory.has("pids.events") else { return nil }
        events = try CgroupFile(directory, "pids.events")
    }

    /// Refusals since the cgroup was made.
    func refusals() throws(SandboxError) -> Int64 {
        var text = CgroupText(room: 128)
        try events.read(into: &text)
        return text.value(of: "max") ?? 0
    }
}
