import Coordinator
import FoundationEssentials
import Hummingbird
import Logging
import Storage
import Testing

@testable import HTTP

@Suite("Errors over HTTP")
struct ProblemTests {
    private struct Text: Decodable {
        var type: String
        var title: String
        var status: Int
        var code: String
        var detail: String
        var instance: String
        var advice: String?
        var retry_after: Int?
        var errors: [Problem.Field]?
    }

    private struct Secret: Error {}

    private struct Order: Codable, ResponseEncodable {
        struct Test: Codable {
            var input: String
            var weight: Double?
        }

        var count: Int
        var tests: [Test]
        var strict: Bool?
    }

    private static func read(_ answer: RawAnswer) throws -> Text {
        #expect(answer["content-type"] == "application/problem+json")
        return try JSON.decoder().decode(Text.self, from: Data(answer.body))
    }

    @Test("Every error of the domain has a status, and says what it says everywhere")
    func domain() async throws {
        let statuses: [DomainError.Code: Int] = [
            .invalid: 400, .forbidden: 403, .notFound: 404, .alreadyExists: 409, .wrongState: 409, .conflict: 409,
            .exhausted: 429, .unavailable: 503, .cancelled: 499, .damaged: 500, .failed: 500,
        ]
        #expect(statuses.count == DomainError.Code.allCases.count)
        try await Serving.run(routes: { router in
            router.get("fail/{code}") { _, context -> String in
                let index = context.parameters.get("code", as: Int.self) ?? 0
                throw DomainError(
                    DomainError.Code.allCases[index], "it is so", advice: "do that", retryAfter: .milliseconds(1500))
            }
        }) { serving in
            for (index, code) in DomainError.Code.allCases.enumerated() {
                let answer = try await fetch(serving.address, "/fail/\(index)", "X-Request-Id: r-\(index)")
                let problem = try Self.read(answer)
                #expect(answer.status == statuses[code] && problem.status == answer.status)
                #expect(problem.detail == "it is so" && problem.advice == "do that" && problem.retry_after == 2)
                #expect(problem.instance == "urn:verdict:request:r-\(index)" && answer["x-request-id"] == "r-\(index)")
                #expect(problem.type == "urn:verdict:problem:\(problem.code)" && !problem.title.isEmpty)
                #expect(answer["retry-after"] == "2")
            }
        }
    }

