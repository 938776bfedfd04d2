import Kernel
import KernelTestSupport
import Markup
import Templates
import Testing

@testable import Pages

/// Tokens, as organisers say how many there are.
@Suite("The fields of tokens")
struct TokenFieldsTests {
    private static let contest = [
        "title": "T", "start": "2027-01-15T08:00:00Z", "length": "300", "format": "ioi", "problems": "A 7",
    ]
    private static let finite = [
        "tokens-mode": "finite", "tokens-initial": "2", "tokens-generated": "1", "tokens-interval": "30",
        "tokens-mostAtOnce": "3", "tokens-most": "9", "tokens-pause": "0:30",
    ]

    /// An API that has a contest with these tokens, of its own and of its problem.
    private static func api(_ sent: Sent, own: String? = nil, problem: String? = nil) async throws -> FakeAPI {
        var answers = SiteAnswers.all
        let (own, problem) = (own.map { #","tokens":\#($0)"# } ?? "", problem.map { #","tokens":\#($0)"# } ?? "")
        answers["GET api/v1/contests/{id}"] =
            #"{"id":"5","title":"T","isJudge":true,"lengthSeconds":18000,"counting":{"format":"ioi"}\#(own)}"#
        answers["GET api/v1/contests/{id}/problems"] = #"{"problems":[{"id":"7","label":"A"\#(problem)}]}"#
        return try await FakeAPI(answers, store: try TestStore(), sent: sent)
    }

    @Test("say what the API is told: of the contest, and of each problem") func told() async throws {
        let sent = Sent()
        let api = try await Self.api(sent)
        let fields = Self.contest.merging(Self.finite) { $1 }
            .merging(["tokens-7-mode": "finite", "tokens-7-initial": "4", "takesTokened": "yes"]) { $1 }
        #expect(try await api.go("contests/{id}/organise", ["id": "5"], fields) == "/contests/5/organise")
        for wanted in [
            #""tokens":{"mode":"finite","initial":2,"generated":1,"intervalSeconds":1800,"mostAtOnce":3,"most":9,"pauseSeconds":30}"#,
            #"{"tokens":{"mode":"finite","initial":4},"label":"A","id":"7"}"#,
            #""counting":{"takesTokened":true,"format":"ioi"}"#,
        ] { #expect(sent.all.contains { $0.hasPrefix("PUT") && $0.contains(wanted) }, "\(wanted) in \(sent.all)") }
        #expect(try await api.go("contests/new", [:], Self.contest.merging(Self.finite) { $1 }).hasPrefix("/contests/"))
        #expect(sent.all.contains { $0.hasPrefix("POST") && $0.contains(#""most":9"#) }, "\(sent.all)")
    }

    @Test("are taken away, and any number of them needs no number") func modes() async throws {
        let sent = Sent()
        let api = try await Self.api(sent, own: #"{"mode":"finite","initial":2}"#, problem: #"{"mode":"none"}"#)
        for (mode, problem) in [("none", "infinite"), ("infinite", "none")] {
            let fields = Self.contest.merging(["tokens-mode": mode, "tokens-7-mode": problem]) { $1 }
            #expect(try await api.go("contests/{id}/organise", ["id": "5"], fields) == "/contests/5/organise")
        }
        #expect(sent.all.count == 2 && !sent.all[0].contains("tokens"), "\(sent.all)")
        #expect(sent.all[1].contains(#""tokens":{"mode":"infinite"}"#), "\(sent.all)")
        #expect(sent.all[1].contains(#"{"tokens":{"mode":"none"},"label":"A","id":"7"}"#), "\(sent.all)")
        // What has no such fields leaves all as it is.
        #expect(try await api.go("contests/{id}/organise", ["id": "5"], Self.contest) == "/contests/5/organise")
        #expect(sent.all[2].contains(#""tokens":{"mode":"finite","initial":2}"#), "\(sent.all)")
    }

    @Test("show what is, and where nothing is said they are shut") func shown() async throws {
        let own = #"{"mode":"finite","initial":2,"intervalSeconds":1830,"generated":1,"most":0}"#
        let html = try await Self.api(Sent(), own: own, problem: #"{"mode":"none","initial":0}"#)
            .html("contests/{id}/organise", ["id": "5"])
        for wanted in [
            "<details open>", #"<option value="finite" selected>"#, #"name="tokens-initial" value="2""#,
            #"name="tokens-interval" value="30:30""#, #"name="tokens-most" value="""#, "For problem A alone",
            #"id="tokens-7-mode""#, #"<option value="none" selected>"#,
        ] { #expect(html.contains(wanted), "\(wanted) in \(html)") }
        let without = try await Self.api(Sent()).html("contests/{id}/organise", ["id": "5"])
        #expect(without.contains("<details>") && !without.contains("aria-invalid"), "\(without)")
    }

    @Test("say what is wrong beside the field, and keep what was written") func wrong() async throws {
        let sent = Sent()
        let api = try await Self.api(sent)
        let cases: [(changes: [String: String], field: String)] = [
            (["tokens-initial": "two"], "tokens-initial"), (["tokens-most": "-1"], "tokens-most"),
            (["tokens-mostAtOnce": "1000001"], "tokens-mostAtOnce"), (["tokens-pause": "1.5"], "tokens-pause"),
            (["tokens-interval": ""], "tokens-interval"), (["tokens-interval": "0"], "tokens-interval"),
            (["tokens-7-mode": "finite", "tokens-7-generated": "<1>"], "tokens-7-generated"),
            (["takesTokened": "yes", "format": "icpc"], "takesTokened"), (["length": "an hour"], "length"),
            (["freeze": "301"], "freeze"), (["window": "0"], "window"), (["hacksAfter": "x"], "hacksAfter"),
        ]
        for (page, names) in [("contests/{id}/organise", ["id": "5"]), ("contests/new", [:])] {
            for (changes, field) in cases where page.hasPrefix("contests/{") || !field.contains("-7-") {
                let fields = Self.contest.merging(Self.finite) { $1 }.merging(changes) { $1 }
                guard case .show(let content) = try await api.ask(.post, page, names, fields: fields) else {
                    Issue.record("\(changes) was taken")
                    continue
                }
                let html = try api.library.render(content.template, content.values).text
                #expect(content.complaint != nil && content.outcome == .wrong)
                #expect(html.contains(#"class="wrong" id="\#(field)-wrong""#), "\(field): \(html)")
                // A screen reader tells of it at the field.
                let input = try #require(
                    html.split(separator: "<input").first { $0.contains("name=\"\(field)\"") }, "\(field): \(html)")
                let tag = input.prefix { $0 != ">" }
                #expect(tag.contains("aria-invalid=\"true\"") && tag.contains("\(field)-wrong"), "\(tag)")
                #expect(html.ranges(of: "aria-invalid").count == 1, "\(field): \(html)")
                for (name, value) in changes where name.hasPrefix("tokens-") && name == field && !value.isEmpty {
                    let shown = value.replacing("<", with: "&lt;").replacing(">", with: "&gt;")
                    #expect(html.contains(#"name="\#(name)" value="\#(shown)""#), "\(html)")
                }
            }
        }
        #expect(sent.all.isEmpty, "\(sent.all)")
    }
}
