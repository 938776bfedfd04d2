import Coordinator
import FoundationEssentials
import Kernel
import KernelTestSupport
import Logging
@_spi(Sanitizing) import Markup
import PageFrame
import Synchronization
import Templates
import Testing

@testable import Pages

/// The pages over an API that answers as the modules' does.
@Suite("The pages of problems, submissions, contests and people")
struct SitePagesTests {
    private static let evil = #"<script>alert(1)</script>"'&"#
    private static let id = "00000000000000000000000007"

    /// What the API was sent.
    private final class Sent: Sendable {
        private let texts = Mutex<[String]>([])

        var all: [String] { texts.withLock { $0 } }

        func add(_ text: String) { texts.withLock { $0.append(text) } }
    }

    /// An API that answers each path with one text, and keeps what it was sent.
    private struct FakeAPI {
        let site: Platform
        let library: TemplateLibrary

        init(_ answers: [String: String], store: TestStore, sent: Sent) async throws {
            var modules: [Module] = []
            for name in ["library", "submissions", "contests", "profiles", "invocations"] {
                var module = Module(name)
                let action = Action(rawValue: name + ".ask")
                module.permits = [Permit(action, .anybody)]
                module.questions = [action]
                module.routes = answers.filter { owner(of: $0.key) == name }.map { key, text in
                    let words = key.split(separator: " ")
                    return Route(Route.Method(rawValue: String(words[0])) ?? .get, String(words[1]), action, "Answers.")
                    {
                        request in
                        if !request.body.isEmpty {
                            sent.add("\(key) \(String(decoding: request.body, as: UTF8.self))")
                        } else if request.parameters != [:], !key.hasPrefix("GET") {
                            sent.add(key)
                        }
                        var answer = RouteAnswer(.ok)
                        answer.body = Array(text.utf8)
                        return answer
                    }
                }
                modules.append(module)
            }
            let pages = SitePages(
                title: "Site", modules: ["library", "submissions", "contests", "profiles", "invocations", "uploads"],
                languages: [.init(id: "cpp17", name: "C++ 17")]
            ) { $0.contains("<script") ? nil : SafeMarkup(sanitized: $0) }
            modules.append(pages.module)
            let logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
            site = try Platform(log: try await store.log(), logger: logger) { _ in modules }
            library = try TemplateLibrary(FrameTemplates.all.merging(pages.module.templates) { $1 })
        }

        func ask(
            _ method: Page.Method, _ path: String, _ parameters: [String: String] = [:], query: [String: String] = [:],
            fields: [String: String] = [:], files: [String: PageFile] = [:], as actor: Actor = .alice
        ) async throws -> PageAnswer {
            let page = try #require(site.modules.flatMap(\.pages).first { $0.method == method && $0.path == path })
            return try await page.make(
                PageRequest(
                    actor: actor, parameters: parameters, query: query, fields: fields.mapValues { [$0] }, files: files,
                    api: PageAPI(site, decoder: Decoder())))
        }

        /// Where a form leads, or what it is told is wrong.
        func go(
            _ path: String, _ parameters: [String: String] = [:], _ fields: [String: String] = [:],
            _ files: [String: PageFile] = [:]
        ) async throws -> String {
            switch try await ask(.post, path, parameters, fields: fields, files: files) {
            case .go(let redirect): redirect.path.description
            case .show(let content): content.complaint ?? ""
            case .file, .data, .leave: ""
            }
        }

        /// A page as HTML.
        func html(
            _ path: String, _ parameters: [String: String] = [:], query: [String: String] = [:],
            as actor: Actor = .alice
        ) async throws -> String {
            guard case .show(let content) = try await ask(.get, path, parameters, query: query, as: actor) else {
                throw DomainError(.failed, "it shows nothing")
            }
            return content.title + "\n" + (try library.render(content.template, content.values).text)
        }
    }