    @Test("What nobody expected is logged, and nothing of it is told")
    func unexpected() async throws {
        try await Serving.run(routes: { router in
            router.get("secret") { _, _ -> String in throw Secret() }
            router.get("store") { _, _ -> String in
                throw StorageError(.full, stage: "write /var/lib/secret", reason: "full")
            }
        }) { serving in
            let answer = try await fetch(serving.address, "/secret")
            #expect(answer.status == 500 && !answer.text.contains("Secret"))
            #expect(
                serving.log.lines.contains { $0.level == .error && $0.metadata["error"]?.contains("Secret") == true })
            let store = try await fetch(serving.address, "/store")
            #expect(store.status == 429 && !store.text.contains("/var/lib"))
        }
    }

    @Test("What there is not is 404; what there is for other methods is 405, and says which")
    func unknown() async throws {
        try await Serving.run(routes: { router in
            router.group("things").get("{id}") { _, _ in "one" }.put("{id}") { _, _ in "put" }
        }) { serving in
            let none = try await fetch(serving.address, "/things")
            #expect(try none.status == 404 && Self.read(none).code == "not_found")
            let wrong = try await ask(serving.address, "DELETE /things/7 HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(wrong.status == 405 && wrong["allow"] == "GET, HEAD, PUT")
            #expect(try Self.read(wrong).code == "method_not_allowed")
            let head = try await ask(serving.address, "HEAD /things/7 HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(head.status == 200 && head["content-length"] == "3")
        }
    }

    @Test("JSON that is wrong says which field, and what was expected")
    func fields() async throws {
        try await Serving.run(routes: { router in
            router.post("order") { request, context in try await request.decode(as: Order.self, context: context) }
        }) { serving in
            let post = { (body: String, type: String) in
                try await ask(
                    serving.address,
                    "POST /order HTTP/1.1\r\nHost: a\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
                        + body)
            }
            let right = try await post(
                #"{"count": 1, "tests": [{"input": "x"}], "other": 0}"#, "application/json; charset=utf-8")
            #expect(right.text == #"{"count":1,"tests":[{"input":"x"}]}"#)
            let wrong: [(String, Int, String, String)] = [
                (#"{"tests": []}"#, 422, "count", "is missing"),
                (#"{"count": "1", "tests": []}"#, 422, "count", "must be an integer"),
                (#"{"count": 1, "tests": [{"input": "a"}, {"input": 5}]}"#, 422, "tests[1].input", "must be a text"),
                (#"{"count": 1, "tests": [{}]}"#, 422, "tests[0].input", "is missing"),
                (#"{"count": 1, "tests": {}}"#, 422, "tests", "must be an array"),
                (#"{"count": 1, "tests": [], "strict": 1}"#, 422, "strict", "must be true or false"),
                (#"{"count": 1, "tests": [{"input": "", "weight": "x"}]}"#, 422, "tests[0].weight", "must be a number"),
            ]
            for (body, status, field, message) in wrong {
                let answer = try await post(body, "application/json")
                #expect(answer.status == status)
                #expect(try Self.read(answer).errors == [Problem.Field(field, message)], "\(body)")
            }
            for body in ["", "{", "nonsense", "[1,", "{\"count\": 1,}}", String(repeating: "[", count: 100_000)] {
                let answer = try await post(body, "application/json")
                #expect(try answer.status == 400 && Self.read(answer).code == "invalid_json", "\(body.prefix(20))")
            }
            #expect(try await post("{}", "text/plain").status == 415)
        }
    }

    @Test("JSON is in UTF-8: in another form it could hide how deep it nests")
    func utf8() throws {
        let nested = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
        let text = "{\"\u{122}\": \(nested)}"
        let narrow = Array(text.utf8)
        let wide: [UInt8] = text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        let widest: [UInt8] = text.unicodeScalars.flatMap { scalar -> [UInt8] in
            [0, 0, UInt8(scalar.value >> 8), UInt8(truncatingIfNeeded: scalar.value)]
        }
        for bytes in [narrow, wide, widest] {
            let problem = #expect(throws: Problem.self) { try StrictJSON.value(bytes) }
            #expect(problem?.code == "invalid_json")
        }
        #expect(try StrictJSON.value(Array("{\"\u{122}\": [1]}".utf8))["\u{122}"] == [1])
    }

    @Test("A body of many small values is refused before they take memory", arguments: ["0", "{}", "[]", "\"\""])
    func values(_ value: String) throws {
        let array = { (count: Int) in
            Array("[\(Array(repeating: value, count: count).joined(separator: ","))]".utf8)
        }
        for read in [
            { try StrictJSON.decode([Empty].self, $0).count }, { try StrictJSON.value($0).array?.count ?? 0 },
        ] as [([UInt8]) throws -> Int] {
            #expect(try read(array(1000)) == 1000)
            let problem = #expect(throws: Problem.self) { _ = try read(array(StrictJSON.mostValues + 1)) }
            #expect(problem?.code == "invalid_json")
        }
        // In a text they are none.
        let text = Array("[\"\(String(repeating: ",[", count: StrictJSON.mostValues))\"]".utf8)
        #expect(StrictJSON.excess(text) == nil)
    }

    /// Takes anything.
    private struct Empty: Decodable {
        init(from decoder: any Decoder) {}
    }

    @Test("The dialects' JSON is that of their own systems: the last of two keys counts, and no number is another")
    func anyShape() throws {
        let value = try StrictJSON.value(
            Array(#"{"a": 1, "a": [-0, 1e2, 9223372036854775808], "b": "\ud83d\ude00"}"#.utf8))
        #expect(value["a"] == [0, .number(100), .number(9_223_372_036_854_775_808)] && value["b"] == "\u{1f600}")
        for text in ["", "{", "[1,]", "{\"a\" 1}", "NaN", "[Infinity]", "1e999", "[-1e999]", "01", "{a: 1}", "1 2"] {
            let problem = #expect(throws: Problem.self) { try StrictJSON.value(Array(text.utf8)) }
            #expect(problem?.status == .badRequest && problem?.code == "invalid_json", "\(text)")
        }
    }

    @Test("Depth is counted outside of texts only")
    func depth() {
        let nested = { (count: Int) in
            Array((String(repeating: "[", count: count) + String(repeating: "]", count: count)).utf8)
        }
        #expect(StrictJSON.excess(nested(64)) == nil && StrictJSON.excess(nested(65)) != nil)
        #expect(StrictJSON.excess(Array(("\"" + String(repeating: "[", count: 99) + "\"").utf8)) == nil)
        #expect(StrictJSON.excess(Array((#""\"""# + String(repeating: "{", count: 99)).utf8)) != nil)
        #expect(StrictJSON.excess(Array(String(repeating: "[]", count: 1000).utf8)) == nil)
    }
}
