import Units
public import Wire

/// What goes on in a fleet, for programs: the object that `verdict top --json` prints a line of.
public enum OverviewRecord {
    /// The record of `overview`; times in whole milliseconds.
    public static func json(of overview: Verdict_V1_Overview) -> JSONValue {
        [
            "at": .string(UTCTime.text(nanoseconds: overview.atNs)),
            "submissions_per_minute": .integer(Int64(clamping: overview.submissionsPerMinute)),
            "executions_per_minute": .integer(Int64(clamping: overview.executionsPerMinute)),
            "dead_letters": .integer(Int64(clamping: overview.deadLetters)),
            "verdicts": .object(
                overview.verdicts.map { .init(key: $0.verdict, value: .integer(Int64(clamping: $0.count))) }),
            "queues": .array(overview.queues.map(json(of:))),
            "workers": .array(overview.workers.map(json(of:))),
            "measurings": .array(overview.measurings.map(json(of:))),
            "measurings_waiting": .integer(Int64(clamping: overview.measuringsWaiting)),
        ]
    }

    private static func json(of measuring: Verdict_V1_MeasuringStatus) -> JSONValue {
        [
            "package": .string(measuring.package.hexadecimal),
            "tenant": .string(measuring.tenant),
            "worker": .string(measuring.worker),
            "since_ms": .integer(Duration(wireNanoseconds: measuring.sinceNs).wholeMilliseconds),
        ]
    }

    private static func json(of queue: Verdict_V1_QueueStatus) -> JSONValue {
        [
            "priority": .string(queue.priority.name),
            "waiting": .integer(Int64(clamping: queue.waiting)),
            "leased": .integer(Int64(clamping: queue.leased)),
            "wait_p50_ms": .integer(Duration(wireNanoseconds: queue.waitP50Ns).wholeMilliseconds),
            "wait_p99_ms": .integer(Duration(wireNanoseconds: queue.waitP99Ns).wholeMilliseconds),
            "tenants": .integer(Int64(queue.tenants)),
        ]
    }

    private static func json(of worker: Verdict_V1_WorkerStatus) -> JSONValue {
        [
            "name": .string(worker.name),
            "version": .string(worker.version),
            "state": .string(WorkerState(worker).rawValue),
            "cores": .integer(Int64(worker.cores)),
            "jobs": .integer(Int64(worker.jobs)),
            "speed": .number(worker.speed),
            "silent_ms": .integer(Duration(wireNanoseconds: worker.silentNs).wholeMilliseconds),
            "draining": .bool(worker.draining),
            "disturbed": .number(worker.disturbed),
            "languages": .array(worker.languages.map { .string($0) }),
        ]
    }
}
