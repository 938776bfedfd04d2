internal import Coordinator
internal import JSONText
internal import Kernel
internal import Templates

/// What those who judge a contest put right: for one who takes part, for a submission, or in the contest's clock.
extension SitePages {
    private static let adjustments: [(what: String, name: String)] = [
        ("extra-time", "More time, in minutes"), ("penalty", "Minutes added to the time"),
        ("disqualify", "Disqualify"), ("reinstate", "Take part after all"), ("ignore", "A submission does not count"),
        ("count", "A submission counts after all"),
    ]

    var adjustingPages: [Page] {
        let home = "contests/{id}/organise"
        return [
            Page(.post, home + "/adjust", Self.read, "Puts something right.") { request in
                try await .trying(try await organise(request)) {
                    let what = request.field("what")
                    let body = try await adjustment(what, request)
                    return try await here(request, what, body, saying: "It is put right.", at: ["organise"])
                }
            },
            Page(.post, home + "/intervals", Self.read, "Takes a time out of the clock.") { request in
                try await .trying(try await organise(request)) {
                    let body = JSONTree.record([
                        "from": .string(request.field("from")), "until": .string(request.field("until")),
                    ])
                    return try await here(
                        request, "removed-intervals", body, saying: "The clock stands still then.", at: ["organise"])
                }
            },
            Page(.post, home + "/intervals/{interval}/restore", Self.read, "Puts a time back into the clock.") {
                request in
                try await .trying(try await organise(request)) {
                    let id = request.parameter("id")
                    let done = try await request.send(
                        .delete, Self.contest + "/removed-intervals/{interval}", request.parameters)
                    return .go(
                        PageRedirect(
                            to: LocalPath(of: ["contests", id, "organise"]), saying: "The clock runs then.",
                            position: done.position))
                }
            },
        ]
    }

    /// What the API is told of what is put right.
    private func adjustment(_ what: String, _ request: PageRequest) async throws -> JSONTree {
        guard Self.adjustments.contains(where: { $0.what == what }) else {
            throw DomainError(.invalid, "there is nothing of that kind to put right")
        }
        let (whom, reason) = (request.field("whom"), request.text("reason"))
        if what == "ignore" || what == "count" {
            return .record(["submission": .string(whom), "reason": what == "ignore" ? reason : nil])
        }
        var minutes: Int64 = 0
        if what == "extra-time" || what == "penalty" {
            guard let number = Int64(request.field("minutes")), abs(number) <= 1_000_000 else {
                throw DomainError(.invalid, "minutes must be a whole number", advice: "write 0 to take them back")
            }
            minutes = number
        }
        return .record([
            "participant": .string(try await participant(whom, request)),
            "seconds": what == "extra-time" ? JSONTree(minutes * 60) : nil,
            "minutes": what == "penalty" ? JSONTree(minutes) : nil, "reason": what == "disqualify" ? reason : nil,
        ])
    }

    /// Whom a form means: by their id, or by the name on the board, if nobody else has it.
    func participant(_ text: String, _ request: PageRequest) async throws -> String {
        guard EntityID(text) == nil, !text.isEmpty else { return text }
        var asked = request
        asked.query = ["view": "judges"]
        let rows = try await wholeBoard(of: request.parameter("id"), asked).rows.filter { Self.name(of: $0) == text }
        guard let row = rows.first, rows.count == 1 else {
            throw DomainError(
                .invalid, rows.isEmpty ? "nobody on the board has that name" : "several on the board have that name",
                advice: "give the participant's id")
        }
        return row.text("participant")
    }

    /// Whether another form of the page was sent than that which says what the contest is.
    static func isAdjusting(_ request: PageRequest) -> Bool {
        request.fields["whom"] != nil || request.fields["until"] != nil
    }

    /// What the page about looking after a contest shows of it.
    static func adjustingValues(_ contest: JSONTree, _ request: PageRequest) -> [String: TemplateValue] {
        let home = ["contests", contest.text("id"), "organise"]
        return [
            "adjustPath": .path(LocalPath(of: home + ["adjust"])),
            "intervalsPath": .path(LocalPath(of: home + ["intervals"])),
            "adjustments": .list(
                adjustments.map {
                    ["what": .text($0.what), "name": .text($0.name), "isHere": .flag($0.what == request.field("what"))]
                }),
            "whom": .text(request.field("whom")), "minutes": .text(request.field("minutes")),
            "adjustReason": .text(request.field("reason")), "from": .text(request.field("from")),
            "until": .text(request.field("until")),
            "intervals": .list(
                contest.items("removedIntervals").map { interval in
                    [
                        "from": .text(interval.time("from")), "until": .text(interval.time("until")),
                        "path": .path(LocalPath(of: home + ["intervals", interval.text("id"), "restore"])),
                    ]
                }),
        ]
    }
}

extension OrganiserTemplates {
    /// What is put right.
    static let adjusting = """
        <h2>Put something right</h2>
        <form class="fields" method="post" action="{{adjustPath}}">
        {{> token}}
        <div class="field"><label for="what">What</label><select id="what" name="what">{{#adjustments}}<option value="{{what}}"{{#isHere}} selected{{/isHere}}>{{name}}</option>{{/adjustments}}</select></div>
        <div class="field"><label for="whom">For whom, or for which submission</label><input id="whom" name="whom" value="{{whom}}" required maxlength="200" autocomplete="off" aria-describedby="whom-hint">
        <span class="hint" id="whom-hint">A name that is on the board, or an id: a submission's stands at the end of its page's address.</span></div>
        <div class="field"><label for="adjust-minutes">Minutes</label><input id="adjust-minutes" name="minutes" value="{{minutes}}" autocomplete="off"></div>
        <div class="field"><label for="adjust-reason">Why</label><input id="adjust-reason" name="reason" value="{{adjustReason}}" maxlength="2000"></div>
        <button class="second">Put it right</button>
        </form>
        <h2>Times that do not count</h2>
        <ul class="messages">
        {{#intervals}}
        <li class="card"><p>{{from}} to {{until}}</p><form method="post" action="{{path}}">{{> token}}<button class="second">It counts after all</button></form></li>
        {{/intervals}}
        </ul>
        <form class="fields" method="post" action="{{intervalsPath}}">
        {{> token}}
        <div class="row">
        <div class="field"><label for="from">From (UTC)</label><input id="from" name="from" value="{{from}}" required placeholder="2027-01-31T09:10:00Z" autocomplete="off" spellcheck="false"></div>
        <div class="field"><label for="until">Until (UTC)</label><input id="until" name="until" value="{{until}}" required placeholder="2027-01-31T09:20:00Z" autocomplete="off" spellcheck="false"></div>
        </div>
        <button class="second">Take it out of the clock</button>
        </form>

        """
}
