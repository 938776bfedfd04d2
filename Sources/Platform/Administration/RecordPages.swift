internal import Coordinator
internal import Events
internal import Kernel
internal import Storage
internal import Templates
internal import Units

/// The pages of who did what, and of how the coordinator is set.
struct RecordPages: Sendable {
    private static let size = 100
    /// How many entries of the log are looked at for a page: others than commands may stand between them.
    private static let most = 4000
    private static let step = 500

    let administration: Administration

    /// They.
    var all: [Page] {
        [
            Page(.get, "admin/audit", Administration.read, "Who did what, newest first.") { request in
                .show(try await audit(before: request.query["before"].flatMap { UInt64($0) }))
            },
            Page(.get, "admin/settings", Administration.read, "How the coordinator is set.") { _ in
                .show(
                    PageContent(
                        "administration/settings", "Settings",
                        [
                            "settings": .list(
                                administration.settings.map {
                                    ["name": .text($0.name), "value": .text($0.value), "summary": .text($0.summary)]
                                })
                        ]))
            },
        ]
    }

    private func audit(before: UInt64?) async throws -> PageContent {
        do throws(StorageError) {
            let log = administration.services.log
            let end = try await log.end().number
            var to = min(before.map { $0 > 0 ? $0 - 1 : 0 } ?? end, end)
            var rows: [TemplateValue] = []
            var looked = 0
            while rows.count < Self.size, to > 0, looked < Self.most {
                let from = to - min(to, UInt64(Self.step))
                var entries: [LogEntry] = []
                // A page of large entries has fewer than were asked for.
                while let more = try await Self.more(entries, of: log, from: from, to: to) { entries += more }
                looked += Self.step
                for entry in entries.reversed() where entry.position.number <= to && rows.count < Self.size {
                    to = entry.position.number - 1
                    if let row = try Self.row(entry) { rows.append(row) }
                }
                if rows.count < Self.size { to = from }
            }
            var values: [String: TemplateValue] = ["commands": .list(rows)]
            if to > 0 {
                values["nextPath"] = .path(LocalPath(of: ["admin", "audit"], query: [("before", "\(to + 1)")]))
            }
            return PageContent("administration/audit", "Who did what", values)
        } catch {
            throw DomainError(error)
        }
    }

    /// What comes next behind `entries` up to a position; nil if nothing does.
    private static func more(
        _ entries: [LogEntry], of log: any EventLog, from: UInt64, to: UInt64
    ) async throws(StorageError) -> [LogEntry]? {
        let last = entries.last?.position ?? LogPosition(from)
        guard last.number < to else { return nil }
        let more = try await log.read(after: last, limit: step - entries.count)
        return more.isEmpty ? nil : more
    }

    /// A command; nil for an entry that is none.
    private static func row(_ entry: LogEntry) throws(StorageError) -> TemplateValue? {
        guard let last = entry.events.last, last.type == CommandRecorded.persistedType else { return nil }
        let record: CommandRecorded = try last.unpacked()
        return [
            "position": TemplateValue(entry.position.number),
            "time": TemplateValue(Timestamp(nanoseconds: record.atNs)),
            "action": .text(record.action), "actor": .text(record.actor),
            "stream": .text(record.refusal.isEmpty ? entry.stream.text : record.refusedStream),
            "address": .text(record.address), "refusal": .text(record.refusal),
            "leftOut": record.leftOut > 0 ? TemplateValue(record.leftOut) : .nothing,
        ]
    }

    static let templates = [
        "administration/audit": """
        <p>Every command that was done, what was refused to people who had logged in, and wrong passwords for accounts. The program <code>verdict admin audit verify</code> shows that no line of it was changed.</p>
        <div class="scroll" tabindex="0" role="region" aria-label="Who did what">
        <table>
        <thead><tr><th scope="col" class="number">Nr</th><th scope="col">When</th><th scope="col">Who</th><th scope="col">What</th><th scope="col">To what</th><th scope="col">From</th><th scope="col">Outcome</th></tr></thead>
        <tbody>
        {{#commands}}
        <tr><td class="number">{{position}}</td><td class="nowrap"><time>{{time}}</time></td><td>{{actor}}</td><td class="nowrap">{{action}}</td><td>{{stream}}</td><td>{{address}}</td>
        <td>{{#refusal}}<span class="badge bad">{{refusal}}</span>{{#leftOut}} <span class="hint">and {{leftOut}} others before it</span>{{/leftOut}}{{/refusal}}{{^refusal}}<span class="badge good">done</span>{{/refusal}}</td></tr>
        {{/commands}}
        {{^commands}}
        <tr><td colspan="7">Nothing was done yet.</td></tr>
        {{/commands}}
        </tbody>
        </table>
        </div>
        {{> next-page}}

        """,
        "administration/settings": """
        <p>As they are in force since the coordinator began. They are changed in its configuration file.</p>
        <div class="scroll" tabindex="0" role="region" aria-label="Settings">
        <table>
        <thead><tr><th scope="col">Name</th><th scope="col">Value</th><th scope="col">What it is for</th></tr></thead>
        <tbody>
        {{#settings}}
        <tr><td class="nowrap"><code>{{name}}</code></td><td>{{value}}</td><td>{{summary}}</td></tr>
        {{/settings}}
        </tbody>
        </table>
        </div>

        """,
    ]
}
