import Synchronization
import Testing

@testable import Mail

@Suite("A mail") struct SMTPClientTests {
    private static let mail: MailMessage? = {
        guard let from = MailAddress("judge@verdict.example"), let to = MailAddress("alice@mail.example") else {
            return nil
        }
        return MailMessage(from: from, fromName: "", to: to, subject: "s", text: "t\n.\n", key: "k")
    }()

    private static func send(to port: Int, patience: Duration = .seconds(20), whole: Duration = .seconds(60))
        async throws
    {
        var server = MailServer(host: "127.0.0.1", port: port, security: .none)
        (server.patience, server.wholePatience) = (patience, whole)
        try await SMTPClient(server).send(try #require(mail), at: 0)
    }

    private static let greeting: [ScriptedServer.Step] = [
        .say("220 hello\r\n"), .wait("EHLO localhost"), .say("250 hi\r\n"),
    ]
    private static let envelope: [ScriptedServer.Step] =
        greeting + [
            .wait("MAIL FROM:<judge@verdict.example>"), .say("250 ok\r\n"), .wait("RCPT TO:<alice@mail.example>"),
        ]

    @Test("is the server's when it has said so, whatever it says to the goodbye")
    func sent() async throws {
        let end: [ScriptedServer.Step] = [
            .say("250 ok\r\n"), .wait("DATA"), .say("354 go on\r\n"), .takeMail, .say("250 mine\r\n"),
        ]
        for goodbye in [[], [.wait("QUIT"), .say("221 bye\r\n")], [.wait("QUIT"), .say("500 what?\r\n")]]
            as [[ScriptedServer.Step]]
        {
            let heard = try await ScriptedServer.run(Self.envelope + end + goodbye) { try await Self.send(to: $0) }
            #expect(heard.contains("..") && heard.last == "QUIT" || goodbye.isEmpty)
        }
    }

    @Test("is tried again or not as the server's code says, wherever that comes")
    func refused() async throws {
        let full: [ScriptedServer.Step] =
            Self.envelope + [.say("250 ok\r\n"), .wait("DATA"), .say("354 go on\r\n"), .takeMail]
        let places: [(steps: [ScriptedServer.Step], stage: String)] = [
            ([], "be greeted"), (Array(Self.greeting.prefix(2)), "greet"),
            (Array(Self.envelope.prefix(4)), "name the sender"),
            (Self.envelope, "name the receiver"),
            (Self.envelope + [.say("250 ok\r\n"), .wait("DATA")], "begin the mail"),
            (full, "hand in the mail"),
        ]
        for (steps, stage) in places {
            for (code, kind) in [
                (421, MailFailure.Kind.transient), (451, .transient), (550, .permanent), (554, .permanent),
            ] {
                let reply = ScriptedServer.Step.say("\(code)-not\r\n\(code) \u{1B}[31mnow\r\n")
                _ = try await ScriptedServer.run(steps + [reply, .hang]) { port in
                    let failure = try await #require(throws: MailFailure.self) { try await Self.send(to: port) }
                    #expect(failure.kind == kind && failure.stage.hasPrefix(stage), "\(stage) \(code): \(failure)")
                    #expect(failure.reason == "the server says \(code) not ?[31mnow")
                }
            }
        }
    }

    @Test(
        "that is refused names nobody in what is said of that: it may be kept for longer than the person wants",
        arguments: [
            ("alice@mail.example", "5.1.1 <alice@mail.example>: Recipient rejected", "5.1.1 … Recipient rejected"),
            ("alice@mail.example", "No such user 'ALICE' here", "No such user … here"),
            ("alice@mail.example", "alice: unknown; ask Alice@other.example.", "… unknown; ask …"),
            ("al@mail.example", "all mail for (al) is gone", "all mail for … is gone"),
        ])
    func nobodyNamed(_ address: String, _ said: String, _ told: String) async throws {
        let (from, to) = (try #require(MailAddress("judge@verdict.example")), try #require(MailAddress(address)))
        let mail = MailMessage(from: from, fromName: "", to: to, subject: "s", text: "t", key: "k")
        let steps = Array(Self.envelope.dropLast()) + [.wait("RCPT TO:<\(address)>"), .say("550 \(said)\r\n"), .hang]
        _ = try await ScriptedServer.run(steps) { port in
            let failure = try await #require(throws: MailFailure.self) {
                try await SMTPClient(MailServer(host: "127.0.0.1", port: port, security: .none)).send(mail, at: 0)
            }
            #expect(failure.reason == "the server says 550 \(told)")
        }
    }

    @Test("is tried again if the server ends, or speaks something else")
    func ends() async throws {
        let places: [[ScriptedServer.Step]] = [[], Array(Self.greeting.prefix(2)), Self.greeting, Self.envelope]
        let nonsense: [[ScriptedServer.Step]] = [
            [], [.say("HTTP/1.1 400 Bad Request\r\n\r\n"), .hang], [.say("\0\u{1}\u{2}\r\n"), .hang],
            [.say("25\r\n"), .hang], [.say("2500 ok\r\n"), .hang], [.say("999 ok\r\n"), .hang],
            [.say("250-ok\r\n354 ok\r\n"), .hang], [.say("٢٥٠ ok\r\n"), .hang],
            [.say(String(repeating: "x", count: 200_000)), .hang],
            [.say(String(repeating: "250-more\r\n", count: 20_000)), .hang],
        ]
        for place in places {
            for words in nonsense {
                _ = try await ScriptedServer.run(place + words) { port in
                    let failure = try await #require(throws: MailFailure.self) { try await Self.send(to: port) }
                    #expect(failure.kind == .transient)
                    #expect(failure.reason.hasPrefix("the ") || failure.reason.hasPrefix("a "), "\(failure)")
                }
            }
        }
    }

    @Test("is given up when the server says nothing, or too slowly")
    func hangs() async throws {
        for steps in [[.hang], Self.greeting + [.hang], Self.envelope + [.hang]] as [[ScriptedServer.Step]] {
            _ = try await ScriptedServer.run(steps) { port in
                let failure = try await #require(throws: MailFailure.self) {
                    try await Self.send(to: port, patience: .milliseconds(50))
                }
                #expect(failure.kind == .transient && failure.reason == "the server did not answer in time")
            }
        }
        _ = try await ScriptedServer.run(Self.envelope + [.hang]) { port in
            let failure = try await #require(throws: MailFailure.self) {
                try await Self.send(to: port, whole: .milliseconds(100))
            }
            #expect(failure.reason == "the server did not answer in time")
        }
    }

    @Test("is given up when nobody waits for it any more")
    func cancelled() async throws {
        _ = try await ScriptedServer.run(Self.envelope + [.hang]) { port in
            let task = Task { try await Self.send(to: port) }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }

    @Test("is tried again if nobody is there")
    func nobody() async throws {
        // Nobody listens at a port that was just given back.
        let free = Port()
        _ = try await ScriptedServer.run([]) { free.value = $0 }
        let failure = try await #require(throws: MailFailure.self) { try await Self.send(to: free.value) }
        #expect(failure.kind == .transient)
    }

    @Test("is not sent in a TLS that begins with words from before it")
    func earlyWords() async throws {
        let steps: [ScriptedServer.Step] = [
            .say("220 hello\r\n"), .wait("EHLO"), .say("250-hi\r\n250 STARTTLS\r\n"), .wait("STARTTLS"),
            .say("220 go\r\n250-hi\r\n250 AUTH PLAIN\r\n"), .hang,
        ]
        let heard = try await ScriptedServer.run(steps) { port in
            let server = MailServer(host: "127.0.0.1", port: port, login: ("judge", "secret"))
            let failure = try await #require(throws: MailFailure.self) {
                try await SMTPClient(server).send(try #require(Self.mail), at: 0)
            }
            #expect(failure.reason.contains("before TLS"))
        }
        #expect(!heard.contains { $0.contains("AUTH") })
    }

    @Test("that is larger than the server takes is not sent")
    func size() async throws {
        for (extent, kind) in [
            ("10", MailFailure.Kind.permanent), ("0", nil), ("", nil), ("x", nil), ("99999999", nil),
        ] {
            let steps: [ScriptedServer.Step] = [
                .say("220 hello\r\n"), .wait("EHLO"), .say("250-hi\r\n250 SIZE \(extent)\r\n"), .wait("MAIL"),
                .say("250 ok\r\n"), .wait("RCPT"), .say("250 ok\r\n"), .wait("DATA"), .say("354 ok\r\n"), .takeMail,
                .say("250 ok\r\n"),
            ]
            let heard = try await ScriptedServer.run(steps) { port in
                if let kind {
                    let failure = try await #require(throws: MailFailure.self) { try await Self.send(to: port) }
                    #expect(failure.kind == kind)
                } else {
                    try await Self.send(to: port)
                }
            }
            #expect(heard.contains { $0.contains(" SIZE=") } == (kind == nil))
        }
    }
}

/// A number that one task sets, and then another one reads.
private final class Port: Sendable {
    private let number = Atomic(0)

    var value: Int {
        get { number.load(ordering: .relaxed) }
        set { number.store(newValue, ordering: .relaxed) }
    }
}
