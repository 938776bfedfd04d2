import CoreMetrics
import Testing

@testable import Operations

@Suite("Metrics")
struct MetricsRegistryTests {
    /// The part of the text that is about `name`.
    private func section(_ name: String, of metrics: MetricsRegistry) async throws -> String {
        let text = await metrics.text()
        _ = try Exposition(text)
        let lines = text.split(separator: "\n").drop { !$0.hasPrefix("# HELP \(name) ") }
        let end = lines.dropFirst().firstIndex { $0.hasPrefix("# HELP") } ?? lines.endIndex
        return lines[..<end].map { $0 + "\n" }.joined()
    }

    @Test("Each kind has its lines")
    func kinds() async throws {
        let metrics = MetricsRegistry([
            MetricDescription("wait_seconds", .histogram, "How long.", buckets: [0.5, 0.1]),
            MetricDescription("refused_total", .counter, "How many\nwere \\ refused.", labels: ["reason"]),
        ])
        Counter(label: "refused_total", dimensions: [("reason", "full")], factory: metrics).increment(by: 2)
        Counter(label: "refused", dimensions: [("reason", "rate")], factory: metrics).increment()
        Meter(label: "jobs", factory: metrics).set(2.5)
        let timer = CoreMetrics.Timer(label: "wait", factory: metrics)
        for milliseconds in [50, 100, 300, 9000] { timer.recordMilliseconds(milliseconds) }

        #expect(
            try await section("refused_total", of: metrics) == """
                # HELP refused_total How many\\nwere \\\\ refused.
                # TYPE refused_total counter
                refused_total{reason="full"} 2
                refused_total{reason="rate"} 1

                """)
        #expect(
            try await section("wait_seconds", of: metrics) == """
                # HELP wait_seconds How long.
                # TYPE wait_seconds histogram
                wait_seconds_bucket{le="0.1"} 2
                wait_seconds_bucket{le="0.5"} 3
                wait_seconds_bucket{le="+Inf"} 4
                wait_seconds_sum 9.45
                wait_seconds_count 4

                """)
        #expect(try await section("jobs", of: metrics) == "# HELP jobs jobs\n# TYPE jobs gauge\njobs 2.5\n")
    }

    @Test("Hostile names and labels become valid ones, and values come back as they were", arguments: HostileText.all)
    func hostile(text: String) async throws {
        let metrics = MetricsRegistry()
        Counter(label: text, dimensions: [(text, text), ("plain", text)], factory: metrics).increment()
        Recorder(label: "h" + text, dimensions: [("le", text), ("x", text)], factory: metrics).record(1)
        Meter(label: "m", dimensions: [("x", "1"), ("x", text)], factory: metrics).set(1)
        let exposition = try Exposition(await metrics.text())
        let meter = try #require(exposition.samples.first { $0.name == "m" })
        #expect(meter.labels == ["x": String(text.prefix(256))])
        #expect(exposition.samples.contains { $0.labels["label_le"] == String(text.prefix(256)) })
    }

    @Test(
        "Numbers are written as Prometheus reads them",
        arguments: [
            (0, "0"), (-1, "-1"), (1e15, "1000000000000000"), (0.1, "0.1"), (1e-5, "1e-05"), (1e300, "1e+300"),
            (.nan, "NaN"), (.infinity, "+Inf"), (-.infinity, "-Inf"), (1.5e9, "1500000000"),
        ] as [(Double, String)])
    func numbers(value: Double, text: String) {
        #expect(MetricsRegistry.number(value) == text)
    }

    @Test("Label sets beyond the limit are counted, and those before it still work")
    func cardinality() async throws {
        let metrics = MetricsRegistry(seriesLimit: 3)
        for _ in 0..<2 {
            for tenant in 0..<10 {
                Counter(label: "c_total", dimensions: [("tenant", "\(tenant)")], factory: metrics).increment()
            }
        }
        let samples = try Exposition(await metrics.text()).samples
        #expect(samples.filter { $0.name == "c_total" }.map(\.value) == [2, 2, 2])
        let dropped = samples.first { $0.name == "verdict_metrics_dropped_total" && $0.labels["metric"] == "c_total" }
        #expect(dropped?.value == 14)
    }

    @Test("A name has one kind; what else is recorded under it is counted as dropped")
    func conflictingKinds() async throws {
        let metrics = MetricsRegistry()
        Meter(label: "x_total", factory: metrics).set(1)
        Counter(label: "x_total", factory: metrics).increment()
        Recorder(label: "x_total", factory: metrics).record(1)
        let samples = await metrics.text().split(separator: "\n").filter { $0.hasPrefix("x_total") }
        #expect(samples == ["x_total 1"])
        #expect(await metrics.text().contains("verdict_metrics_dropped_total{metric=\"x_total\"} 2\n"))
    }

    @Test("More metrics than the limit cost nothing")
    func families() async throws {
        let metrics = MetricsRegistry()
        for index in 0..<(MetricsRegistry.familyLimit + 5) {
            Counter(label: "c\(index)_total", factory: metrics).increment()
        }
        let exposition = try Exposition(await metrics.text())
        #expect(exposition.types.keys.filter { $0.hasPrefix("c") }.count == MetricsRegistry.familyLimit)
        #expect(exposition.samples.contains { $0.name == "verdict_metrics_dropped_total" && $0.value == 5 })
    }

    @Test("No update of many tasks is lost, and counters never go down")
    func concurrency() async throws {
        let metrics = MetricsRegistry()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<1000 {
                        Counter(label: "n_total", factory: metrics).increment()
                        CoreMetrics.Timer(label: "t", factory: metrics).recordSeconds(1)
                    }
                }
            }
        }
        Counter(label: "n_total", factory: metrics).increment(by: -5)
        FloatingPointCounter(label: "n_total", factory: metrics).increment(by: Double.nan)
        let samples = try Exposition(await metrics.text()).samples
        #expect(samples.first { $0.name == "n_total" }?.value == 8000)
        #expect(samples.first { $0.name == "t_seconds_sum" }?.value == 8000)
        #expect(samples.first { $0.name == "t_seconds_count" }?.value == 8000)
    }

    @Test("A destroyed series is gone, and a new one of its name begins at zero")
    func destroying() async throws {
        let metrics = MetricsRegistry()
        let counter = Counter(label: "c_total", dimensions: [("worker", "1")], factory: metrics)
        counter.increment()
        counter.destroy()
        #expect(await !metrics.text().contains("c_total{"))
        Counter(label: "c_total", dimensions: [("worker", "1")], factory: metrics).increment()
        counter.destroy()
        #expect(await metrics.text().contains("c_total{worker=\"1\"} 1\n"))
    }

    @Test("Observed metrics are read when somebody looks; who fails or hangs is left out")
    func observing() async throws {
        struct Gone: Error {}
        let metrics = MetricsRegistry(MetricDescription.coordinator)
        metrics.observeSeries("verdict_jobs_waiting") {
            [MetricSample(3, labels: [("priority", "1")]), MetricSample(4, labels: [("priority", "2")])]
        }
        metrics.observe("verdict_dead_letters") { throw Gone() }
        metrics.observe("verdict_jobs_leased") {
            try await Task.sleep(for: .seconds(600))
            return 1
        }
        let clock = ContinuousClock()
        var text = ""
        let took = await clock.measure { text = await metrics.text() }
        #expect(took < .seconds(5))
        #expect(await clock.measure { text = await metrics.text() } < .milliseconds(500))
        _ = try Exposition(text)
        #expect(text.contains("verdict_jobs_waiting{priority=\"1\"} 3\nverdict_jobs_waiting{priority=\"2\"} 4\n"))
        #expect(!text.contains("verdict_dead_letters"))
        #expect(!text.contains("verdict_jobs_leased"))
    }

    @Test("The process's own figures are there")
    func process() async throws {
        let samples = try Exposition(await MetricsRegistry().text()).samples
        let values = Dictionary(samples.map { ($0.name, $0.value) }) { first, _ in first }
        #expect((values["process_cpu_seconds_total"] ?? -1) >= 0)
        #expect((values["process_resident_memory_bytes"] ?? 0) > 1e6)
        #expect((values["process_open_fds"] ?? 0) >= 3)
        #expect((values["process_start_time_seconds"] ?? 0) > 1.7e9)
        #expect(values["verdict_metrics_dropped_total"] == 0)
    }
}
