internal import Coordinator
internal import JSONText
internal import Kernel
internal import Templates

/// Questions and announcements of a contest: those who take part ask, those who judge answer.
extension SitePages {
    var messagePages: [Page] {
        let path = "contests/{id}/messages"
        return [
            Page(.get, path, Self.read, "Questions and announcements.") { .show(try await messages($0)) },
            Page(.post, path + "/ask", Self.read, "Asks the organisers something.") { request in
                try await .trying(try await messages(request)) {
                    let body = JSONTree.record([
                        "text": .string(request.field("text")), "problem": request.text("problem"),
                        "category": request.text("category"),
                    ])
                    return try await here(
                        request, "clarifications", body, saying: "Your question is asked.", at: ["messages"])
                }
            },
            Page(.post, path + "/announce", Self.read, "Tells everybody something, or one who takes part.") { request in
                try await .trying(try await messages(request)) {
                    let whom = request.field("whom")
                    let body = JSONTree.record([
                        "text": .string(request.field("text")),
                        "participants": whom.isEmpty ? nil : .array([.string(try await participant(whom, request))]),
                    ])
                    return try await here(request, "announcements", body, saying: "It is announced.", at: ["messages"])
                }
            },
            Page(.post, path + "/{clarification}/answer", Self.read, "Answers a question.") { request in
                try await .trying(try await messages(request)) {
                    let body = JSONTree.record([
                        "text": .string(request.field("text")), "isToAll": request.flag("isToAll"),
                    ])
                    return try await here(
                        request, "clarifications/{clarification}/answer", body, saying: "It is answered.",
                        at: ["messages"])
                }
            },
            Page(.post, path + "/{clarification}/claim", Self.read, "Sees to a question.") { request in
                try await here(
                    request, "clarifications/{clarification}/claim", nil, saying: "It is yours.", at: ["messages"])
            },
            Page(.post, path + "/{clarification}/release", Self.read, "Leaves a question to others.") { request in
                try await here(
                    request, "clarifications/{clarification}/release", nil, saying: "It is anybody's.",
                    at: ["messages"])
            },
            Page(.post, path + "/{clarification}/queue", Self.read, "Puts a question into a queue.") { request in
                let body = JSONTree.record(["queue": .string(request.field("queue"))])
                return try await here(
                    request, "clarifications/{clarification}/queue", body, saying: "It is in that queue.",
                    at: ["messages"])
            },
        ]
    }

    private func messages(_ request: PageRequest) async throws -> PageContent {
        let id = request.parameter("id")
        let contest = try await request.read(Self.contest, ["id": id])
        let problems = try await request.read(Self.contest + "/problems", ["id": id]).items("problems")
        // Of which queue and category, as somebody says who judges.
        let wanted = ["queue", "category", "unanswered"].compactMap { name in
            request.query[name].flatMap { $0.isEmpty ? nil : (name, $0) }
        }
        var query = ["cursor": request.query["cursor"]]
        for (name, text) in wanted { query[name] = .some(text) }
        let all = try await request.read(Self.contest + "/clarifications", ["id": id], query: query)
        let labels = Dictionary(problems.map { ($0.text("id"), $0.text("label")) }) { first, _ in first }
        let isJudge = contest.flag("isJudge")
        let takesPart = contest["participant"] != nil
        let home = ["contests", id, "messages"]
        let kind = isJudge ? "messages/judges" : takesPart || contest.flag("isHidden") ? "messages/own" : "messages"
        let values: [String: TemplateValue] = [
            "contestPath": .path(LocalPath(of: ["contests", id])), "isJudge": .flag(isJudge),
            "canAsk": .flag(takesPart && !contest.flag("isWithoutQuestions") && contest["finalized"] == nil),
            "askPath": .path(LocalPath(of: home + ["ask"])), "announcePath": .path(LocalPath(of: home + ["announce"])),
            "announcing": .text(request.fields["whom"] == nil ? "" : request.field("text")),
            "whom": .text(request.field("whom")),
            "problems": .list(problems.map { ["id": .text($0.text("id")), "label": .text($0.text("label"))] }),
            "followed": .text("/api/v1/live/contests/\(LocalPath.encoded(id))/\(kind)"),
            "announcements": .list(
                all.items("announcements").map {
                    [
                        "text": .text($0.text("text")), "at": .text($0.time("at")),
                        "about": .text(labels[$0.text("problem")] ?? ""),
                        "isToSome": .flag(!$0.flag("isToAll")), "count": TemplateValue($0.items("participants").count),
                    ]
                }),
            "questions": .list(
                all.items("clarifications").enumerated().map { number, question in
                    [
                        "number": TemplateValue(number), "text": .text(question.text("text")),
                        "asked": .text(question.time("asked")),
                        "about": .text(labels[question.text("problem")] ?? question.text("category")),
                        "answer": .text(question.text("answer")), "isToAll": .flag(question.flag("isToAll")),
                        "claimedBy": .text(question.text("claimedBy")), "queue": .text(question.text("queue")),
                        "isMine": .flag(question.text("claimedBy") == "\(request.actor.identity)"),
                        "category": .text(question.text("category")),
                        "queuePath": .path(LocalPath(of: home + [question.text("id"), "queue"])),
                        "releasePath": .path(LocalPath(of: home + [question.text("id"), "release"])),
                        "answerPath": .path(LocalPath(of: home + [question.text("id"), "answer"])),
                        "claimPath": .path(LocalPath(of: home + [question.text("id"), "claim"])),
                        "canAnswer": .flag(isJudge),
                    ]
                }),
            "nextPath": request.next(all, at: home, wanted), "herePath": .path(LocalPath(of: home)),
            "wantedQueue": .text(request.query["queue"] ?? ""),
            "wantedCategory": .text(request.query["category"] ?? ""),
            "isUnanswered": .flag(request.query["unanswered"] == "true"),
        ]
        var content = PageContent("site/messages", "Questions and announcements", values)
        content.scripts = ["follow"]
        return content
    }
}