    private struct Decoder: RouteDecoder {
        func decode<Value: Decodable>(_ type: Value.Type, from body: [UInt8]) throws -> Value {
            try JSONDecoder().decode(type, from: Data(body))
        }
    }

    private static func owner(of key: String) -> String {
        key.contains("submissions") || key.contains("result")
            ? "submissions"
            : key.contains("/contests")
                ? "contests"
                : key.contains("/users")
                    ? "profiles"
                    : key.contains("invocations") || key.contains("solutions") ? "invocations" : "library"
    }

    private static let quoted = #""<script>alert(1)</script>\"'&""#

    private static let answers: [String: String] = [
        "GET api/v1/problems":
            #"{"problems":[{"id":"7","title":\#(quoted),"state":"draft","tags":["dp"],"categories":[],"version":1}],"next":"c1"}"#,
        "POST api/v1/problems": #"{"id":"7","version":1,"measuring":"wanted"}"#,
        "GET api/v1/problems/search": """
        {"found":[{"problem":{"id":"7","title":"Sum","state":"published","tags":[],"categories":[],"version":1},\
        "excerpt":[{"text":"a ","isMatch":false},{"text":\(quoted),"isMatch":true}]}],"categories":[],"tags":[{"name":"dp",\
        "problems":3}],"difficulties":[],"next":50}
        """,
        "GET api/v1/problems/{id}": """
        {"id":"7","title":\(quoted),"state":"published","version":1,"categories":[],"tags":[],"languages":[],"timeLimit":2,\
        "memoryLimit":268435456,"isScoring":false,"statement":{"language":"en","html":"<p>Add <span class=\\"math\\">a</span></p>"},\
        "statementLanguages":["en","de"],"files":[{"name":"p.pdf","address":"/api/v1/problems/7/files/p.pdf"},\
        {"name":"x","address":"//evil"}],"samples":[{"name":"1","input":\(quoted),"answer":"3","isShortened":true}],\
        "hasEditorial":false,"owner":"1","measuring":"stopped","measuringReason":\(quoted),"packageWarnings":[\(quoted)]}
        """,
        "PUT api/v1/problems/{id}": "", "POST api/v1/problems/{id}/publish": "",
        "GET api/v1/problems/{id}/versions":
            #"{"versions":[{"number":1,"package":"a","change":\#(quoted),"by":"b","at":"2027-01-15T08:00:00.000Z"}]}"#,
        "POST api/v1/submissions": #"{"id":"9"}"#, "POST api/v1/contests/{id}/submissions": #"{"id":"9"}"#,
        "GET api/v1/submissions/user/{id}": submissions, "GET api/v1/submissions/problem/{id}": submissions,
        "GET api/v1/submissions/failed": submissions,
        "GET api/v1/submissions/{id}/result": """
        {"submission":{"id":"9","author":"00000000000000000000000001","problem":"7","receivedAt":"2027-01-15T08:00:00.000Z",\
        "state":"judged","verdict":"WA","language":"cpp17","cpuMilliseconds":12,"memoryBytes":1048576,"passed":1,"tests":2,\
        "reason":\(quoted)},"groups":[{"name":\(quoted),"verdict":"AC","score":"20"}],"tests":[{"name":"t","verdict":"TLE","score":"",\
        "cpuMilliseconds":5,"memoryBytes":0,"message":\(quoted)}],"compilation":{"succeeded":true,"message":"","log":\(quoted)}}
        """,
        "GET api/v1/submissions/{id}/files": #"{"files":[{"name":\#(quoted),"content":\#(quoted)}]}"#,
        "GET api/v1/contests":
            #"{"contests":[{"id":"5","title":\#(quoted),"start":"2027-01-15T08:00:00.000Z","end":"2027-01-15T13:00:00.000Z","isHidden":true}]}"#,
        "POST api/v1/contests": #"{"id":"5"}"#, "PUT api/v1/contests/{id}": "", "POST api/v1/contests/{id}/join": "{}",
        "GET api/v1/contests/{id}": """
        {"id":"5","title":\(quoted),"description":\(quoted),"phase":"running","start":"2027-01-15T08:00:00.000Z",\
        "end":"2027-01-15T13:00:00.000Z","lengthSeconds":18000,"freezeAfterSeconds":14400,"counting":{"format":"icpc",\
        "penaltyMinutes":20},"languages":[],"divisions":["a",\(quoted)],"capacity":0,"participants":3,"hasAccessCode":true,\
        "isJudge":true,"seesBalloons":true,"participant":"1","feedback":"verdict","isWithoutQuestions":false}
        """,
        "GET api/v1/contests/{id}/problems":
            #"{"problems":[{"id":"7","label":"A","version":1,"color":"","points":"100"}]}"#,
        "GET api/v1/contests/{id}/leaderboard": """
        {"contest":"5","title":\(quoted),"phase":"running","format":"icpc","isFrozen":true,"isClosed":false,"frozenText":"frozen",\
        "problems":[{"id":"7","label":"A","color":"#c00000"},{"id":"8","label":"B","color":""}],"count":2,"rows":[\
        {"rank":1,"participant":"1","name":\(quoted),"division":"","solved":1,"points":"1","time":57,"cells":[{"problem":"7",\
        "judged":2,"pending":0,"isSolved":true,"isFirst":true,"points":"0","time":57,"rejected":1},{"problem":"8","judged":3,\
        "pending":1,"isSolved":false,"isFirst":false,"points":"0","rejected":3}]}]}
        """,
        "GET api/v1/contests/{id}/clarifications": """
        {"clarifications":[{"id":"3","problem":"7","category":"general","text":\(quoted),"asked":"2027-01-15T08:00:00.000Z",\
        "answer":\(quoted),"isToAll":true,"claimedBy":\(quoted)}],"announcements":[{"id":"4","text":\(quoted),\
        "at":"2027-01-15T08:00:00.000Z"}]}
        """,
        "GET api/v1/contests/{id}/awards":
            #"{"isFinal":true,"awards":[{"id":"first-to-solve-A","participants":["1","2"]}],"ranks":{"1":1}}"#,
        "GET api/v1/contests/{id}/balloons": """
        {"contest":"5","title":\(quoted),"balloons":[{"number":1,"participant":"1","name":\(quoted),"problem":"7","label":"A",\
        "color":\(quoted),"minute":57,"isTakenBack":false,"isFirst":true,"others":["B",\(quoted)]},{"number":2,"participant":"2",\
        "problem":"7","label":"A","color":"","isTakenBack":true,"isFirst":false,"delivered":"2027-01-15T08:00:00.000Z",\
        "by":\(quoted),"others":[]}],"next":"2"}
        """,
        "POST api/v1/contests/{id}/balloons/{balloon}/deliver": "",
        "POST api/v1/contests/{id}/balloons/{balloon}/return": "",
        "GET api/v1/contests/{id}/rejudgings":
            #"{"rejudgings":[{"id":"6","by":\#(quoted),"reason":\#(quoted),"openedAt":"2027-01-15T08:00:00.000Z","stage":"open"}]}"#,
        "POST api/v1/contests/{id}/rejudgings": #"{"id":"6","submissions":3,"leftOut":1}"#,
        "GET api/v1/contests/{id}/rejudgings/{rejudging}": """
        {"id":"6","contest":"5","by":\(quoted),"reason":\(quoted),"openedAt":"2027-01-15T08:00:00.000Z","stage":"open",\
        "submissions":4,"judged":3,"failed":1,"changed":2,"lost":1,"overtaken":0,"matrix":[{"from":"AC","to":"WA","count":1},\
        {"from":"WA","to":"AC","count":1},{"from":"WA","to":"WA","count":1}]}
        """,
        "GET api/v1/contests/{id}/rejudgings/{rejudging}/submissions": """
        {"submissions":[{"id":"9","state":"judged","from":"AC","to":"WA","fromScore":\(quoted),"toScore":"3","isChanged":true,\
        "receivedAt":"2027-01-15T08:00:00.000Z"},{"id":"8","state":"deleted","from":"AC","to":"","reason":\(quoted)}]}
        """,
        "GET api/v1/contests/{id}/rejudgings/{rejudging}/board": """
        {"count":1,"participants":[{"participant":"1","name":\(quoted),"before":{"rank":1,"solved":2,"points":"2","time":57},\
        "after":{"rank":2,"solved":1,"points":"1","time":20}}],"firsts":[]}
        """,
        "POST api/v1/contests/{id}/rejudgings/{rejudging}/apply": "",
        "POST api/v1/contests/{id}/rejudgings/{rejudging}/cancel": "",
        "POST api/v1/contests/{id}/clarifications": "{}",
        "POST api/v1/contests/{id}/clarifications/{clarification}/answer": "",
        "GET api/v1/users/leaderboard":
            #"{"people":[{"rank":1,"id":"1","displayName":\#(quoted),"solved":3},{"rank":2,"solved":1}]}"#,
        "GET api/v1/users/search": #"{"people":[{"id":"1","displayName":\#(quoted)}]}"#,
        "GET api/v1/users/{id}": #"{"id":"1","displayName":\#(quoted),"bio":\#(quoted)}"#,
        "GET api/v1/users/{id}/stats": #"{"solved":3,"byLanguage":{"cpp17":3},"days":[1]}"#,
        "GET api/v1/users/profile": #"{"displayName":\#(quoted),"public":["displayName"]}"#,
        "PUT api/v1/users/profile": "",
        "GET api/v1/testcases/{problem}": """
        {"version":3,"testCases":[{"name":\(quoted),"group":"","isSample":false,"inputSize":4,"answerSize":2048,"address":"/x"},\
        {"name":"secret/1","group":"secret","isSample":false,"inputSize":4,"answerSize":4,"address":"/x"}],"next":"secret/1"}
        """,
        "POST api/v1/testcases/{problem}": #"{"id":"7","version":4,"measuring":"ended"}"#,
        "PUT api/v1/testcases/{problem}/{name}": #"{"id":"7","version":4,"measuring":"ended"}"#,
        "DELETE api/v1/testcases/{problem}/{name}": #"{"id":"7","version":4,"measuring":"ended"}"#,
        "POST api/v1/testcases/validate": """
        {"version":3,"inputs":2,"validators":["v.py"],"left":[],"findings":[{"test":"secret/1","validator":"v.py",\
        "message":\(quoted),"isValidatorsFault":false}],"next":"secret/1"}
        """,
        "GET api/v1/problems/{id}/solutions": """
        {"version":2,"solutions":[{"path":\(quoted),"expected":["AC"]},{"path":"accepted/a.py","expected":[]}],"tests":3,\
        "groups":["sample",\(quoted)]}
        """,
        "GET api/v1/problems/{id}/invocations": """
        {"invocations":[{"id":"4","version":1,"solutions":2,"tests":3,"by":\(quoted),"at":"2027-01-15T08:00:00.000Z",\
        "isStopped":true}],"next":"c"}
        """,
        "POST api/v1/problems/{id}/invocations": #"{"id":"4","live":"/x"}"#,
        "POST api/v1/invocations/{id}/stop": "",
        "GET api/v1/invocations/{id}": """
        {"id":"4","problem":"7","version":1,"by":"1","at":"2027-01-15T08:00:00.000Z","state":"running","isWhole":true,"done":3,\
        "total":4,"timeLimitMilliseconds":2000,"slowestAccepted":{"solution":\(quoted),"test":"secret/1","cpuMilliseconds":500},\
        "margin":4,"tests":[{"name":"sample/1","group":"sample","isSample":true},{"name":\(quoted),"group":"","isSample":false}],\
        "testsInAll":2,"solutions":[{"path":\(quoted),"expected":["AC"],"state":"judged","verdict":"WA","done":2,\
        "isAsExpected":false,"broken":[\(quoted)],"cpuMilliseconds":500,"memoryBytes":4096,"cells":[{"verdict":"AC",\
        "cpuMilliseconds":12,"memoryBytes":4096},{"verdict":"WA","cpuMilliseconds":500,"memoryBytes":4096,"score":"7"}]},\
        {"path":"b","expected":[],"state":"refused","reason":\(quoted),"done":2,"broken":[],"cells":[null,null]}],"next":"sample/1"}
        """,
    ]

