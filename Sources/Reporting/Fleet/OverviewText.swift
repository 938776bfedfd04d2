import Units
public import Wire

/// What goes on in a fleet, for people.
public struct OverviewText: Sendable {
    private let style: TextStyle

    /// Text in `style`.
    public init(style: TextStyle) {
        self.style = style
    }

    /// The overview in lines of at most `width`, at most `height` of them: workers are left out where there are more
    /// lines, those that have least to do first, and how many they are is said.
    public func lines(_ overview: Verdict_V1_Overview, width: Int = .max, height: Int = .max) -> [String] {
        let queues = queueLines(overview, width)
        let head = summaryLines(overview).map { cut($0, width) } + [""] + queues + [""]
        let workers = workerLines(overview, width, most: max(1, height - head.count - 1))
        return Array((head + workers).prefix(max(1, height)))
    }

    private func summaryLines(_ overview: Verdict_V1_Overview) -> [String] {
        // An older coordinator says nothing of totals, and tells of all workers.
        let count = Self.total(overview)
        let cores = max(overview.coresTotal, overview.workers.reduce(0) { $0 + UInt64($1.cores) })
        let jobs = max(overview.jobsTotal, overview.workers.reduce(0) { $0 + UInt64($1.jobs) })
        let letters = overview.deadLetters
        let verdicts = overview.verdicts.map { "\(PrintableText.line($0.verdict, limit: 8)) \($0.count)" }
        return [
            UTCTime.text(nanoseconds: overview.atNs)
                + "   \(count) worker\(count == 1 ? "" : "s"), \(cores) cores, "
                + "\(jobs) job\(jobs == 1 ? "" : "s")",
            "a minute: \(overview.submissionsPerMinute) submissions, \(overview.executionsPerMinute) executions",
            "verdicts: " + (verdicts.isEmpty ? "none" : verdicts.joined(separator: "  ")),
            "dead letters: \(letters)" + (letters > 0 ? "   (see `verdict admin dead-letters`)" : ""),
        ] + measuringLines(overview)
    }

    /// Nothing, where no time limits are being found.
    private func measuringLines(_ overview: Verdict_V1_Overview) -> [String] {
        guard let first = overview.measurings.first else {
            return overview.measuringsWaiting == 0
                ? [] : ["measuring: nothing, \(overview.measuringsWaiting) packages wait"]
        }
        let what = "package \(first.package.hexadecimal.prefix(12)) of \(PrintableText.line(first.tenant, limit: 40))"
        let place =
            "on \(PrintableText.line(first.worker, limit: 40)) for \(Duration(wireNanoseconds: first.sinceNs).secondsText)"
        let others = overview.measurings.count - 1
        return [
            "measuring: \(what) \(place)" + (others > 0 ? ", and \(others) more" : "")
                + "; \(overview.measuringsWaiting) wait"
        ]
    }

    private static func total(_ overview: Verdict_V1_Overview) -> Int {
        max(Int(clamping: overview.workersTotal), overview.workers.count)
    }

    private func queueLines(_ overview: Verdict_V1_Overview, _ width: Int) -> [String] {
        var table = TextTable([
            .words("QUEUE"), .numbers("WAITING"), .numbers("LEASED"), .numbers("WAIT P50"), .numbers("WAIT P99"),
            .numbers("TENANTS"),
        ])
        for queue in overview.queues {
            table.add([
                .init(queue.priority.name), .init(queue.waiting), .init(queue.leased),
                .init(Duration(wireNanoseconds: queue.waitP50Ns).secondsText),
                .init(Duration(wireNanoseconds: queue.waitP99Ns).secondsText), .init(queue.tenants),
            ])
        }
        return table.lines(style: style, width: width)
    }

    private func workerLines(_ overview: Verdict_V1_Overview, _ width: Int, most: Int) -> [String] {
        let total = Self.total(overview)
        let isCut = total > most
        let shown = isCut ? most - 1 : most
        // Where not all can be seen, those that have least to do are the first to go.
        let chosen = isCut ? overview.workers.sorted { Self.urgency($0) > Self.urgency($1) } : overview.workers
        var table = TextTable([
            .words("WORKER"), .words("STATE"), .numbers("CORES"), .numbers("JOBS"), .numbers("SPEED"),
            .numbers("SILENT"), .numbers("DISTURBED"), .words("VERSION"),
        ])
        for worker in chosen.prefix(max(0, shown)).sorted(by: { $0.name < $1.name }) {
            table.add(cells(of: worker))
        }
        let lines = table.lines(style: style, width: width)
        let left = total - table.count
        return lines + (left > 0 ? [cut("… \(left) more", width)] : [])
    }

    private func cells(of worker: Verdict_V1_WorkerStatus) -> [TextTable.Cell] {
        let state = WorkerState(worker)
        return [
            .init(worker.name, .strong), .init(state.rawValue, state.role), .init(worker.cores), .init(worker.jobs),
            .init(Self.decimal(worker.speed)), .init(Duration(wireNanoseconds: worker.silentNs).secondsText),
            .init(Self.percent(worker.disturbed), worker.disturbed > 0.1 ? .doubtful : nil), .init(worker.version),
        ]
    }

    private static func urgency(_ worker: Verdict_V1_WorkerStatus) -> UInt64 {
        WorkerState(worker) == .silent ? .max : UInt64(worker.jobs) + (worker.draining ? 1 << 32 : 0)
    }

    /// With two decimals; `?` for what is no amount.
    private static func decimal(_ number: Double) -> String {
        guard number >= 0, number < 1e6 else { return "?" }
        let hundredths = Int((number * 100).rounded())
        return "\(hundredths / 100).\(hundredths / 10 % 10)\(hundredths % 10)"
    }

    private static func percent(_ share: Double) -> String {
        guard share >= 0, share <= 1 else { return "?" }
        return "\(Int((share * 100).rounded())) %"
    }

    private func cut(_ line: String, _ width: Int) -> String {
        String(line.prefix(max(0, width)))
    }
}
