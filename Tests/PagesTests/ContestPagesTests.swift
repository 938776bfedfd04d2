import Kernel
import KernelTestSupport
import Testing

@testable import Pages

/// The pages of contests over an API that answers as the modules' does.
@Suite("The pages of contests")
struct ContestPagesTests {
    @Test("Programs are looked at and hacked, by a text or a file, and judges say what counts")
    func hacks() async throws {
        let sent = Sent()
        let api = try await FakeAPI(SiteAnswers.all, store: try TestStore(), sent: sent)
        let list = try await api.html("contests/{id}/hacks", ["id": "5"])
        for wanted in ["/contests/5/hacks/6", "Lock problem A", "/contests/5/hacks?cursor=6"] {
            #expect(list.contains(wanted), "\(wanted) in \(list)")
        }
        // Who has not locked it sees no program.
        #expect(!list.contains("/contests/5/hackable"))
        #expect(try await api.go("contests/{id}/hacks/lock", ["id": "5"], ["problem": "7"]) == "/contests/5/hacks")
        let (page, names) = ("contests/{id}/hackable/{submission}", ["id": "5", "submission": "9"])
        #expect(try await api.go(page, names, ["input": "1\r\n2"]) == "/contests/5/hacks/6")
        let file = ["file": PageFile(name: "a.in", bytes: [0, 255])]
        #expect(try await api.go(page, names, [:], file) == "/contests/5/hacks/6")
        let generator = ["generator": "print(1)\r\n", "language": "cpp17", "arguments": " 1  two "]
        #expect(try await api.go(page, names, generator) == "/contests/5/hacks/6")
        let wrong: [([String: String], [String: PageFile])] = [
            ([:], [:]), (["input": "1"], file), (generator.merging(["input": "1"]) { $1 }, [:]), (generator, file),
        ]
        for (fields, files) in wrong {
            #expect(try await api.go(page, names, fields, files).contains("no input, or more than one"))
        }
        #expect(list.contains(#"data-follow="/api/v1/live/contests/5/hacks""#))
        let one = try await api.html("contests/{id}/hacks/{hack}", ["id": "5", "hack": "6"])
        #expect(one.contains(#"data-follow="/api/v1/live/contests/5/hacks/6""#), "\(one)")
        let hack = ["id": "5", "hack": "6"]
        for what in ["ignore", "count", "keep"] {
            #expect(
                try await api.go("contests/{id}/hacks/{hack}/" + what, hack, ["reason": "So."]) == "/contests/5/hacks/6"
            )
        }
        for wanted in [
            #"POST api/v1/contests/{id}/locks {"problem":"7"}"#, #"{"submission":"9","input":"1\n2"}"#,
            #"{"submission":"9","generator":{"language":"cpp17","source":"print(1)\n","arguments":["1","two"]}}"#,
            #"{"submission":"9","base64":"AP8="}"#, #"hacks/{hack}/ignore {"reason":"So."}"#, "hacks/{hack}/keep",
        ] { #expect(sent.all.contains { $0.contains(wanted) }, "\(wanted) in \(sent.all)") }
    }

