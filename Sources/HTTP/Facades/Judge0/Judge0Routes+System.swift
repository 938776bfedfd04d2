internal import Coordinator
internal import Events
internal import Grading
internal import Hummingbird
internal import Identity
internal import Toolchains
internal import Units

/// What the system tells of itself.
extension Judge0Routes {
    private static let about: JSONValue = [
        "version": .text(Judge0Options.version), "homepage": "https://judge0.com",
        "source_code": "https://github.com/judge0/judge0", "maintainer": "Verdict, which speaks Judge0's API",
    ]

    func addSystem(to group: RouterGroup<APIContext>) {
        group.get("about") { _, _ in try FacadeAnswer(.ok, Self.about).response() }
        group.get("docs") { _, _ in Response.redirect(to: "/api/docs", type: .found) }
        group.get("version") { _, _ in Judge0Options.version }
        group.get("isolate") { _, _ in "Verdict's own sandbox\n" }
        group.get("license") { _, _ in "Verdict speaks Judge0's API and has nothing of its code.\n" }
        let known = group.group().add(middleware: Requires(.run))
        known.get("statuses") { _, _ in
            try FacadeAnswer(.ok, .array(Judge0Status.allCases.map(\.json))).response()
        }
        known.get("config_info") { _, _ in try FacadeAnswer(.ok, options.configuration).response() }
        known.get("system_info") { _, _ in try FacadeAnswer(.ok, try await systemInfo()).response() }
        known.get("workers") { _, _ in try FacadeAnswer(.ok, try await workers()).response() }
        known.get("statistics") { _, context in try FacadeAnswer(.ok, try statistics(context)).response() }
        known.get("languages") { _, _ in
            try FacadeAnswer(.ok, .array(languages.map { Self.json($0.id, $0.installed, isAll: false) })).response()
        }
        known.get("languages/all") { _, _ in
            try FacadeAnswer(.ok, .array(languages.map { Self.json($0.id, $0.installed, isAll: true) })).response()
        }
        known.get("languages/{id}") { _, context in try language(context).response() }
        group.post("authenticate") { _, context in
            Response(status: context.principal == nil ? .unauthorized : .ok)
        }
        group.post("authorize") { _, context in
            Response(status: context.principal?.may(.run) == true ? .ok : .forbidden)
        }
    }

    private static func json(_ id: Int, _ installed: InstalledLanguage, isAll: Bool) -> JSONValue {
        var members: [String: JSONValue] = ["id": .integer(Int64(id)), "name": .text(name(of: installed))]
        if isAll { members["is_archived"] = false }
        return .object(members)
    }

    private func language(_ context: APIContext) throws(FacadeAnswer) -> FacadeAnswer {
        let id = context.parameters.get("id").flatMap { Int($0) }
        guard let found = languages.first(where: { $0.id == id }) else {
            throw Self.error(.notFound, "there is no such language")
        }
        return FacadeAnswer(
            .ok,
            [
                "id": .integer(Int64(found.id)), "name": .text(Self.name(of: found.installed)), "is_archived": false,
                "source_file": .text(found.installed.language.sourceName), "compile_cmd": .null, "run_cmd": .null,
            ])
    }

    /// What the workers' machines are.
    private func systemInfo() async throws -> JSONValue {
        let fleet = try await desk.fleet()
        return ["CPU(s)": .text("\(fleet.cores)"), "Workers": .text("\(fleet.workers)")]
    }

    /// One queue, which all workers take from.
    private func workers() async throws -> JSONValue {
        let fleet = try await desk.fleet()
        let working = min(fleet.cores, desk.open)
        return [
            [
                "queue": "default", "size": .integer(Int64(max(0, desk.open - working))),
                "available": .integer(Int64(fleet.cores)), "idle": .integer(Int64(fleet.cores - working)),
                "working": .integer(Int64(working)), "paused": 0, "failed": 0,
            ]
        ]
    }

    /// Counts of the newest submissions; what the log says of each, so that signals are all counted as others.
    private func statistics(_ context: APIContext) throws -> JSONValue {
        let principal = try context.knownPrincipal
        var filter = ExecutionIndex.Filter()
        filter.api = Self.api
        let now = SystemTime.now
        let newest = try desk.list(filter, limit: 10_000, for: principal).executions
        func count(since nanoseconds: Int64) -> JSONValue {
            .integer(Int64(newest.count { $0.acceptedAt >= nanoseconds }))
        }
        let day: Int64 = 86_400_000_000_000
        let byLanguage = newest.reduce(into: [String: Int]()) { $0[$1.accepted.language, default: 0] += 1 }
        let byStatus = newest.reduce(into: [Judge0Status: Int]()) { $0[Self.status(of: $1), default: 0] += 1 }
        return [
            "created_at": .text(Judge0Number.time(now)), "cached_until": .text(Judge0Number.time(now)),
            "submissions": [
                "total": .integer(Int64(try desk.count(filter, for: principal))),
                "today": count(since: now / day * day), "last_30_days": count(since: now - 30 * day),
            ],
            "languages": .array(
                languages.compactMap { id, installed in
                    guard id == installed.language.foreignNames.judge0.first,
                        let count = byLanguage[installed.language.id]
                    else { return nil }
                    return ["language": Self.json(id, installed, isAll: false), "count": .integer(Int64(count))]
                }),
            "statuses": .array(
                Judge0Status.allCases.map {
                    ["status": $0.json, "count": .integer(Int64(byStatus[$0] ?? 0))]
                }),
            "database": ["size_pretty": "unknown", "size_in_bytes": 0],
        ]
    }

    private static func status(of state: ExecutionState) -> Judge0Status {
        switch state.phase {
        case .open: .inQueue
        case .finished(let finished, _): Verdict(finished.verdict).map { Judge0Status($0) } ?? .internalError
        case .cancelled, .deleted: .internalError
        }
    }
}
