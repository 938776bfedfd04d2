internal import Coordinator
internal import Kernel
internal import Logging
internal import Storage
internal import Templates
internal import Units

/// The pages of workers, queues and dead letters.
struct FleetPages: Sendable {
    private static let home = LocalPath(of: ["admin"])
    private static let letters = LocalPath(of: ["admin", "dead-letters"])
    private static let size = 100

    let administration: Administration

    /// They.
    var all: [Page] {
        [
            Page(.get, "admin", Administration.read, "Workers and queues now.") { request in
                let after = request.query["after"] ?? ""
                return .show(
                    Self.content(try await administration.fleet.overview(workers: Self.size, after: after)))
            },
            Page(.post, "admin/workers/drain", DrainWorker.action, "Has a worker take nothing new.") { request in
                try await drain(true, request, saying: "The worker finishes what it does, and takes nothing new.")
            },
            Page(.post, "admin/workers/resume", DrainWorker.action, "Has a worker take work again.") { request in
                try await drain(false, request, saying: "The worker takes work again.")
            },
            Page(.get, "admin/dead-letters", Administration.read, "Jobs that were given up.") { request in
                .show(try await lettersContent(after: request.query["after"]))
            },
            Page(.post, "admin/dead-letters/retry", SettleJobs.action, "Has jobs tried again.") { request in
                let jobs = try await settle(request, retries: true)
                let count = try await administration.fleet.requeue(jobs)
                return .go(PageRedirect(to: Self.letters, saying: "To be tried again: \(count)."))
            },
            Page(.post, "admin/dead-letters/discard", SettleJobs.action, "Gives jobs up for good.") { request in
                let jobs = try await settle(request, retries: false)
                let count = try await administration.fleet.discard(jobs)
                return .go(PageRedirect(to: Self.letters, saying: "Given up for good: \(count)."))
            },
        ]
    }

    /// Nothing is done that is not written down first: who looks later may find what was wanted and not done, and never the
    /// other way about.
    private func drain(_ drains: Bool, _ request: PageRequest, saying message: String) async throws -> PageAnswer {
        let fleet = try administration.fleet
        let command = DrainWorker(worker: request.field("worker"), drains: drains)
        let done = try await administration.services.commands.perform(command, by: request.actor, request.command)
        try fleet.drain(command.worker, drains)
        return .go(PageRedirect(to: Self.home, saying: message, position: done.position))
    }

    private func settle(_ request: PageRequest, retries: Bool) async throws -> [String] {
        // Before it is written down: while the coordinator starts, nothing is done.
        _ = try administration.fleet
        let jobs = try Self.jobs(request)
        try await administration.services.commands.perform(
            SettleJobs(job: jobs.first, retries: retries), by: request.actor, request.command)
        return jobs
    }

    /// The job that a form names; all, where it says so.
    private static func jobs(_ request: PageRequest) throws(DomainError) -> [String] {
        if request.field("all") == "yes" { return [] }
        let job = request.field("job")
        guard !job.isEmpty else { throw DomainError(.invalid, "no dead letter is named") }
        return [job]
    }

    private func lettersContent(after job: String?) async throws -> PageContent {
        let found = try await administration.fleet.deadLetters(Self.size + 1, after: job)
        let page = found.prefix(Self.size)
        var values: [String: TemplateValue] = [
            "letters": .list(
                page.map { letter in
                    [
                        "job": .text(letter.job.id), "reason": .text(letter.reason),
                        "deliveries": TemplateValue(letter.deliveries),
                        "time": TemplateValue(Timestamp(nanoseconds: letter.buriedAt)),
                    ]
                }),
            "hasSome": .flag(!page.isEmpty),
        ]
        if found.count > Self.size, let last = page.last {
            values["nextPath"] = .path(LocalPath(of: ["admin", "dead-letters"], query: [("after", last.job.id)]))
        }
        return PageContent("administration/dead-letters", "Dead letters", values)
    }

    private static func content(_ overview: FleetOverview) -> PageContent {
        var values: [String: TemplateValue] = [
            "workers": .list(overview.workers.map(worker)), "queues": .list(overview.queues.map(queue)),
            "workerCount": TemplateValue(overview.workerCount), "coreCount": TemplateValue(overview.coreCount),
            "jobCount": TemplateValue(overview.jobCount), "deadLetters": TemplateValue(overview.deadLetters),
            "submissions": TemplateValue(overview.minute.submissions),
            "executions": TemplateValue(overview.minute.executions),
            "measuring": TemplateValue(overview.measurings.count),
            "measuringWaiting": TemplateValue(overview.waitingMeasurings),
            "time": TemplateValue(Timestamp(nanoseconds: overview.time)),
        ]
        if let next = overview.nextWorkers {
            values["nextPath"] = .path(LocalPath(of: ["admin"], query: [("after", next)]))
        }
        return PageContent("administration/fleet", "Fleet", values)
    }

    private static func worker(_ worker: FleetOverview.Worker) -> TemplateValue {
        let isSilent = worker.silence > .seconds(60)
        return [
            "name": .text(worker.name), "version": .text(worker.version), "cores": TemplateValue(worker.cores),
            "jobs": TemplateValue(worker.jobs), "speed": .text(twoDigits(worker.speed)),
            "disturbed": .text("\(Int((worker.disturbed * 100).rounded())) %"),
            "silence": .text(seconds(worker.silence)), "languages": .text(worker.languages.joined(separator: ", ")),
            "isDraining": .flag(worker.isDraining), "isSilent": .flag(isSilent && !worker.isDraining),
            "isWell": .flag(!isSilent && !worker.isDraining),
        ]
    }

