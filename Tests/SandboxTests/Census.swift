import Glibc

@testable import Sandbox

/// What a run could leave behind on the host, counted.
struct Census: Equatable, CustomStringConvertible {
    var descriptors = Census.entries("/proc/self/fd")
    var mounts = Census.lines("/proc/self/mountinfo")
    var directories = ["/tmp", "/dev/shm"].reduce(0) { count, place in
        count + Census.entries(place) { $0.hasPrefix("verdict-\(getpid())-") }
    }
    var cgroups = Census.output("find /sys/fs/cgroup -name 'verdict-\(getpid())-*' 2>/dev/null | wc -l")
    var children = waitpid(-1, nil, WNOHANG) == -1 ? 0 : 1
    var shared = Census.lines("/proc/sysvipc/shm")

    var description: String {
        "\(descriptors) descriptors, \(mounts) mounts, \(directories) directories, \(cgroups) cgroups, "
            + "\(children) children, \(shared) shared memory segments"
    }

    static func entries(_ path: String, where isCounted: (String) -> Bool = { _ in true }) -> Int {
        guard let directory = unsafe opendir(path) else { return -1 }
        defer { unsafe closedir(directory) }
        var count = 0
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if isCounted(name) { count += 1 }
        }
        return count
    }

    static func lines(_ path: String) -> Int {
        output("wc -l < \(path)")
    }

    static func output(_ command: String) -> Int {
        guard let stream = unsafe popen(command, "r") else { return -1 }
        var buffer = [CChar](repeating: 0, count: 64)
        let line = unsafe fgets(&buffer, 64, stream)
        unsafe pclose(stream)
        guard unsafe line != nil else { return -1 }
        return Int(
            String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self).filter(
                \.isNumber)) ?? -1
    }

    /// Counts before and after `body`, and prints what differs: what an exit test records reaches the test without its
    /// words, so its output is looked at.
    static func printDifference(after body: () async throws -> Void) async throws {
        // A process keeps a file for each processor that it has asked for, and which these are depends on what else judges here.
        for processor in 0..<Int(sysconf(Int32(_SC_NPROCESSORS_CONF))) where CoreLocks.ofHost.claim(processor) {
            CoreLocks.ofHost.release(processor)
        }
        try await Task.sleep(for: .milliseconds(200))
        let before = Census()
        try await body()
        // A cell lets go of its last run's descriptors a moment after the run has been answered.
        var after = Census()
        for _ in 0..<100 where after != before {
            try await Task.sleep(for: .milliseconds(20))
            after = Census()
        }
        if after != before { print("before: \(before), after: \(after)") }
    }
}
