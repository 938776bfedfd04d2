import Testing

/// Signals to `verdict` at every moment: it ends soon, and nothing of it is left.
@Suite(.serialized, .timeLimit(.minutes(10))) struct InterruptionTests {
    private static let sleep = ["run", "--wall", "60s", "--", "/bin/sleep", "60"]
    private static let judge = ["judge", "Testcases/problems/shelves"]
    private static let spin = [
        "run", "--wall", "60s", "--", "/bin/sh", "-c",
        "trap '' INT TERM HUP; for i in 1 2 3; do yes >/dev/null & done; wait",
    ]

    /// Starts the command, sends `signal` after `delay` seconds, and writes to standard output what is left of it, or
    /// that it took longer to end than `milliseconds`.
    private static func script(_ signal: String, after delay: Double, within milliseconds: Int) -> String {
        """
        TMPDIR=$(mktemp -d) && export TMPDIR
        "$@" >/dev/null & pid=$!
        sleep \(delay); start=$(date +%s%3N); kill -\(signal) $pid; wait $pid; status=$?
        took=$(($(date +%s%3N) - start)); [ $took -lt \(milliseconds) ] || echo "ended after $took ms"
        ls "$TMPDIR"; rm -rf "$TMPDIR"
        find /sys/fs/cgroup -name "verdict-$pid-*" 2>/dev/null
        exit $status
        """
    }

    @Test(arguments: ["INT", "TERM", "HUP"], [sleep, judge, spin]) func aSignalLeavesNothing(
        signal: String, command: [String]
    ) async throws {
        for delay in [0.5, 1.0] {
            // A second, and half of one for a busy machine.
            let script = Self.script(signal, after: delay, within: 1500)
            let ending = try await Executable.run(command, through: BadInputTests.shell(script))
            #expect(ending.status == 130, "\(ending.error)")
            #expect(ending.output.isEmpty, "\(ending.output)")
        }
    }

    /// There is no moment after the start at which a signal is lost: before the command listens, it just ends.
    @Test(arguments: [sleep, judge]) func noSignalIsLost(command: [String]) async throws {
        for step in 1...16 {
            // Not INT, which a shell has its background processes ignore until they say otherwise.
            let script = Self.script("TERM", after: Double(step) * 0.02, within: 1500)
            let ending = try await Executable.run(command, through: BadInputTests.shell(script))
            #expect([130, 128 + 15].contains(ending.status), "\(ending.error)")
            #expect(ending.output.isEmpty, "\(ending.output)")
        }
    }

    /// Whoever waits for input that never comes has made nothing yet.
    @Test func waitingForInputIsInterrupted() async throws {
        let script = """
            TMPDIR=$(mktemp -d) && export TMPDIR; mkfifo "$TMPDIR/fifo"
            "$@" --stdin "$TMPDIR/fifo" -- /bin/cat & pid=$!
            sleep 0.5; kill -INT $pid; wait $pid; status=$?
            rm "$TMPDIR/fifo"; ls "$TMPDIR"; rm -rf "$TMPDIR"
            find /sys/fs/cgroup -name "verdict-$pid-*" 2>/dev/null
            exit $status
            """
        let ending = try await Executable.run(["run"], through: BadInputTests.shell(script))
        #expect(ending.status == 130, "\(ending.error)")
        #expect(ending.output.isEmpty, "\(ending.output)")
    }

    /// A killed judge cannot clean up, but its programs end, and the next start removes what is left.
    @Test func killingLeavesNoProgramAndTheNextStartCleansUp() async throws {
        let script = """
            TMPDIR=$(mktemp -d) && export TMPDIR
            "$@" & pid=$!
            sleep 1; kill -KILL $pid; wait $pid 2>/dev/null; sleep 1
            for process in /proc/[0-9]*; do
                grep -q "verdict-$pid-" $process/cgroup 2>/dev/null && grep '^State:.*[^Z] (' $process/status
            done
            "$1" run -- /bin/true 2>/dev/null || echo "the next start failed"
            ls "$TMPDIR"; rm -rf "$TMPDIR"
            find /sys/fs/cgroup -name "verdict-$pid-*" 2>/dev/null
            exit 0
            """
        for command in [Self.sleep, Self.spin, Self.judge + ["--json"]] {
            let ending = try await Executable.run(command, through: BadInputTests.shell(script))
            let lines = ending.output.split(separator: "\n").filter { !$0.hasPrefix("{") }
            #expect(lines.isEmpty, "\(ending.output)\(ending.error)")
        }
    }
}
