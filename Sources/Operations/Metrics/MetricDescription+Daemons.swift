extension MetricDescription {
    /// What a coordinator emits.
    public static let coordinator: [MetricDescription] = [
        MetricDescription("verdict_submissions_accepted_total", .counter, "Submissions that were stored durably."),
        MetricDescription(
            "verdict_judgements_total", .counter, "Judgements that were recorded, by verdict.", labels: ["verdict"]),
        MetricDescription("verdict_executions_total", .counter, "Runs of programs that workers reported."),
        MetricDescription(
            "verdict_jobs_waiting", .gauge, "Jobs that no worker has leased, by priority.", labels: ["priority"]),
        MetricDescription("verdict_jobs_leased", .gauge, "Jobs that a worker has leased."),
        MetricDescription(
            "verdict_job_wait_seconds", .histogram, "Time from a job's arrival to its lease, by priority.",
            labels: ["priority"]),
        MetricDescription("verdict_dead_letters", .gauge, "Jobs that failed too often and wait for a person."),
        MetricDescription("verdict_workers", .gauge, "Workers, by state: alive, draining, lost.", labels: ["state"]),
        MetricDescription(
            "verdict_wanted_workers", .gauge, "Workers that it takes so that what waits is taken within a minute."),
        MetricDescription(
            "verdict_worker_disagreements_total", .counter, "Jobs that two workers judged differently."),
        MetricDescription(
            "verdict_worker_second_looks_total", .counter,
            "Batches that a second worker ran, because the first doubted its result."),
        MetricDescription(
            "verdict_intake_refused_total", .counter, "Submissions that were refused, by reason.", labels: ["reason"]),
        MetricDescription(
            "verdict_store_errors_total", .counter, "Failed calls of the stores, by code.", labels: ["code"]),
        MetricDescription("verdict_leases_expired_total", .counter, "Leases that ran out before their job was done."),
        MetricDescription(
            "verdict_http_requests_total", .counter,
            "Requests over HTTP that were answered, by method, route and status.",
            labels: ["method", "route", "status"]),
        MetricDescription(
            "verdict_http_request_seconds", .histogram,
            "Time from a request's header to the end of its answer, by route.",
            labels: ["route"]),
        MetricDescription("verdict_http_requests_in_flight", .gauge, "Requests over HTTP that are being answered."),
        MetricDescription("verdict_http_connections", .gauge, "Connections of HTTP."),
        MetricDescription(
            "verdict_http_refused_total", .counter, "Requests that were refused before any route saw them, by reason.",
            labels: ["reason"]),
    ]

    /// What a worker emits.
    public static let worker: [MetricDescription] = [
        MetricDescription(
            "verdict_worker_jobs_total", .counter, "Jobs that were done, by kind and result.",
            labels: ["kind", "result"]),
        MetricDescription("verdict_worker_runs_total", .counter, "Runs of programs in cells."),
        MetricDescription("verdict_worker_busy_slots", .gauge, "Slots that have a job."),
        MetricDescription("verdict_worker_slots", .gauge, "Slots in all."),
        MetricDescription("verdict_worker_cache_bytes", .gauge, "What the cache holds, in memory."),
        MetricDescription(
            "verdict_worker_cache_misses_total", .counter, "Packages and artifacts that had to be fetched."),
        MetricDescription("verdict_worker_disturbed_total", .counter, "Runs that the host disturbed."),
        MetricDescription(
            "verdict_worker_coordinator_connected", .gauge, "1 while the connection to the coordinator stands."),
    ]

    /// What an ``OperationsServer`` adds about its health.
    static let ready = MetricDescription(
        "verdict_ready", .gauge, "1 while the check passes, by check; 0 otherwise.", labels: ["check"])

    /// Updates that found no series.
    static let dropped = MetricDescription(
        "verdict_metrics_dropped_total", .counter, "Updates of label sets beyond a metric's limit, by metric.",
        labels: ["metric"])

    /// What every registry adds about its process and itself.
    public static let process: [MetricDescription] = [
        MetricDescription("process_cpu_seconds_total", .counter, "CPU time of the process, user and system."),
        MetricDescription("process_resident_memory_bytes", .gauge, "Resident memory of the process."),
        MetricDescription("process_open_fds", .gauge, "Open descriptors of the process."),
        MetricDescription(
            "process_start_time_seconds", .gauge, "When the process started, in seconds since 1970."),
        ready, dropped,
        MetricDescription("verdict_spans_exported_total", .counter, "Spans that the collector took."),
        MetricDescription(
            "verdict_spans_dropped_total", .counter, "Spans that were dropped: too many waited, or nobody took them."),
    ]
}