/// How questions and announcements look.
enum MessageTemplates {
    static let messages = """
        <p><a href="{{contestPath}}">To the contest</a></p>
        {{#isJudge}}
        <form class="fields" method="post" action="{{announcePath}}">
        {{> token}}
        <div class="field"><label for="announcement">Announcement</label><textarea id="announcement" name="text" required maxlength="8000">{{announcing}}</textarea></div>
        <div class="field"><label for="whom">For whom</label><input id="whom" name="whom" value="{{whom}}" maxlength="200" autocomplete="off" placeholder="everybody" aria-describedby="whom-hint">
        <span class="hint" id="whom-hint">A name that is on the board, or an id; leave it empty to tell everybody.</span></div>
        <button>Announce</button>
        </form>
        {{/isJudge}}
        {{#canAsk}}
        <form class="fields" method="post" action="{{askPath}}">
        {{> token}}
        <div class="field"><label for="problem">About</label><select id="problem" name="problem"><option value="">the contest</option>{{#problems}}<option value="{{id}}">problem {{label}}</option>{{/problems}}</select></div>
        <div class="field"><label for="category">What kind of question it is</label><input id="category" name="category" maxlength="64" autocomplete="off" placeholder="general"></div>
        <div class="field"><label for="question">Question to the organisers</label><textarea id="question" name="text" required maxlength="4000"></textarea></div>
        <button>Ask</button>
        </form>
        {{/canAsk}}
        <div id="live" data-follow="{{followed}}" aria-live="polite">
        <h2>Announcements</h2>
        <ul class="messages">
        {{#announcements}}
        <li class="card"><p class="quiet">{{at}}{{#about}} · {{about}}{{/about}}{{#isToSome}} · {{^isJudge}}for you{{/isJudge}}{{#isJudge}}for {{count}} of those who take part{{/isJudge}}{{/isToSome}}</p><p class="lines">{{text}}</p></li>
        {{/announcements}}
        {{^announcements}}
        <li>None.</li>
        {{/announcements}}
        </ul>
        <h2>Questions</h2>
        {{#isJudge}}
        <form method="get" action="{{herePath}}">
        <div class="row">
        <div class="field"><label for="queue">Queue</label><input id="queue" name="queue" value="{{wantedQueue}}" maxlength="64" autocomplete="off"></div>
        <div class="field"><label for="kind">Kind</label><input id="kind" name="category" value="{{wantedCategory}}" maxlength="64" autocomplete="off"></div>
        <p><label><input type="checkbox" name="unanswered" value="true"{{#isUnanswered}} checked{{/isUnanswered}}> not answered</label></p>
        <button class="second">Show</button>
        </div>
        </form>
        {{/isJudge}}
        <ul class="messages">
        {{#questions}}
        <li class="card"><p class="quiet">{{asked}}{{#about}} · {{about}}{{/about}}{{#isToAll}} · answered to all{{/isToAll}}{{#isJudge}} · {{category}}{{#queue}} · queue {{queue}}{{/queue}}{{/isJudge}}{{#claimedBy}} · {{#isMine}}you see to it{{/isMine}}{{^isMine}}{{claimedBy}} sees to it{{/isMine}}{{/claimedBy}}</p><p class="lines">{{text}}</p>
        {{#answer}}<p class="lines answer">{{answer}}</p>{{/answer}}
        {{#canAnswer}}
        <form method="post" action="{{answerPath}}">{{> token}}<div class="field"><label for="answer-{{number}}">Answer</label><textarea class="short" id="answer-{{number}}" name="text" required maxlength="8000"></textarea></div>
        <p><label><input type="checkbox" name="isToAll" value="yes"> to all</label></p><button>Answer</button></form>
        {{^claimedBy}}<form method="post" action="{{claimPath}}">{{> token}}<button class="second">See to it</button></form>{{/claimedBy}}
        {{#claimedBy}}<form method="post" action="{{releasePath}}">{{> token}}<button class="second">Leave it to others</button></form>{{/claimedBy}}
        <form method="post" action="{{queuePath}}">{{> token}}<div class="field"><label for="queue-{{number}}">Queue</label><input id="queue-{{number}}" name="queue" value="{{queue}}" maxlength="64" autocomplete="off"></div><button class="second">Put it there</button></form>
        {{/canAnswer}}
        </li>
        {{/questions}}
        {{^questions}}
        <li>None.</li>
        {{/questions}}
        </ul>
        {{> next-page}}
        </div>

        """
}
