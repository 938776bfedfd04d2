import Glibc
import SystemPackage
import Testing

@testable import Sandbox

/// Homes of every kind in the v2 tree, on hosts where it has controllers that this process may give away.
@Suite(.serialized, .timeLimit(.minutes(2)), .enabled(if: Host.givesControllers))
struct UnifiedHomeTests {
    /// Makes a cgroup in which only `controllers` can be given to children, below one that has both.
    private static func makeHome(offering controllers: [String]) throws -> (above: CgroupDirectory, CgroupDirectory) {
        let layout = try Host.cgroupLayout()
        let above = UnifiedHome(current: try #require(layout.unified)).directory.child("home-\(getpid())")
        try above.make()
        try above.enable(controllers)
        let home = above.child("inner")
        try home.make()
        return (above, home)
    }

    /// Runs a program in a sandbox of this process, which is moved to a new home before; says what went wrong.
    private static func tryHome(offering controllers: [String], missing: Set<Layer>) async throws -> String? {
        let start = CgroupDirectory(path: try #require(Host.standing))
        let (above, home) = try makeHome(offering: controllers)
        try home.write("\(getpid())", to: "cgroup.procs")
        var options = Sandbox.Options.oneAtATime
        options.allowedMissing = missing
        let result = try await withSandbox(options) { try await $0.run(.shell("echo here"), in: .shell) }
        var wrong: [String] = []
        if result.text != "here" { wrong.append("no output: \(result)") }
        if Set(result.layers) != Set(Layer.allCases).subtracting([.strictSeccomp]).subtracting(missing) {
            wrong.append("layers \(result.layers)")
        }
        if Host.standing != home.path { wrong.append("in \(String(describing: Host.standing)) and not back home") }
        if !home.children().isEmpty { wrong.append("left \(home.children())") }
        let type = try home.read("cgroup.type")
        if type != "domain\n" { wrong.append("its type is \(type)") }
        try start.write("\(getpid())", to: "cgroup.procs")
        try home.remove()
        try above.remove()
        return wrong.isEmpty ? nil : wrong.joined(separator: "; ")
    }

    // Each in a process of its own, which moves about. While this one has a sandbox it has moved aside, and cgroups with
    // controllers can be made beside it.
    @Test func oneThatOffersOnlyWhatCountsThreads() async throws {
        try await withSandbox { _ in
            let ending = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
                try await Self.tell { try await Self.tryHome(offering: ["pids"], missing: [.memory]) }
            }
            try Self.expectSilence(ending)
        }
    }

    @Test func oneThatOffersBoth() async throws {
        try await withSandbox { _ in
            let ending = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
                try await Self.tell { try await Self.tryHome(offering: ["memory", "pids"], missing: []) }
            }
            try Self.expectSilence(ending)
        }
    }

    @Test func oneThatAKilledJudgeHasLeft() async throws {
        try await withSandbox { _ in
            let ending = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
                try await Self.tell { try await Self.tryAbandonedHome() }
            }
            try Self.expectSilence(ending)
        }
    }

    @Test func othersThatStandInTheWayAreMovedOnlyInAContainer() async throws {
        try await withSandbox { _ in
            let ending = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
                try await Self.tell { try Self.trySharedHome() }
            }
            try Self.expectSilence(ending)
        }
    }

    /// A process that is killed leaves the others of its cgroup moved aside. They must live on, and the next one that
    /// starts among them must find its way home.
    private static func tryAbandonedHome() async throws -> String? {
        let start = CgroupDirectory(path: try #require(Host.standing))
        let (above, home) = try makeHome(offering: ["memory", "pids"])
        // No process has such a number (proc(5), pid_max).
        let shelter = home.child("verdict-9999999-worker")
        try shelter.make()
        try shelter.write("\(getpid())", to: "cgroup.procs")
        try home.enable(["memory", "pids"])
        let text = try await withSandbox(.oneAtATime) { try await $0.run(.shell("echo here"), in: .shell).text }
        let place = Host.standing
        try start.write("\(getpid())", to: "cgroup.procs")
        let left = home.children()
        try home.remove()
        try above.remove()
        let isRight = text == "here" && place == home.path && left.isEmpty
        return isRight ? nil : "\(text), in \(String(describing: place)), left \(left)"
    }

    /// Only the topmost cgroup of a container is the container's own to arrange.
    private static func trySharedHome() throws -> String? {
        let start = CgroupDirectory(path: try #require(Host.standing))
        let (above, home) = try makeHome(offering: ["memory", "pids"])
        try home.write("\(getpid())", to: "cgroup.procs")
        let other = try startSleeper()
        var refusal: Errno?
        do throws(SandboxError) {
            try UnifiedHome(current: home.path, below: above.path).retain(["memory", "pids"])
        } catch {
            refusal = error.errno
        }
        let isBack = Host.standing == home.path
        let topmost = UnifiedHome(current: home.path, below: home.path)
        try topmost.retain(["memory", "pids"])
        let during = try home.read("cgroup.procs")
        topmost.release()
        let after = try home.read("cgroup.procs")
        kill(other, SIGKILL)
        try start.write("\(getpid())", to: "cgroup.procs")
        try home.remove()
        try above.remove()
        let isRight = refusal == .resourceBusy && isBack && during.isEmpty && after.contains("\(other)\n")
        return isRight ? nil : "refused \(String(describing: refusal)), back \(isBack), \(during) moved, \(after) back"
    }

    /// A process that nobody waits for.
    private static func startSleeper() throws -> pid_t {
        let pid = Census.output("sleep 60 >/dev/null & echo $!")
        return try #require(pid > 0 ? pid_t(pid) : nil)
    }

    /// What an exit test records reaches the test without its words; what it prints is looked at there.
    private static func tell(_ attempt: () async throws -> String?) async throws {
        if let wrong = try await attempt() { print(wrong) }
    }

    private static func expectSilence(_ ending: ExitTest.Result?) throws {
        let words = String(decoding: try #require(ending).standardOutputContent, as: UTF8.self)
        #expect(words.isEmpty)
    }
}

extension Host {
    /// This process's cgroup in the v2 tree.
    fileprivate static var standing: FilePath? { (try? cgroupLayout())?.unified }

    /// Whether the v2 tree offers what these tests take.
    fileprivate static var givesControllers: Bool {
        guard let home = standing.map({ UnifiedHome(current: $0) }) else { return false }
        let isWritable = unsafe access(home.directory.path.string, W_OK) == 0
        return isWritable && home.offeredControllers().isSuperset(of: ["memory", "pids"])
    }
}
