import Glibc

extension Figure {
    /// `verdict` at work on hostile programs, killed at a random moment: how long its programs outlive it, and whether
    /// the next start clears what it has left.
    static func kill(_ bench: Bench) async throws -> [Reading] {
        let rounds = bench.runs ?? bench.rounds(200, quick: 20)
        var random = SeededGenerator(seed: bench.seed)
        var victims = try Victims(bench)
        let before = Remains.count(of: [], in: victims.temporary)
        var deaths: [Victims.Death] = []
        var (atDeath, leftAtKill, leftovers) = (0, 0, [String]())
        for round in 1...rounds {
            let death = try victims.kill(&random)
            deaths.append(death)
            atDeath += death.survivors
            leftAtKill += Remains.count(of: victims.dead.suffix(1), in: victims.temporary).total
            try victims.start(["run", "--", "/bin/true"])
            let remains = Remains.count(of: victims.dead, in: victims.temporary)
            if remains.total > 0 { leftovers.append("round \(round), \(death.command): \(remains)") }
            if round % 20 == 0 { Lines.progress("kill: \(round) of \(rounds)") }
        }
        let after = Remains.count(of: victims.dead, in: victims.temporary)
        let detail = """
            before: \(before); after: \(after); \(rounds) kills at 10 to 900 ms; \(atDeath) processes were there when \
            verdict died, \(leftAtKill) things before the next start; seed \(bench.seed)
            """
        let median = Statistics.median(deaths.map(\.time.seconds))
        guard let worst = deaths.max(by: { $0.time < $1.time }) else { throw BenchError("nothing was killed") }
        return [
            Reading(
                name: "kill, slowest death", value: worst.time.seconds * 1e3, digits: 0, unit: "ms",
                target: .atMost(1000),
                detail: """
                    until no process of the killed verdict was left, the worst of \(rounds), median \(milliseconds([median])); \
                    it was: verdict \(worst.command)
                    """),
            Reading(
                name: "kill, left after next start", value: Double(leftovers.count), digits: 0, target: .atMost(0),
                detail: ([detail] + leftovers.prefix(5)).joined(separator: "; ")),
        ]
    }
}

/// What killed judges have left behind.
struct Remains: CustomStringConvertible {
    var processes = 0
    var cgroups = 0
    var files = 0

    var total: Int { processes + cgroups + files }
    var description: String { "\(processes) processes, \(cgroups) cgroups, \(files) files" }

    /// Counts what belongs to the processes `dead`, and all files in their directory for temporary ones.
    static func count(of dead: some Sequence<pid_t>, in temporary: String) -> Remains {
        let table = ProcessTable()
        var remains = Remains(files: HostFiles.names(in: temporary)?.count ?? 0)
        for pid in dead {
            remains.processes += table.members(of: pid).count
            remains.cgroups += CgroupForest.directories(of: pid).count
        }
        return remains
    }
}

/// Runs of `verdict` that are killed.
struct Victims {
    struct Death {
        var command: String
        /// From the kill until nothing of it lived.
        var time: Duration
        /// How many processes there were when it died.
        var survivors: Int
    }

    private let bench: Bench
    private let commands: [[String]]
    let temporary: String
    /// The process ids of those that were killed.
    private(set) var dead: [pid_t] = []

    init(_ bench: Bench) throws {
        self.bench = bench
        temporary = bench.work + "/killed"
        try HostFiles.makeDirectory(temporary)
        let limits = ["--wall", "60s", "--cpu", "60s", "--memory", "256MiB", "--processes", "64"]
        let hostile = (HostFiles.names(in: bench.programs + "/hostile") ?? []).map { "\(bench.programs)/hostile/\($0)" }
        guard !hostile.isEmpty else { throw BenchError("no hostile programs in \(bench.programs)/hostile") }
        let spin = "trap '' INT TERM HUP; for i in 1 2 3 4; do (while :; do :; done) & done; setsid sleep 60 & wait"
        commands =
            hostile.map { ["run"] + limits + ["--", $0] }
            + Array(
                repeating: [
                    ["run"] + limits + ["--", "/bin/sh", "-c", spin],
                    ["run"] + limits + ["--repeat", "100000", "--", bench.program("noop")],
                    ["judge", bench.root + "/Testcases/problems/shelves", "--json"],
                    ["judge", bench.root + "/Testcases/problems/errands", "--json"],
                ], count: hostile.count / 4 + 1
            ).flatMap(\.self)
    }

    /// Runs `verdict` to its end and insists on its success.
    func start(_ arguments: [String]) throws {
        try command(arguments).succeed()
    }

    private func command(_ arguments: [String]) -> Command {
        Command(
            arguments: [bench.verdict] + arguments, environment: ["TMPDIR": temporary],
            error: bench.work + "/victim.err")
    }

    /// Starts one of the commands, kills it at a random moment, and waits until all of it is dead.
    mutating func kill(_ random: inout some RandomNumberGenerator) throws -> Death {
        let arguments = commands.randomElement(using: &random) ?? ["run", "--", "/bin/true"]
        let delay = UInt32.random(in: 10_000..<900_000, using: &random)
        let pid = try command(arguments).start()
        usleep(delay)
        let table = ProcessTable()
        var family = table.descendants(of: pid)
        let clock = ContinuousClock()
        let start = clock.now
        Glibc.kill(pid, SIGKILL)
        _ = try Command.wait(for: pid)
        dead.append(pid)
        var members = ProcessTable().members(of: pid)
        let survivors = members.count
        family += members
        while clock.now - start < .seconds(20) {
            let isGone = members.isEmpty && family.allSatisfy { Self.isDead($0) }
            if isGone { break }
            usleep(1000)
            members = ProcessTable().members(of: pid)
        }
        return Death(command: arguments.joined(separator: " "), time: clock.now - start, survivors: survivors)
    }

    private static func isDead(_ process: ProcessTable.Process) -> Bool {
        guard let now = ProcessTable.process(process.pid), now.start == process.start else { return true }
        return now.isZombie
    }
}