    private static let submissions =
        #"{"submissions":[{"id":"9","author":"1","problem":"7","receivedAt":"2027-01-15T08:00:00.000Z","state":"waiting","reason":\#(quoted)}],"next":"c"}"#

    private static func with(_ body: (FakeAPI, Sent) async throws -> Void) async throws {
        let (store, sent) = (try TestStore(), Sent())
        try await body(try await FakeAPI(answers, store: store, sent: sent), sent)
    }

    @Test("Every page shows what the API says, and nothing of it becomes anything else than text")
    func shown() async throws {
        try await Self.with { api, _ in
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
        try await Self.with { api, _ in
            let html = try await api.html("problems/{id}", ["id": "7"])
            #expect(html.contains(#"<p>Add <span class="math">a</span></p>"#))
            #expect(html.contains(#"<option value="cpp17">C++ 17</option>"#) && html.contains("2 s, 256 MiB"))
            #expect(html.contains(#"href="/api/v1/problems/7/files/p.pdf""#) && !html.contains("//evil"))
            let nobody = try await api.html("problems/{id}", ["id": "7"], as: Actor(.anybody))
            #expect(nobody.contains("/login?next=%2Fproblems%2F7") && !nobody.contains("<textarea"))
        }
        var answers = Self.answers
        answers["GET api/v1/problems/{id}"] = #"{"title":"T","statement":{"html":"<script>"}}"#
        let api = try await FakeAPI(answers, store: try TestStore(), sent: Sent())
        #expect(try await api.html("problems/{id}", ["id": "7"]).contains("&lt;script&gt;"))
    }

    @Test("Forms send the API what it takes, and lead to what came of it")
    func forms() async throws {
        let sent = Sent()
        let api = try await FakeAPI(Self.answers, store: try TestStore(), sent: sent)
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
            #""windowSeconds":5400,"isBoardClosed":true"#,
            #"{"label":"B","id":"8","points":"50"}"#, #""tags":["a","b"]"#,
            #"{"displayName":"A","public":["displayName"]}"#,
        ] {
            #expect(told.contains { $0.contains(wanted) }, "\(wanted) in \(told)")
        }
        // What the form has no field for stays.
        #expect(told.contains { $0.hasPrefix("PUT api/v1/contests/{id}") && $0.contains(#""penaltyMinutes":20"#) })
    }

