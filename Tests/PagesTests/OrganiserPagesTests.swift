import Foundation
import Kernel
import KernelTestSupport
import Markup
import Templates
import Testing

@testable import Pages

/// How contests are looked after on the site.
@Suite("The pages of organisers")
struct OrganiserPagesTests {
    private static let form = [
        "title": "T", "start": "2027-01-15T08:00:00Z", "length": "300", "format": "icpc", "problems": "A 7",
    ]

    @Test("Who takes part, and how, is said in the form, and stays as it is where the form does not say it")
    func takingPart() async throws {
        var answers = SiteAnswers.all
        answers["GET api/v1/contests/{id}"] = """
            {"id":"5","title":"T","isJudge":true,"lengthSeconds":18000,"counting":{"format":"icpc"},"teamSize":3,"capacity":0,\
            "divisions":["a","b c"],"feedback":"tests","hasAccessCode":true,"allowsVirtual":true,"languages":["c"],\
            "submissionIntervalSeconds":90}
            """
        let sent = Sent()
        let api = try await FakeAPI(answers, store: try TestStore(), sent: sent)
        let (page, names) = ("contests/{id}/organise", ["id": "5"])
        let html = try await api.html(page, names)
        for wanted in [
            #"name="teamSize" value="3""#, ">a\nb c</textarea>", #"<option value="tests" selected>"#, #"value="1:30""#,
            #"name="allowsVirtual" value="yes" checked"#, #"name="noAccessCode""#, #"name="capacity" value="""#,
        ] { #expect(html.contains(wanted), "\(wanted) in \(html)") }
        #expect(try await api.go(page, names, Self.form) == "/contests/5/organise")
        #expect(
            sent.all.last?.contains(
                #""languages":["c"],"divisions":["a","b c"],"capacity":0,"teamSize":3,"feedback":"tests""#) == true,
            "\(sent.all)")
        let said = [
            "taking-part": "yes", "teamSize": "2", "capacity": "", "submissionsPerProblem": "50",
            "submissionInterval": "0:30", "divisions": " x \r\n\r\ny\r\n", "feedback": "", "joinUntil": "",
            "accessCode": "", "noAccessCode": "yes", "allowsUpsolving": "yes",
        ]
        #expect(try await api.go(page, names, Self.form.merging(said) { $1 }) == "/contests/5/organise")
        let told = sent.all.last ?? ""
        for wanted in [
            #""languages":["c"]"#, #""teamSize":2"#, #""submissionsPerProblem":50"#, #""submissionIntervalSeconds":30"#,
            #""divisions":["x","y"]"#, #""accessCode":"""#, #""allowsUpsolving":true"#, #""allowsVirtual":false"#,
        ] { #expect(told.contains(wanted), "\(wanted) in \(told)") }
        for member in ["capacity", "feedback", "joinUntil"] { #expect(!told.contains("\"\(member)\"")) }
        for (field, text) in [("teamSize", "101"), ("capacity", "many"), ("submissionInterval", "soon")] {
            let fields = Self.form.merging(said) { $1 }.merging([field: text]) { $1 }
            guard case .show(let content) = try await api.ask(.post, page, names, fields: fields) else {
                Issue.record("\(field) \(text) was taken")
                continue
            }
            let shown = try api.library.render(content.template, content.values).text
            #expect(shown.contains("<details open>") && shown.contains("id=\"\(field)-wrong\""), "\(shown)")
        }
    }

    @Test("What judges put right is done by the API, for a name of the board or an id, and takes nothing else with it")
    func adjusting() async throws {
        var answers = SiteAnswers.all
        answers["GET api/v1/contests/{id}/leaderboard"] =
            #"{"title":"T","format":"icpc","rows":[{"participant":"1","name":"One"},{"participant":"2","name":"Two"},{"participant":"3","name":"Two"}]}"#
        answers["GET api/v1/contests/{id}"]?.replace(
            #""isJudge":true"#,
            with:
                #""isJudge":true,"removedIntervals":[{"id":"8","from":"2027-01-15T08:00:00.000Z","until":"2027-01-15T08:10:00.000Z"}]"#
        )
        let sent = Sent()
        let api = try await FakeAPI(answers, store: try TestStore(), sent: sent)
        let (page, names, home) = ("contests/{id}/organise/adjust", ["id": "5"], "/contests/5/organise")
        let id = "\(EntityID(number: 9))"
        for (fields, path, body) in [
            (
                ["what": "extra-time", "whom": "One", "minutes": "5"], "extra-time",
                #"{"participant":"1","seconds":300}"#
            ),
            (["what": "penalty", "whom": id, "minutes": "-7"], "penalty", #"{"participant":"\#(id)","minutes":-7}"#),
            (
                ["what": "disqualify", "whom": id, "reason": "So."], "disqualify",
                #"{"participant":"\#(id)","reason":"So."}"#
            ),
            (["what": "reinstate", "whom": id], "reinstate", #"{"participant":"\#(id)"}"#),
            (["what": "ignore", "whom": id, "reason": "So."], "ignore", #"{"submission":"\#(id)","reason":"So."}"#),
            (["what": "count", "whom": id], "count", #"{"submission":"\#(id)"}"#),
        ] {
            #expect(try await api.go(page, names, fields) == home)
            #expect(sent.all.last == "POST api/v1/contests/{id}/\(path) \(body)")
        }
        let count = sent.all.count
        for fields in [
            ["what": "extra-time", "whom": "Two", "minutes": "5"],
            ["what": "extra-time", "whom": "Nobody", "minutes": "5"],
            ["what": "penalty", "whom": id, "minutes": "x"], ["what": "finalize", "whom": id], ["whom": id],
        ] {
            guard case .show(let content) = try await api.ask(.post, page, names, fields: fields) else {
                Issue.record("\(fields) was taken")
                continue
            }
            // The form of the contest itself is as it was.
            let html = try api.library.render(content.template, content.values).text
            #expect(content.complaint != nil && html.contains(#"name="length" value="300""#), "\(html)")
            #expect(html.contains("A 7 100"))
        }
        #expect(sent.all.count == count)
        #expect(
            try await api.html("contests/{id}/organise", names).contains("/contests/5/organise/intervals/8/restore"))
        let interval = ["from": "2027-01-15T08:00:00Z", "until": "2027-01-15T08:10:00Z"]
        #expect(try await api.go("contests/{id}/organise/intervals", names, interval) == home)
        #expect(sent.all.last?.hasPrefix("POST api/v1/contests/{id}/removed-intervals {\"from\"") == true)
        let restore = "contests/{id}/organise/intervals/{interval}/restore"
        #expect(try await api.go(restore, ["id": "5", "interval": "8"]) == home)
        #expect(sent.all.last == "DELETE api/v1/contests/{id}/removed-intervals/{interval}")
    }

    @Test("Questions are seen to, left to others and put into queues, which judges choose by")
    func queues() async throws {
        var answers = SiteAnswers.all
        answers["GET api/v1/contests/{id}/clarifications"] = """
            {"clarifications":[{"id":"3","category":"seats","text":"q","claimedBy":"\(Actor.alice.identity)","queue":"hall"},\
            {"id":"4","category":"general","text":"r","claimedBy":"person 7","queue":""},\
            {"id":"6","category":"general","text":"s","queue":""}],"announcements":[],"next":"2"}
            """
        let sent = Sent()
        let api = try await FakeAPI(answers, store: try TestStore(), sent: sent)
        let (page, home) = ("contests/{id}/messages", "/contests/5/messages")
        let html = try await api.html(
            page, ["id": "5"], query: ["queue": "hall", "category": "", "unanswered": "true"])
        for wanted in [
            "seats · queue hall · you see to it", "person 7 sees to it", "\(home)/3/release", "\(home)/6/claim",
            "\(home)/4/queue", "\(home)?queue=hall&amp;unanswered=true&amp;cursor=2",
        ] { #expect(html.contains(wanted), "\(wanted) in \(html)") }
        #expect(!html.contains("\(home)/6/release") && !html.contains("\(home)/3/claim"))
        for (what, fields, body) in [
            ("claim", [:], ""), ("release", [:], ""), ("queue", ["queue": "hall"], #" {"queue":"hall"}"#),
        ] as [(String, [String: String], String)] {
            #expect(
                try await api.go(page + "/{clarification}/" + what, ["id": "5", "clarification": "3"], fields) == home)
            #expect(sent.all.last == "POST api/v1/contests/{id}/clarifications/{clarification}/\(what)\(body)")
        }
    }

    @Test("An announcement is for everybody, or for the one whose name or id is given")
    func announcing() async throws {
        var answers = SiteAnswers.all
        answers["GET api/v1/contests/{id}/leaderboard"] =
            #"{"title":"T","format":"icpc","rows":[{"participant":"1","name":"One"}]}"#
        let sent = Sent()
        let api = try await FakeAPI(answers, store: try TestStore(), sent: sent)
        let (page, home, contest) = ("contests/{id}/messages/announce", "/contests/5/messages", ["id": "5"])
        let id = "\(EntityID.random())"
        for (whom, body) in [
            ("", #"{"text":"Lunch."}"#), (id, #"{"text":"Lunch.","participants":["\#(id)"]}"#),
            ("One", #"{"text":"Lunch.","participants":["1"]}"#),
        ] {
            #expect(try await api.go(page, contest, ["text": "Lunch.", "whom": whom]) == home)
            #expect(sent.all.last == "POST api/v1/contests/{id}/announcements \(body)")
        }
        let count = sent.all.count
        guard
            case .show(let content) = try await api.ask(
                .post, page, contest, fields: ["text": "Lunch.", "whom": "somebody else"])
        else {
            Issue.record("it was announced")
            return
        }
        let html = try api.library.render(content.template, content.values).text
        #expect(content.complaint != nil && html.contains(">Lunch.</textarea>"), "nothing written is lost: \(html)")
        #expect(sent.all.count == count && html.contains("for 1 of those who take part"))
    }

    @Test("A problem is due after so many minutes where its line says so, and stays so when the form is sent again")
    func dues() async throws {
        var answers = SiteAnswers.all
        answers["GET api/v1/contests/{id}/problems"] =
            #"{"problems":[{"id":"7","label":"A","points":"100","dueAfterSeconds":5400},{"id":"8","label":"B","points":"50"}]}"#
        let sent = Sent()
        let api = try await FakeAPI(answers, store: try TestStore(), sent: sent)
        let (page, names) = ("contests/{id}/organise", ["id": "5"])
        #expect(try await api.html(page, names).contains("A 7 100 90\nB 8 50</textarea>"))
        var form = Self.form
        form["problems"] = "A 7 100 90\nB 8 50"
        #expect(try await api.go(page, names, form) == "/contests/5/organise")
        #expect(sent.all.last?.components(separatedBy: "dueAfterSeconds").count == 2, "\(sent.all)")
        #expect(sent.all.last?.contains(#""dueAfterSeconds":5400"#) == true)
        let count = sent.all.count
        for line in ["A 7 100 soon", "A 7 100 90 1"] {
            form["problems"] = line
            guard case .show(let content) = try await api.ask(.post, page, names, fields: form) else {
                Issue.record("\(line) was taken")
                continue
            }
            #expect(content.complaint != nil)
        }
        #expect(sent.all.count == count)
    }
}
