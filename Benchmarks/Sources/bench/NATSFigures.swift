import CBench
import JetStream
import Storage

extension Figure {
    /// Leasing from a queue on three NATS servers in which many wait, and from one in which nobody else does; and what a
    /// job that waits costs the process that knows of it.
    static func natsQueue(_ bench: Bench) async throws -> [Reading] {
        let script = bench.root + "/Scripts/nats-cluster"
        let (folder, output) = (bench.work + "/nats", bench.work + "/nats.out")
        try Command(arguments: [script, "start", folder], output: output, error: bench.work + "/nats.err").succeed()
        let servers = (HostFiles.text(output) ?? "").split(separator: "\n").map(String.init)
        let readings: [Reading]
        do {
            readings = try await natsQueue(bench, servers)
        } catch {
            try Command(arguments: [script, "stop", folder]).succeed()
            throw error
        }
        try Command(arguments: [script, "stop", folder]).succeed()
        return readings
    }

    private static func natsQueue(_ bench: Bench, _ servers: [String]) async throws -> [Reading] {
        let depth = bench.isQuick ? 100_000 : 1_000_000
        let rounds = bench.rounds(1000, quick: 300)
        let (clock, keys) = (ContinuousClock(), KeyRing())
        func store(_ prefix: String) async throws -> JetStreamStore {
            try await JetStreamStore.open(
                JetStreamConfiguration(servers: servers, prefix: prefix), keys: keys, leaseDuration: .seconds(600))
        }
        let filler = try await store("deep")
        let filling = try await clock.measure { try await PendingJobs(in: filler.queue).enqueue(depth) }
        await filler.close()
        let stores = (deep: try await memory(of: depth) { try await store("deep") }, empty: try await store("empty"))
        let (deep, empty) = (PendingJobs(in: stores.deep.opened.queue), PendingJobs(in: stores.empty.queue))
        deep.skip(depth)
        var (among, alone) = ([Double](), [Double]())
        for round in 0..<rounds + 100 {
            let times = (try await deep.timeLease(), try await empty.timeLease())
            // The first are warming up.
            if round >= 100 {
                among.append(times.0)
                alone.append(times.1)
            }
        }
        await stores.deep.opened.close()
        await stores.empty.close()
        let p99 = (among.percentile(0.99), alone.percentile(0.99))
        let median = (Statistics.median(among), Statistics.median(alone))
        return [
            Reading(
                name: "nats-queue", value: p99.0 / p99.1, target: .atMost(1.5),
                detail: """
                    p99 \(Duration.seconds(p99.0).microsecondsText) with \(depth) pending, \
                    \(Duration.seconds(p99.1).microsecondsText) with none; p50 \
                    \(Duration.seconds(median.0).microsecondsText), \(Duration.seconds(median.1).microsecondsText); \
                    \(rounds) leases each, in turn; filled with \((Double(depth) / filling.seconds).text(0)) jobs a \
                    second, opened in \(stores.deep.time.seconds.text(2)) s
                    """),
            Reading(
                name: "nats-queue memory", value: stores.deep.bytes, digits: 0, unit: "B", target: .atMost(300),
                detail: "allocated for each of \(depth) jobs that wait, payloads of 300 bytes"),
        ]
    }

    /// Opens a store, and says how many bytes of memory that took for each of its jobs.
    private static func memory(
        of jobs: Int, _ open: () async throws -> JetStreamStore
    ) async throws -> (opened: JetStreamStore, bytes: Double, time: Duration) {
        let clock = ContinuousClock()
        let (before, start) = (cbench_allocated(), clock.now)
        let opened = try await open()
        let time = clock.now - start
        // What has come and gone on the way is freed by now.
        try await Task.sleep(for: .seconds(2))
        return (opened, Double(cbench_allocated() - before) / Double(jobs), time)
    }
}