    private static func queue(_ queue: FleetOverview.Queue) -> TemplateValue {
        let names = ["Most urgent", "Urgent", "Usual", "When nothing else is to do"]
        return [
            "name": .text(names[min(Int(queue.priority), names.count - 1)]), "waiting": TemplateValue(queue.waiting),
            "leased": TemplateValue(queue.leased), "tenants": TemplateValue(queue.tenants),
            "median": .text(queue.wait.map { seconds($0.p50) } ?? "–"),
            "worst": .text(queue.wait.map { seconds($0.p99) } ?? "–"),
        ]
    }

    private static func seconds(_ duration: Duration) -> String {
        "\(twoDigits(Double(duration.wholeMilliseconds) / 1000)) s"
    }

    private static func twoDigits(_ number: Double) -> String {
        guard number.isFinite, abs(number) < 1e12 else { return "–" }
        let hundredths = Int64((number * 100).rounded())
        let rest = abs(hundredths % 100)
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }

    static let templates = [
        "administration/fleet": """
        <ul class="cards">
        <li class="card"><strong>{{workerCount}}</strong> workers with {{coreCount}} cores</li>
        <li class="card"><strong>{{jobCount}}</strong> jobs are done now</li>
        <li class="card"><strong>{{submissions}}</strong> submissions in the last minute, {{executions}} test cases run</li>
        <li class="card"><strong>{{deadLetters}}</strong> <a href="/admin/dead-letters">dead letters</a></li>
        </ul>
        <h2>Queues</h2>
        <div class="scroll" tabindex="0" role="region" aria-label="Queues">
        <table>
        <thead><tr><th scope="col">Priority</th><th scope="col" class="number">Wait</th><th scope="col" class="number">Of tenants</th><th scope="col" class="number">Are done</th><th scope="col" class="number">Waited, median</th><th scope="col" class="number">Waited, 99 of 100</th></tr></thead>
        <tbody>
        {{#queues}}
        <tr><td>{{name}}</td><td class="number">{{waiting}}</td><td class="number">{{tenants}}</td><td class="number">{{leased}}</td><td class="number nowrap">{{median}}</td><td class="number nowrap">{{worst}}</td></tr>
        {{/queues}}
        </tbody>
        </table>
        </div>
        <p class="quiet">Time limits of packages: {{measuring}} are measured now, {{measuringWaiting}} wait.</p>
        <h2>Workers</h2>
        <div class="scroll" tabindex="0" role="region" aria-label="Workers">
        <table>
        <thead><tr><th scope="col">Name</th><th scope="col">State</th><th scope="col" class="number">Cores</th><th scope="col" class="number">Jobs</th><th scope="col" class="number">Speed</th><th scope="col" class="number">Disturbed</th><th scope="col" class="number">Heard of</th><th scope="col">Version, languages</th><th scope="col">What now</th></tr></thead>
        <tbody>
        {{#workers}}
        <tr><td class="nowrap">{{name}}</td>
        <td>{{#isWell}}<span class="badge good">works</span>{{/isWell}}{{#isDraining}}<span class="badge wait">drains</span>{{/isDraining}}{{#isSilent}}<span class="badge bad">silent</span>{{/isSilent}}</td>
        <td class="number">{{cores}}</td><td class="number">{{jobs}}</td><td class="number">{{speed}}</td><td class="number">{{disturbed}}</td><td class="number nowrap">{{silence}} ago</td><td>{{version}}<span class="hint">{{languages}}</span></td>
        <td>{{^isDraining}}<form method="post" action="/admin/workers/drain">{{> token}}<input type="hidden" name="worker" value="{{name}}"><button class="second">Drain</button></form>{{/isDraining}}{{#isDraining}}<form method="post" action="/admin/workers/resume">{{> token}}<input type="hidden" name="worker" value="{{name}}"><button class="second">Resume</button></form>{{/isDraining}}</td></tr>
        {{/workers}}
        {{^workers}}
        <tr><td colspan="9">None is there: nothing is judged before one is.</td></tr>
        {{/workers}}
        </tbody>
        </table>
        </div>
        {{> next-page}}
        <p class="quiet">As of <time>{{time}}</time>.</p>

        """,
        "administration/dead-letters": """
        <p>Jobs of the fleet that were given up: their submissions wait until somebody decides.</p>
        <div class="scroll" tabindex="0" role="region" aria-label="Dead letters">
        <table>
        <thead><tr><th scope="col">Job</th><th scope="col">Given up</th><th scope="col" class="number">Tries</th><th scope="col">Why</th><th scope="col">What now</th></tr></thead>
        <tbody>
        {{#letters}}
        <tr><td><code>{{job}}</code></td><td class="nowrap"><time>{{time}}</time></td><td class="number">{{deliveries}}</td><td>{{reason}}</td>
        <td class="nowrap"><form method="post" action="/admin/dead-letters/retry">{{> token}}<input type="hidden" name="job" value="{{job}}"><button>Try again</button></form>
        <form method="post" action="/admin/dead-letters/discard">{{> token}}<input type="hidden" name="job" value="{{job}}"><button class="second">Give up</button></form></td></tr>
        {{/letters}}
        {{^letters}}
        <tr><td colspan="5">None: all is well.</td></tr>
        {{/letters}}
        </tbody>
        </table>
        </div>
        {{> next-page}}
        {{#hasSome}}
        <form method="post" action="/admin/dead-letters/retry">{{> token}}<input type="hidden" name="all" value="yes"><p><button class="second">Try all again</button></p></form>
        {{/hasSome}}

        """,
    ]
}
