import Testing

/// Signals to `verdict` at every moment: it ends soon, and nothing of it is left.
@Suite(.serialized, .timeLimit(.minutes(10))) struct InterruptionTests {
    private static let sleep = ["run", "--wall", "60s", "--", "/bin/sleep", "60"]
    private static let judge = ["judge", "Testcases/problems/shelves"]
    private static let spin = [
        "run", "--wall", "60s", "--", "/bin/sh", "-c",
        "trap '' INT TERM HUP; for i in 1 2 3; do yes >/dev/null & done; wait",
    ]

    /// Starts the command, sends `signal` after `delay` seconds, and writes what is left of it to standard output.
    private static func script(_ signal: String, after delay: Double) -> String {
        """
        TMPDIR=$(mktemp -d) && export TMPDIR
        "$@" >/dev/null & pid=$!
        sleep \(delay); kill -\(signal) $pid; wait $pid; status=$?
        ls "$TMPDIR"; rm -rf "$TMPDIR"
        find /sys/fs/cgroup -name "verdict-$pid-*" 2>/dev/null
        exit $status
        """
    }

    @Test(arguments: ["INT", "TERM", "HUP"], [sleep, judge, spin]) func aSignalLeavesNothing(
        signal: String, command: [String]
    ) throws {
        for delay in [0.5, 1.0] {
            let clock = ContinuousClock()
            let start = clock.now
            let ending = try Executable.run(command, through: BadInputTests.shell(Self.script(signal, after: delay)))
            #expect(ending.status == 130, "\(ending.error)")
            #expect(ending.output.isEmpty, "\(ending.output)")
            // A second, and another for the shell on a busy machine.
            #expect(clock.now - start < .seconds(delay + 2))
        }
    }

    /// There is no moment after the start at which a signal is lost: before the command listens, it just ends.
    @Test func noSignalIsLost() throws {
        for step in 1...16 {
            // Not INT, which a shell has its background processes ignore until they say otherwise.
            let script = Self.script("TERM", after: Double(step) * 0.02)
            let clock = ContinuousClock()
            let start = clock.now
            let ending = try Executable.run(Self.sleep, through: BadInputTests.shell(script))
            #expect([130, 128 + 15].contains(ending.status), "\(ending.error)")
            #expect(ending.output.isEmpty, "\(ending.output)")
            #expect(clock.now - start < .seconds(5))
        }
    }

    /// Whoever waits for input that never comes has made nothing yet.
    @Test func waitingForInputIsInterrupted() throws {
        let script = """
            TMPDIR=$(mktemp -d) && export TMPDIR; mkfifo "$TMPDIR/fifo"
            "$@" --stdin "$TMPDIR/fifo" -- /bin/cat & pid=$!
            sleep 0.5; kill -INT $pid; wait $pid; status=$?
            rm "$TMPDIR/fifo"; ls "$TMPDIR"; rm -rf "$TMPDIR"
            find /sys/fs/cgroup -name "verdict-$pid-*" 2>/dev/null
            exit $status
            """
        let ending = try Executable.run(["run"], through: BadInputTests.shell(script))
        #expect(ending.status == 130, "\(ending.error)")
        #expect(ending.output.isEmpty, "\(ending.output)")
    }

    /// A killed judge cannot clean up, but its programs end, and the next start removes what is left.
    @Test func killingLeavesNoProgramAndTheNextStartCleansUp() throws {
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
            let ending = try Executable.run(command, through: BadInputTests.shell(script))
            let lines = ending.output.split(separator: "\n").filter { !$0.hasPrefix("{") }
            #expect(lines.isEmpty, "\(ending.output)\(ending.error)")
        }
    }
}
