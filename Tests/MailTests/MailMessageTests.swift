import Testing

@testable import Mail

@Suite("What a mail is made of") struct MailMessageTests {
    @Test(
        "is addresses that can stand anywhere",
        arguments: [
            "alice@example.org", "a.b+c@sub.example.org", "x@a-b.example", "jürgen@bücher.example", "用户@例子.世界",
            "!#$%&'*+-/=?^_`{|}~@example.org",
        ])
    func addresses(_ text: String) throws {
        let address = try #require(MailAddress(text))
        #expect(address.text == text && address.needsUTF8 == !text.utf8.allSatisfy { $0 < 0x80 })
    }

    @Test(
        "is nothing else",
        arguments: [
            "", "@", "alice", "alice@", "@example.org", "alice@localhost", "a@b@example.org", "alice@example.org ",
            " alice@example.org", "alice@example.org\r\nRCPT TO:<eve@evil.example>", "alice@exa mple.org",
            "a b@example.org",
            "<alice@example.org>", "alice@example.org>", "\"a b\"@example.org", "alice@[127.0.0.1]", ".a@example.org",
            "a.@example.org", "a..b@example.org", "alice@-example.org", "alice@example-.org", "alice@example..org",
            "alice@.org", "alice@example.org.", "alice\0@example.org", "alice@exam\u{202E}ple.org",
            "al\u{200B}ice@example.org",
            "alice,bob@example.org", "alice@example.org,bob@example.org", "a;b@example.org", "a(b)@example.org",
            String(repeating: "a", count: 65) + "@example.org", "a@" + String(repeating: "b", count: 64) + ".org",
            "a@" + String(repeating: "b.", count: 130) + "org",
        ])
    func noAddresses(_ text: String) {
        #expect(MailAddress(text) == nil)
    }

    @Test(
        "knows two spellings of an address to be one",
        arguments: [
            ("Alice@Example.org", "alice@example.org", true), ("ＡＬＩＣＥ@example.org", "alice@example.org", true),
            ("jos\u{E9}@example.org", "JOSE\u{301}@example.org", true), ("a.b@example.org", "ab@example.org", false),
            ("a+b@example.org", "a@example.org", false),
        ])
    func spellings(_ left: String, _ right: String, areOne: Bool) throws {
        let (left, right) = (try #require(MailAddress(left)), try #require(MailAddress(right)))
        #expect((Array(left.key.utf8) == Array(right.key.utf8)) == areOne)
    }

    @Test("is a date of UTC")
    func dates() {
        #expect(MailMessage.date(0) == "Thu, 1 Jan 1970 00:00:00 +0000")
        #expect(MailMessage.date(1_772_366_407) == "Sun, 1 Mar 2026 12:00:07 +0000")
        #expect(MailMessage.date(951_782_399) == "Mon, 28 Feb 2000 23:59:59 +0000")
    }

    @Test("is a header in lines that no reader finds too long, and in ASCII")
    func header() throws {
        let from = try #require(MailAddress("judge@verdict.example"))
        for name in [
            "", "The judge", "Jürgen, \"the\" <judge>\r\nBcc: x@y.example", String(repeating: "🐎", count: 100),
        ] {
            let mail = MailMessage(
                from: from, fromName: name, to: from, subject: String(repeating: "ü", count: 300), text: "t", key: "k")
            let text = String(decoding: mail.bytes(at: 0, eightBit: false), as: UTF8.self)
            let lines = text.components()
            #expect(
                lines.allSatisfy { $0.utf8.count <= 78 || !$0.hasPrefix(" ") } && text.utf8.allSatisfy { $0 < 0x80 })
            #expect(!lines.contains { $0.hasPrefix("Bcc") })
            #expect(!text.replacing("\r\n", with: "").contains { $0.isNewline })
        }
    }

    @Test("has the same name each time it is sent, and no other mail has it")
    func names() throws {
        let from = try #require(MailAddress("judge@verdict.example"))
        func id(_ key: String, _ time: Int64) throws -> String {
            let mail = MailMessage(from: from, fromName: "", to: from, subject: "s", text: "t", key: key)
            let lines = String(decoding: mail.bytes(at: time, eightBit: true), as: UTF8.self).components()
            return try #require(lines.first { $0.hasPrefix("Message-ID: ") })
        }
        #expect(try id("a", 0) == id("a", 9) && id("a", 0) != id("b", 0))
    }

    @Test(
        "is lines that no dot ends too early",
        arguments: [
            ("", ".\r\n"), ("a\r\n", "a\r\n.\r\n"), ("a", "a\r\n.\r\n"), (".", "..\r\n.\r\n"), (".\r\n", "..\r\n.\r\n"),
            ("a\r\n.\r\n..b\r\n", "a\r\n..\r\n...b\r\n.\r\n"), ("a.b\r\n", "a.b\r\n.\r\n"),
        ])
    func dots(_ mail: String, _ sent: String) {
        #expect(String(decoding: DotStuffing.text(Array(mail.utf8)), as: UTF8.self) == sent)
    }

    @Test(
        "is text in quoted-printable",
        arguments: [
            ("a=b", "a=3Db\r\n"), ("ü", "=C3=BC\r\n"), ("a \nb\t", "a=20\r\nb=09\r\n"), ("", ""), ("\n\n", "\r\n\r\n"),
            ("a\r\nb\rc\nd", "a\r\nb\r\nc\r\nd\r\n"),
            (String(repeating: "x", count: 76), String(repeating: "x", count: 76) + "\r\n"),
            (
                String(repeating: "x", count: 77),
                String(repeating: "x", count: 75) + "=\r\nxx\r\n"
            ),
        ])
    func quoted(_ text: String, _ lines: String) {
        #expect(String(decoding: QuotedPrintable.lines(text), as: UTF8.self) == lines)
    }

    @Test("is replies, however they are cut in pieces")
    func replies() throws {
        let text =
            "250-mail.example at your service\r\n250-SIZE 1000\r\n250-AUTH PLAIN LOGIN\r\n250 8bitmime\r\n220\r\n"
        for size in 1...text.utf8.count {
            var reader = SMTPReplyReader()
            var replies: [SMTPReply] = []
            let bytes = Array(text.utf8)
            for start in stride(from: 0, to: bytes.count, by: size) {
                try reader.take(bytes[start..<min(start + size, bytes.count)])
                while let reply = try reader.next() { replies.append(reply) }
            }
            #expect(replies.map(\.code) == [250, 220] && reader.isEmpty)
            #expect(replies[0].extensions == ["SIZE": ["1000"], "AUTH": ["PLAIN", "LOGIN"], "8BITMIME": []])
        }
    }
}

extension String {
    /// Its lines.
    fileprivate func components() -> [String] {
        split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
    }
}