    @Test("Balloons are brought and fetched back, each by its number, and followed as they are earned")
    func balloons() async throws {
        let sent = Sent()
        let api = try await FakeAPI(Self.answers, store: try TestStore(), sent: sent)
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
        let api = try await FakeAPI(Self.answers, store: try TestStore(), sent: sent)
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
            var answers = Self.answers
            answers["GET api/v1/contests/{id}/rejudgings/{rejudging}"]?.replace(
                #""stage":"open""#, with: #""stage":"\#(stage)""#)
            let api = try await FakeAPI(answers, store: try TestStore(), sent: sent)
            let html = try await api.html("contests/{id}/rejudgings/{rejudging}", parameters)
            #expect(!html.contains("<form") && !html.contains("on the board"), "\(stage)")
        }
    }

    @Test("Solutions by test cases stand in one table, with what was promised, and what is chosen is what is judged")
    func invocations() async throws {
        try await Self.with { api, sent in
            let html = try await api.html("invocations/{id}", ["id": "4"], query: ["solution": "a", "verdict": "WA"])
            for wanted in [
                "not as expected", "3 of 4 runs", "500 ms", "the limit is 4 times that", "12 ms, 4 KiB", "7 points",
                "value=\"WA\"", "solution=a&amp;verdict=WA&amp;cursor=sample%2F1",
            ] { #expect(html.contains(wanted), "\(wanted) in \(html)") }
            #expect(
                try await api.go(
                    "problems/{id}/invocations", ["id": "7"], ["solution": "accepted/a.py", "tests": "a b,c"])
                    == "/invocations/4")
            #expect(try await api.go("problems/{id}/invocations", ["id": "7"]) == "/invocations/4")
            #expect(sent.all.contains { $0.hasSuffix(#"{"solutions":["accepted/a.py"],"tests":["a","b","c"]}"#) })
            #expect(sent.all.contains { $0.hasSuffix("invocations {}") })
            #expect(try await api.html("problems/{id}/edit", ["id": "7"]).contains("/problems/7/invocations"))
        }
    }

