import Foundation
import Hummingbird
import NIOCore
import Testing

@testable import HTTP

@Suite("What all answers have")
struct AnswerTests {
    private static let long = String(repeating: "All work and no play. ", count: 500)

    private static func routes(_ router: APIRouter) {
        router.get("long") { _, _ in long }
        router.get("short") { _, _ in "short" }
        router.get("noise") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/octet-stream"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: long)))
        }
        router.get("private") { _, _ in
            Response(
                status: .ok, headers: [.cacheControl: "no-store"], body: ResponseBody(byteBuffer: .init(string: "x")))
        }
        router.post("long") { _, _ in long }
    }

    @Test("A whole answer has a tag; who has it gets 304")
    func tags() async throws {
        try await Serving.run(routes: Self.routes) { serving in
            let first = try await fetch(serving.address, "/short")
            let tag = try #require(first["etag"])
            #expect(tag.hasPrefix("\"") && first["cache-control"] == "private, no-cache")
            for named in [tag, "W/\(tag)", "\"x\", \(tag)", "*"] {
                let again = try await fetch(serving.address, "/short", "If-None-Match: \(named)")
                #expect(again.status == 304 && again["etag"] == tag && again["content-length"] == nil, "\(named)")
            }
            #expect(try await fetch(serving.address, "/short", "If-None-Match: \"x\"").text == "short")
            #expect(try await fetch(serving.address, "/private")["etag"] == nil)
            #expect(try await fetch(serving.address, "/nothing", "If-None-Match: *").status == 404)
            let head = try await ask(
                serving.address, "HEAD /short HTTP/1.1\r\nHost: a\r\nIf-None-Match: \(tag)\r\n\r\n")
            #expect(head.status == 304)
        }
    }

    @Test("A long text is compressed for who takes that")
    func compressed() async throws {
        try await Serving.run(routes: Self.routes) { serving in
            let plain = try await fetch(serving.address, "/long")
            #expect(plain.text == Self.long && plain["content-encoding"] == nil && plain["vary"] == "Accept-Encoding")
            let gzip = try await fetch(serving.address, "/long", "Accept-Encoding: br, gzip;q=0.5")
            #expect(gzip["content-encoding"] == "gzip" && gzip.body.count < 1000)
            #expect(try await Self.gunzip(gzip.body) == Array(Self.long.utf8))
            // Another representation has another tag, and either is known.
            #expect(gzip["etag"] != plain["etag"])
            for tag in [gzip["etag"], plain["etag"]] {
                let again = try await fetch(
                    serving.address, "/long", "Accept-Encoding: gzip", "If-None-Match: \(tag ?? "")")
                #expect(again.status == 304)
            }
            for accepted in ["identity", "gzip;q=0", "*;q=0", ""] {
                let answer = try await fetch(serving.address, "/long", "Accept-Encoding: \(accepted)")
                #expect(answer.text == Self.long, "\(accepted)")
            }
            for path in ["/short", "/noise"] {
                #expect(try await fetch(serving.address, path, "Accept-Encoding: gzip")["content-encoding"] == nil)
            }
        }
    }

    @Test("What is compressed is what was said, whatever its size")
    func sizes() async throws {
        for size in [1, 65_535, 65_536, 65_537, 131_072, 1 << 20] {
            let bytes = (0..<size).map { UInt8(97 + $0 * 7919 % 13 % 26) }
            guard let compressed = await Gzip.compress(ByteBuffer(bytes: bytes)) else {
                #expect(size == 1)
                continue
            }
            #expect(try await Self.gunzip(Array(compressed.readableBytesView)) == bytes)
        }
    }

    /// What `gzip` makes of it.
    private static func gunzip(_ bytes: [UInt8]) async throws -> [UInt8] {
        try await blocking {
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = ["gzip", "-dc"]
            let (input, output) = (Pipe(), Pipe())
            process.standardInput = input
            process.standardOutput = output
            try process.run()
            DispatchQueue.global().async {
                input.fileHandleForWriting.write(Data(bytes))
                try? input.fileHandleForWriting.close()
            }
            let data = output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            return Array(data)
        }
    }

    @Test("A compressed body is refused, so that none grows here")
    func compressedRequest() async throws {
        try await Serving.run(routes: Self.routes) { serving in
            let answer = try await ask(
                serving.address,
                "POST /long HTTP/1.1\r\nHost: a\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc")
            #expect(answer.status == 415 && answer["accept-encoding"] == "identity")
        }
    }

    @Test("Pages of named origins may use the API, and browsers are told how")
    func origins() async throws {
        try await Serving.run(
            configure: { $0.corsOrigins = ["https://judge.example"] }, routes: Self.routes
        ) { serving in
            let allowed = "access-control-allow-origin"
            let own = try await fetch(serving.address, "/short", "Origin: https://judge.example")
            #expect(own[allowed] == "https://judge.example" && own["vary"] == "Origin")
            let other = try await fetch(serving.address, "/short", "Origin: https://evil.example")
            #expect(other[allowed] == nil && other.text == "short")
            // Problems can be read as well.
            #expect(try await fetch(serving.address, "/nothing", "Origin: https://judge.example")[allowed] != nil)
            let question =
                "OPTIONS /api/v1/me HTTP/1.1\r\nHost: a\r\nOrigin: https://judge.example\r\n"
                + "Access-Control-Request-Method: POST\r\n\r\n"
            let preflight = try await ask(serving.address, question)
            #expect(preflight.status == 204 && preflight["access-control-allow-methods"]?.contains("POST") == true)
            #expect(preflight["access-control-allow-headers"]?.contains("Authorization") == true)
            let refused = try await ask(serving.address, question.replacing("judge", with: "evil"))
            #expect(refused.status == 204 && refused[allowed] == nil)
        }
        for text in ["https://a", "http://a:8080", "*"] { #expect(AllowedOrigins.isOrigin(text)) }
        for text in ["", "a", "https://", "https://a/", "https://a?x", "null", "https://*.a", "ftp://a"] {
            #expect(!AllowedOrigins.isOrigin(text), "\(text)")
        }
    }

    @Test("A cursor is read again, and nothing else is a cursor")
    func cursors() throws {
        let key = CursorKey()
        let text = try key.text(of: ["a": 17], in: "things of course")
        #expect(try key.position(of: text, as: [String: Int].self, in: "things of course") == ["a": 17])
        var wrong = ["", "x", "....", String(text.dropLast()), text + "A", String(repeating: "A", count: 5000)]
        wrong += text.indices.map { index in
            text.replacingCharacters(in: index...index, with: text[index] == "A" ? "B" : "A")
        }
        for text in wrong {
            #expect(throws: Problem.self) {
                try key.position(of: text, as: [String: Int].self, in: "things of course")
            }
        }
        #expect(throws: Problem.self) { try key.position(of: text, as: [String: Int].self, in: "things of other") }
        #expect(throws: Problem.self) { try key.position(of: text, as: [Int].self, in: "things of course") }
        #expect(throws: Problem.self) {
            try CursorKey().position(of: text, as: [String: Int].self, in: "things of course")
        }
    }
}
