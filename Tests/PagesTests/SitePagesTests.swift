import Kernel
import KernelTestSupport
import Testing

@testable import Pages

/// The pages over an API that answers as the modules' does.
@Suite("The pages of problems, submissions, contests and people")
struct SitePagesTests {
    private static let evil = #"<script>alert(1)</script>"'&"#
    private static let id = "00000000000000000000000007"

    @Test("Every page shows what the API says, and nothing of it becomes anything else than text")
    func shown() async throws {
        try await FakeAPI.with { api, _ in
            let parameters = ["id": Self.id, "label": "A"]
            let pages = api.site.modules.filter { $0.name == "site" }.flatMap(\.pages)
            for page in pages where page.method == .get && !page.path.hasSuffix(".json") {
                for query in [[:], ["text": Self.evil]] {
                    let html = try await api.html(page.path, parameters, query: query)
                    #expect(!html.dropFirst(html.prefix { $0 != "\n" }.count).contains("<script"), "\(page.path)")
                    #expect(!html.contains("{{"), "\(page.path)")
                }
            }
        }
    }

    @Test("A statement's HTML stands as it is where it is known to do nothing, and as text elsewhere")
    func statements() async throws {
        try await FakeAPI.with { api, _ in
            let html = try await api.html("problems/{id}", ["id": "7"])
            #expect(html.contains(#"<p>Add <span class="math">a</span></p>"#))
            #expect(html.contains(#"<option value="cpp17">C++ 17</option>"#) && html.contains("2 s, 256 MiB"))
            #expect(html.contains(#"href="/api/v1/problems/7/files/p.pdf""#) && !html.contains("//evil"))
            let nobody = try await api.html("problems/{id}", ["id": "7"], as: Actor(.anybody))
            #expect(nobody.contains("/login?next=%2Fproblems%2F7") && !nobody.contains("<textarea"))
        }
        var answers = SiteAnswers.all
        answers["GET api/v1/problems/{id}"] = #"{"title":"T","statement":{"html":"<script>"}}"#
        let api = try await FakeAPI(answers, store: try TestStore(), sent: Sent())
        #expect(try await api.html("problems/{id}", ["id": "7"]).contains("&lt;script&gt;"))
    }

    @Test("Forms send the API what it takes, and lead to what came of it")
    func forms() async throws {
        let sent = Sent()
        let api = try await FakeAPI(SiteAnswers.all, store: try TestStore(), sent: sent)
        let problem = ["id": "7"]
        #expect(
            try await api.go("problems/{id}/submit", problem, ["program": "a\r\nb", "language": "cpp17"])
                == "/submissions/9")
        #expect(try await api.go("problems/{id}/submit", problem, [:]).contains("no program"))
        let file = ["file": PageFile(name: "a.cpp", bytes: [0, 255])]
        #expect(
            try await api.go("contests/{id}/problems/{label}/submit", ["id": "5", "label": "A"], [:], file)
                == "/submissions/9")
        #expect(try await api.go("contests/{id}/join", ["id": "5"], ["accessCode": "x"]) == "/contests/5")
        let contest = [
            "title": "T", "start": "2027-01-15T08:00:00Z", "length": "300", "freeze": "240", "format": "icpc",
            "problems": "A 7\nB 8 50",
        ]
        #expect(try await api.go("contests/new", [:], contest) == "/contests/5/organise")
        #expect(try await api.go("contests/new", [:], ["length": "x"]).contains("number of minutes"))
        for window in ["x", "0:59", "300:01"] {
            let said = try await api.go("contests/new", [:], contest.merging(["window": window]) { $1 })
            #expect(said.contains("time for each"), "\(window): \(said)")
        }
        #expect(
            try await api.go("contests/new", [:], contest.merging(["window": "90"]) { $1 }) == "/contests/5/organise")
        let hacks = contest.merging(["hacksWhileRunning": "yes", "hacksAfter": "720"]) { $1 }
        #expect(try await api.go("contests/new", [:], hacks) == "/contests/5/organise")
        #expect(
            try await api.go("contests/new", [:], contest.merging(["hacksAfter": "x"]) { $1 }).contains("for hacking"))
        #expect(try await api.go("contests/{id}/organise", ["id": "5"], contest) == "/contests/5/organise")
        #expect(
            try await api.go("problems/new", [:], [:], ["package": PageFile(name: "p.zip", bytes: [1])])
                == "/problems/7/edit")
        #expect(try await api.go("problems/new").contains("no package"))
        #expect(
            try await api.go("problems/{id}/edit", problem, ["title": "T", "tags": "a, b"]) == "/problems/7/edit")
        #expect(
            try await api.go("account/profile", [:], ["displayName": "A", "public-displayName": "yes"])
                == "/account/profile")
        let told = sent.all
        for wanted in [
            #"{"problem":"7","language":"cpp17","files":[{"name":"main","content":"a\nb"}]}"#,
            #"POST api/v1/contests/{id}/submissions {"problem":"7","files":[{"name":"a.cpp","base64":"AP8="}]}"#,
            #"{"accessCode":"x"}"#, #""lengthSeconds":18000,"freezeAfterSeconds":14400,"isBoardClosed":false"#,
            #""windowSeconds":5400,"isBoardClosed":true"#, #""hacksWhileRunning":true,"hacksAfterSeconds":43200"#,
            #"{"label":"B","id":"8","points":"50"}"#, #""tags":["a","b"]"#,
            #"{"displayName":"A","public":["displayName"]}"#,
        ] {
            #expect(told.contains { $0.contains(wanted) }, "\(wanted) in \(told)")
        }
        // What the form has no field for stays.
        #expect(told.contains { $0.hasPrefix("PUT api/v1/contests/{id}") && $0.contains(#""penaltyMinutes":20"#) })
        #expect(told.contains { $0.contains(##"{"color":"#0000ff","scale":"60","label":"A","id":"7"##) })
    }
}