    @Test("Test cases are listed with their files, added, replaced, removed and validated")
    func testCases() async throws {
        try await Self.with { api, sent in
            let problem = ["id": "7"]
            let html = try await api.html("problems/{id}/tests", problem)
            #expect(html.contains(#"href="/api/v1/testcases/7/secret%3A1?part=input""#) && html.contains("2 KiB"))
            #expect(html.contains(#"action="/problems/7/tests/secret%3A1/remove""#), "\(html)")
            let test = ["name": "secret/9", "input": "1\r\n2", "answer": "3"]
            #expect(try await api.go("problems/{id}/tests", problem, test) == "/problems/7/tests")
            #expect(
                sent.all.contains { $0.hasSuffix(#"{"name":"secret/9","input":"1\n2","answer":"3"}"#) }, "\(sent.all)")
            let named = ["id": "7", "name": "secret:1"]
            let file = ["file": PageFile(name: "1.in", bytes: Array("xyz".utf8))]
            #expect(
                try await api.go("problems/{id}/tests/{name}/replace", named, ["part": "input"], file)
                    == "/problems/7/tests")
            #expect(sent.all.contains("PUT api/v1/testcases/{problem}/{name} xyz"))
            #expect(try await api.go("problems/{id}/tests/{name}/replace", named).contains("no file"))
            #expect(try await api.go("problems/{id}/tests/{name}/remove", named) == "/problems/7/tests")
            guard case .show(let shown) = try await api.ask(.post, "problems/{id}/tests/validate", problem) else {
                Issue.record("nothing is shown")
                return
            }
            let page = try api.library.render(shown.template, shown.values).text
            #expect(page.contains("2 inputs, looked at by v.py") && page.contains("&lt;script&gt;"))
            #expect(page.contains("Validate the next ones") && !page.contains("<script>"))
        }
    }

    @Test("A form that brings a package says how large it may be, and takes what was uploaded in place of a file")
    func packages() async throws {
        try await Self.with { api, sent in
            for page in ["problems/new", "problems/{id}/edit"] {
                let html = try await api.html(page, ["id": "7"])
                #expect(html.contains("data-largest=\"16711680\"") && html.contains("Up to 15 MiB"), "\(page)")
                #expect(html.contains("/api/v1/uploads/"))
            }
            let hash = String(repeating: "a", count: 64)
            #expect(try await api.go("problems/new", [:], ["upload": " \(hash)"]) == "/problems/7/edit")
            #expect(sent.all.contains(#"POST api/v1/problems {"upload":"\#(hash)"}"#))
        }
    }

    @Test("A phase is what the API calls it, and awards are shown after the end, with names")
    func phases() async throws {
        for (phase, words, state, isOver) in [
            ("before", "Has not begun", "before", false), ("running", "Runs", "running", false),
            ("frozen", "the board is frozen", "running", false), ("over", "not final yet", "over", true),
            ("final", "results are final", "final", true),
        ] {
            var answers = Self.answers
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
        var answers = Self.answers
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
        try await Self.with { api, _ in
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
}