    @Test("What a draft is called is asked once for all who take part, and by everybody else for themselves")
    func titles() async throws {
        let problem = "GET api/v1/problems/{id}"
        for (reader, reads) in [
            (#""participant":"1""#, 1), (#""participant":"1","isJudge":true"#, 3), (#""isJudge":false"#, 3),
        ] {
            var answers = SiteAnswers.all
            answers["GET api/v1/contests/{id}"] = #"{"id":"5","title":"T","phase":"running",\#(reader)}"#
            answers[problem] = #"{"id":"7","title":"Secret name","state":"draft"}"#
            let sent = Sent()
            let api = try await FakeAPI(answers, store: try TestStore(), sent: sent)
            for _ in 0..<3 { #expect(try await api.html("contests/{id}", ["id": "5"]).contains("Secret name")) }
            #expect(sent.count(of: problem) == reads, "\(reader)")
        }
    }

    @Test("A token is spent on a submission by whoever has one, and where it has none yet")
    func tokens() async throws {
        var answers = SiteAnswers.all
        answers["GET api/v1/submissions/{id}/result"] =
            #"{"submission":{"id":"9","contest":"5","problem":"7","state":"judged","verdict":"WA"}}"#
        answers["GET api/v1/submissions/{id}"] = #"{"id":"9","contest":"5"}"#
        answers["GET api/v1/contests/{id}"] = #"{"id":"5","title":"T","tokens":{"mode":"finite"}}"#
        answers["POST api/v1/contests/{id}/tokens"] = ""
        let cases: [(tokens: String, said: String?)] = [
            (#"{"left":2,"problems":[{"problem":"7","left":1}],"spent":[]}"#, "(you have 1)"),
            (#"{"problems":[{"problem":"7"}],"spent":["8"]}"#, "(you have any number)"),
            (#"{"left":2,"problems":[{"problem":"7","left":0}],"spent":[]}"#, nil),
            (#"{"left":2,"problems":[],"spent":["9"]}"#, nil),
        ]
        for (tokens, said) in cases {
            answers["GET api/v1/contests/{id}/tokens"] = tokens
            let sent = Sent()
            let api = try await FakeAPI(answers, store: try TestStore(), sent: sent)
            let html = try await api.html("submissions/{id}", ["id": "9"])
            #expect(html.contains("Spend a token") == (said != nil) && html.contains(said ?? ""), "\(html)")
            #expect(try await api.go("submissions/{id}/token", ["id": "9"]) == "/submissions/9")
            #expect(sent.all.contains(#"POST api/v1/contests/{id}/tokens {"submission":"9"}"#), "\(sent.all)")
        }
    }

    @Test("Of what can still be hacked one sees when it is, and by which hack", arguments: ["AC", "HACKED", "WA"])
    func hacked(verdict: String) async throws {
        for (hacks, isOpen) in [("\"hacksWhileRunning\":true", true), ("\"hacksAfterSeconds\":0", false)] {
            var answers = SiteAnswers.all
            let hack = verdict == "HACKED" ? #","hack":"6""# : ""
            answers["GET api/v1/submissions/{id}/result"] =
                #"{"submission":{"id":"9","contest":"5","problem":"7","state":"judged","verdict":"\#(verdict)"\#(hack)}}"#
            answers["GET api/v1/contests/{id}"] = #"{"id":"5","title":"T",\#(hacks)}"#
            let api = try await FakeAPI(answers, store: try TestStore(), sent: Sent())
            let html = try await api.html("submissions/{id}", ["id": "9"])
            #expect(html.contains("data-done") == (verdict == "WA" || !isOpen), "\(html)")
            #expect(html.contains(#"href="/contests/5/hacks/6""#) == (verdict == "HACKED"), "\(html)")
            #expect(html.contains(#"<span class="badge bad">Hacked</span>"#) == (verdict == "HACKED"), "\(html)")
        }
    }

    @Test("Balloons are brought and fetched back, each by its number, and followed as they are earned")
    func balloons() async throws {
        let sent = Sent()
        let api = try await FakeAPI(SiteAnswers.all, store: try TestStore(), sent: sent)
        let html = try await api.html("contests/{id}/balloons", ["id": "5"])
        for wanted in [
            "/api/v1/live/contests/5/balloons", "/contests/5/balloons/1/deliver", "/contests/5/balloons/2/return",
            "not solved after all", #"<span class="badge good">first</span>"#, "Participant 2",
        ] { #expect(html.contains(wanted), "\(wanted) in \(html)") }
        #expect(!html.contains("/contests/5/balloons/1/return") && !html.contains("/contests/5/balloons/2/deliver"))
        for what in ["deliver", "return"] {
            let page = "contests/{id}/balloons/{balloon}/" + what
            #expect(try await api.go(page, ["id": "5", "balloon": "1"]) == "/contests/5/balloons")
            #expect(sent.all.contains("POST api/v1/contests/{id}/balloons/{balloon}/\(what)"), "\(sent.all)")
        }
    }

    @Test("What is judged anew is shown with its matrix, and only what is decided about has forms for that")
    func rejudgings() async throws {
        let (sent, parameters) = (Sent(), ["id": "5", "rejudging": "6"])
        let api = try await FakeAPI(SiteAnswers.all, store: try TestStore(), sent: sent)
        let html = try await api.html("contests/{id}/rejudgings/{rejudging}", parameters)
        for wanted in [
            #"<th scope="row">Wrong answer</th><td class="number"><strong>1</strong></td><td class="number">1</td>"#,
            "1. with 2 solved, 2 points, time 57", "2. with 1 solved", "/contests/5/rejudgings/6/apply",
            "/contests/5/rejudgings/6/cancel", #"name="takesAcceptedAway""#, "/api/v1/live/contests/5/rejudgings/6",
        ] { #expect(html.contains(wanted), "\(wanted) in \(html)") }
        #expect(
            try await api.go(
                "contests/{id}/rejudgings", ["id": "5"],
                ["reason": "r", "problem": "7", "verdict": "WA", "language": "", "submissions": "9 8\n7"])
                == "/contests/5/rejudgings/6")
        #expect(
            sent.all.contains {
                $0.contains(#"{"reason":"r","problems":["7"],"verdicts":["WA"],"submissions":["9","8","7"]}"#)
            }, "\(sent.all)")
        for (what, fields) in [("apply", ["takesAcceptedAway": "yes"]), ("cancel", [:])] {
            let page = "contests/{id}/rejudgings/{rejudging}/" + what
            #expect(try await api.go(page, parameters, fields) == "/contests/5/rejudgings/6")
        }
        #expect(sent.all.contains { $0.hasSuffix(#"/apply {"takesAcceptedAway":true}"#) }, "\(sent.all)")
        for stage in ["applying", "applied", "cancelled"] {
            var answers = SiteAnswers.all
            answers["GET api/v1/contests/{id}/rejudgings/{rejudging}"]?.replace(
                #""stage":"open""#, with: #""stage":"\#(stage)""#)
            let api = try await FakeAPI(answers, store: try TestStore(), sent: sent)
            let html = try await api.html("contests/{id}/rejudgings/{rejudging}", parameters)
            #expect(!html.contains("<form") && !html.contains("on the board"), "\(stage)")
        }
    }

    @Test("A phase is what the API calls it, and awards are shown after the end, with names")
    func phases() async throws {
        for (phase, words, state, isOver) in [
            ("before", "Has not begun", "before", false), ("running", "Runs", "running", false),
            ("frozen", "the board is frozen", "running", false), ("over", "not final yet", "over", true),
            ("final", "results are final", "final", true),
        ] {
            var answers = SiteAnswers.all
            for key in ["GET api/v1/contests/{id}", "GET api/v1/contests/{id}/leaderboard"] {
                answers[key]?.replace(#""phase":"running""#, with: #""phase":"\#(phase)""#)
            }
            let api = try await FakeAPI(answers, store: try TestStore(), sent: Sent())
            let contest = try await api.html("contests/{id}", ["id": "5"])
            #expect(contest.contains(words) && contest.contains("/contests/5/awards") == isOver, "\(phase)")
            guard case .data(let bytes, _) = try await api.ask(.get, "contests/{id}/board.json", ["id": "5"]) else {
                Issue.record("no data")
                return
            }
            #expect(String(decoding: bytes, as: UTF8.self).contains(#""state":"\#(state)""#), "\(phase)")
            let awards = try await api.html("contests/{id}/awards", ["id": "5"])
            #expect(awards.contains("First to solve A") == isOver && awards.contains("Your rank is 1") == isOver)
            #expect(awards.contains("Participant 2") == isOver && awards.contains("after the end") != isOver)
        }
    }

    @Test("Nobody who may know of a hidden contest follows what there is not", arguments: [true, false])
    func followed(isHidden: Bool) async throws {
        var answers = SiteAnswers.all
        answers["GET api/v1/contests/{id}"]?.replace(
            #""isJudge":true"#, with: #""isJudge":false,"isHidden":\#(isHidden)"#)
        let api = try await FakeAPI(answers, store: try TestStore(), sent: Sent())
        for (page, topic) in [("contests/{id}", "messages"), ("contests/{id}/board", "board")] {
            let html = try await api.html(page, ["id": "5"])
            let wanted = "/api/v1/live/contests/5/\(topic)\(isHidden ? "/own" : "")\""
            #expect(html.contains(wanted), "\(page): \(html)")
        }
    }

    @Test(
        "A contest's clock is written in minutes, with seconds where there are some",
        arguments: [
            ("300", 18_000), ("0", 0), ("75:30", 4_530), ("1:05", 65), ("", nil), (":30", nil), ("1:5", nil),
            ("1:60", nil), ("1:2:3", nil), ("-1", nil), ("1.5", nil), ("x", nil), ("99999999", nil), ("9999999", nil),
            ("１", nil),
        ] as [(String, Int64?)])
    func clock(text: String, seconds: Int64?) {
        #expect(ClockText.seconds(text) == seconds)
        if let seconds { #expect(ClockText.text(seconds) == text) }
    }

    @Test("The board is what the page's script reads")
    func board() async throws {
        try await FakeAPI.with { api, _ in
            guard case .data(let bytes, let type) = try await api.ask(.get, "contests/{id}/board.json", ["id": "5"])
            else {
                Issue.record("no data")
                return
            }
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(type == "application/json" && text.contains(#""cells":["!2:57","?3:1"]"#), "\(text)")
            #expect(text.contains(#""scoring":"icpc","frozen":true,"state":"running""#))
        }
    }

    @Test("Teams are formed, joined and asked into, by a name or an id")
    func teams() async throws {
        let sent = Sent()
        var answers = SiteAnswers.all
        answers["GET api/v1/contests/{id}"] =
            #"{"id":"5","title":"T","phase":"running","teamSize":3,"divisions":["a"]}"#
        let api = try await FakeAPI(answers, store: try TestStore(), sent: sent)
        let contest = try await api.html("contests/{id}", ["id": "5"])
        #expect(contest.contains("/contests/5/teams") && !contest.contains("/contests/5/join"), "\(contest)")
        let html = try await api.html("contests/{id}/teams", ["id": "5"])
        #expect(html.contains("/contests/5/teams/22/join") && !html.contains("/contests/5/teams/21/invite"), "\(html)")
        let captain = Actor(.person(EntityID(number: 2)))
        let own = try await api.html("contests/{id}/teams", ["id": "5"], as: captain)
        for wanted in ["/contests/5/teams/21/invite", "/contests/5/teams/21/uninvite/4"] {
            #expect(own.contains(wanted), "\(wanted) in \(own)")
        }
        let home = "/contests/5/teams"
        #expect(try await api.go("contests/{id}/teams", ["id": "5"], ["name": "We", "division": "a"]) == home)
        #expect(try await api.go("contests/{id}/teams/{team}/join", ["id": "5", "team": "22"]) == home)
        let invite = "contests/{id}/teams/{team}/invite"
        for person in ["\(EntityID(number: 9))", "<script>alert(1)</script>\"'&"] {
            #expect(try await api.go(invite, ["id": "5", "team": "21"], ["person": person]) == home)
        }
        let uninvite = "contests/{id}/teams/{team}/uninvite/{person}"
        #expect(try await api.go(uninvite, ["id": "5", "team": "21", "person": "4"]) == home)
        for wanted in [
            #"POST api/v1/contests/{id}/teams {"name":"We","division":"a"}"#,
            #"POST api/v1/contests/{id}/teams/{team}/join"#,
            #"invitations {"person":"\#(EntityID(number: 9))"}"#, #"invitations {"person":"1"}"#,
            "DELETE api/v1/contests/{id}/teams/{team}/invitations/{person}",
        ] { #expect(sent.all.contains { $0.contains(wanted) }, "\(wanted) in \(sent.all)") }
        // Nobody joins or leaves what is over.
        answers["GET api/v1/contests/{id}"] =
            #"{"id":"5","title":"T","phase":"over","teamSize":3,"participant":"1"}"#
        let over = try await FakeAPI(answers, store: try TestStore(), sent: sent)
        let page = try await over.html("contests/{id}", ["id": "5"])
        #expect(!page.contains("/contests/5/teams") && !page.contains("/contests/5/leave"), "\(page)")
    }
}
