import Kernel
import KernelTestSupport
import Markup
import Templates
import Testing

@testable import Pages

/// The pages on which problems are written, over an API that answers as the modules' does.
@Suite("The pages on which problems are written")
struct ProblemPagesTests {
    @Test("Solutions by test cases stand in one table, with what was promised, and what is chosen is what is judged")
    func invocations() async throws {
        try await FakeAPI.with { api, sent in
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
        try await FakeAPI.with { api, sent in
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
        try await FakeAPI.with { api, sent in
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
}
