import Foundation
import NIOSSL
import TestSupport
import Testing

@testable import Mail

/// A real mail server that tells what it was given.
private struct Catcher {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Python")
    static let python = PythonEnvironment.interpreter(
        with: folder.appending(path: "requirements.txt"), in: "mail-catcher")

    /// A mail, as the server got it.
    struct Mail: Decodable {
        var tls: Bool
        var user: String?
        var sender: String
        var receivers: [String]
        var options: [String]
        var subject: String
        var from: String
        var date: String
        var id: String
        var fields: [String]
        var defects: [String]
        var encodings: [String: String]
        var longest: Int
        var text: String
        var html: String?
    }

    let port: Int
    let certificate: String
    private let process: ChildProcess

    var trustRoots: NIOSSLTrustRoots { .file(certificate) }

    /// What came, in order.
    func mails(_ count: Int) async throws -> [Mail] {
        while true {
            let lines = try process.lines().filter { $0.hasPrefix("{") }
            if lines.count >= count {
                return try lines.map { try JSONDecoder().decode(Mail.self, from: Data($0.utf8)) }
            }
            _ = try await process.line(with: "{")
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    static func with(_ words: [String], _ body: (Catcher) async throws -> Void) async throws {
        let place = URL(fileURLWithPath: "/tmp/verdict-mail-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        defer { _ = try? FileManager.default.removeItem(at: place) }
        let script = folder.appending(path: "catcher.py").path
        let process = try ChildProcess(
            [try #require(python), "-B", script, place.path] + words, output: place.appending(path: "output"))
        let port = try #require(Int(try await process.line(with: "port ").dropFirst(5)))
        let catcher = Catcher(
            port: port, certificate: place.appending(path: "certificate.pem").path, process: process)
        try await body(catcher)
    }
}

@Suite("A real mail server", .enabled(if: Catcher.python != nil, "needs python3-venv, and PyPI once"))
struct MailCatcherTests {
    /// 1 March 2026, 12:00:07 UTC.
    private static let time: Int64 = 1_772_366_407

    private static func mail(
        to: String = "alice@mail.example", subject: String = "Confirm", text: String = "Hello\n", html: String? = nil
    ) throws -> MailMessage {
        MailMessage(
            from: try #require(MailAddress("judge@verdict.example")), fromName: "The judge",
            to: try #require(MailAddress(to)), subject: subject, text: text, html: html, key: "key of \(subject)")
    }

    private static func server(
        _ catcher: Catcher, _ security: MailServer.Security = .startTLS, password: String? = "geheim €"
    ) -> MailServer {
        var server = MailServer(
            host: "localhost", port: catcher.port, security: security, login: password.map { ("judge", $0) })
        server.trustRoots = catcher.trustRoots
        return server
    }

    @Test(
        "is spoken to in TLS, from the beginning or not, and is logged in at",
        arguments: [
            (["starttls"], MailServer.Security.startTLS), (["starttls", "login"], .startTLS), (["tls"], .tls),
            (["tls", "login"], .tls),
        ])
    func sends(_ words: [String], _ security: MailServer.Security) async throws {
        try await Catcher.with(words) { catcher in
            try await SMTPClient(Self.server(catcher, security)).send(try Self.mail(), at: Self.time)
            let mail = try #require(try await catcher.mails(1).first)
            #expect(mail.tls && mail.user == "judge")
            #expect(mail.sender == "judge@verdict.example" && mail.receivers == ["alice@mail.example"])
            #expect(mail.subject == "Confirm" && mail.from == "The judge" && mail.text == "Hello\n")
            #expect(mail.date == "2026-03-01 12:00:07+00:00" && mail.id.hasSuffix("@verdict.example>"))
            #expect(mail.defects.isEmpty)
        }
    }

    @Test("gets every text as it is, and nothing that a text says is a field of the header")
    func texts() async throws {
        let long = String(repeating: "ä long line ", count: 200)
        let cases: [(subject: String, text: String, html: String?)] = [
            ("Grüße, 日本語 🐎", "Zeile eins\nZeile zwei €\n", nil),
            ("Hello\r\nBcc: eve@evil.example\r\n\r\nbody", ".\n..\n.hidden\nQUIT\n.\n", nil),
            (String(repeating: "long subject ", count: 30), long + "\n" + long + "\n", "<p>\(long)</p>\n"),
            ("=?utf-8?B?aGk=?=", "a = b \t\n  trailing blank \n\n\nend\n", "<p>.</p>\n.\n"),
            ("both", "text\n", "<p>Grüße &amp; 🐎</p>\n"), (" ", "From here\n--verdict-\n", "<b>x</b>\n"),
        ]
        try await Catcher.with(["open"]) { catcher in
            var server = Self.server(catcher, .none, password: nil)
            server.trustRoots = nil
            for (subject, text, html) in cases {
                try await SMTPClient(server).send(
                    try Self.mail(subject: subject, text: text, html: html), at: Self.time)
            }
            let mails = try await catcher.mails(cases.count)
            #expect(mails.count == cases.count)
            for (mail, (subject, text, html)) in zip(mails, cases) {
                let flat = subject.split { $0.isNewline }.joined(separator: " ")
                // Python's reader joins what was folded, and takes an end of a line inside a code for a blank.
                #expect(mail.subject.split { $0.isWhitespace } == flat.split { $0.isWhitespace })
                #expect(mail.text == text && mail.html == html && mail.defects.isEmpty, "\(subject)")
                let one = [
                    "auto-submitted", "content-type", "date", "from", "message-id", "mime-version", "subject", "to",
                ]
                #expect(mail.fields.filter { $0 != "content-transfer-encoding" } == one)
                #expect(mail.receivers == ["alice@mail.example"] && mail.longest <= 998)
            }
            #expect(mails[0].encodings["plain"] == "8bit" && mails[0].options.contains("BODY=8BITMIME"))
            #expect(mails[2].encodings["plain"] == "quoted-printable", "its lines are too long")
            #expect(mails[3].encodings == ["plain": "7bit", "html": "7bit"])
            #expect(Set(mails.map(\.id)).count == cases.count)
        }
    }

    @Test("takes addresses with any letters, if it says so")
    func letters() async throws {
        try await Catcher.with(["open"]) { catcher in
            try await SMTPClient(Self.server(catcher, .none, password: nil))
                .send(try Self.mail(to: "jürgen@bücher.example"), at: Self.time)
            let mail = try #require(try await catcher.mails(1).first)
            #expect(mail.receivers == ["jürgen@bücher.example"] && mail.options.contains("SMTPUTF8"))
        }
        try await Catcher.with(["open", "ascii"]) { catcher in
            let failure = try await #require(throws: MailFailure.self) {
                try await SMTPClient(Self.server(catcher, .none, password: nil))
                    .send(try Self.mail(to: "jürgen@bücher.example"), at: Self.time)
            }
            #expect(failure.kind == .permanent && failure.reason.contains("not ASCII"))
        }
    }

    @Test("is given nothing if its certificate is not for that name, or nobody vouches for it")
    func certificates() async throws {
        for (words, security) in [(["starttls"], MailServer.Security.startTLS), (["tls"], .tls)] {
            try await Catcher.with(words) { catcher in
                var (other, unknown) = (Self.server(catcher, security), Self.server(catcher, security))
                other.host = "127.0.0.1"
                unknown.trustRoots = nil
                for server in [other, unknown] {
                    let failure = try await #require(throws: MailFailure.self) {
                        try await SMTPClient(server).send(try Self.mail(), at: Self.time)
                    }
                    #expect(failure.kind == .transient && failure.advice.contains("certificate"))
                }
                // What was caught by then is caught in order.
                try await SMTPClient(Self.server(catcher, security)).send(try Self.mail(subject: "last"), at: Self.time)
                #expect(try await catcher.mails(1).map(\.subject) == ["last"])
            }
        }
    }

    @Test("refuses a wrong password for good, and one is never sent in the clear")
    func passwords() async throws {
        for words in [["starttls"], ["starttls", "login"]] {
            try await Catcher.with(words) { catcher in
                let failure = try await #require(throws: MailFailure.self) {
                    try await SMTPClient(Self.server(catcher, password: "wrong")).send(try Self.mail(), at: Self.time)
                }
                #expect(
                    failure.kind == .permanent && failure.reason.contains("535") && failure.stage.contains("log in"))
                #expect(!"\(failure)".contains("wrong"))
            }
        }
        try await Catcher.with(["open"]) { catcher in
            let failure = try await #require(throws: MailFailure.self) {
                try await SMTPClient(Self.server(catcher, .none)).send(try Self.mail(), at: Self.time)
            }
            #expect(failure.kind == .permanent && failure.reason.contains("as it is"))
            let downgraded = try await #require(throws: MailFailure.self) {
                try await SMTPClient(Self.server(catcher, .startTLS)).send(try Self.mail(), at: Self.time)
            }
            #expect(downgraded.kind == .permanent && downgraded.reason.contains("STARTTLS"))
        }
    }
}
