/// What a server answers (RFC 5321, section 4.2).
struct SMTPReply: Hashable, Sendable {
    /// Three digits that say how it went.
    var code: Int
    /// What it says beside that.
    var lines: [String]

    /// Whether it is all that was hoped for.
    var isPositive: Bool { (200..<400).contains(code) }

    /// In one line, for people, without what acts on a terminal.
    var description: String {
        let text = lines.joined(separator: " ").unicodeScalars.map { scalar in
            scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) ? "?" : String(scalar)
        }.joined()
        return "\(code) \(text.prefix(300))"
    }

    /// As ``description``, without what names somebody: words with an address in them, or with the mailbox of `receiver`, are left
    /// out. Servers say whose mailbox they do not have, and what they say may be kept for good.
    func description(without receiver: MailAddress) -> String {
        let mailbox = receiver.mailbox.lowercased()
        return description.split(separator: " ", omittingEmptySubsequences: false).map { word in
            let (lower, name) = (word.lowercased(), word.lowercased().filter { $0.isLetter || $0.isNumber })
            // What is short may be a part of any word.
            let isNamed = mailbox.count < 4 ? name == mailbox : lower.contains(mailbox)
            return isNamed || lower.contains("@") ? "…" : String(word)
        }.joined(separator: " ")
    }

    /// What the server can do besides (RFC 5321, section 4.1.1.1): each word in capitals with what is behind it. The first line
    /// greets.
    var extensions: [String: [String]] {
        lines.dropFirst().reduce(into: [:]) { extensions, line in
            let words = line.split(separator: " ").map { $0.uppercased() }
            if let name = words.first, extensions[name] == nil { extensions[name] = Array(words.dropFirst()) }
        }
    }
}

/// Reads replies out of what comes, however it is cut in pieces. Pure.
struct SMTPReplyReader: Sendable {
    /// The longest line, and how many a reply may have.
    static let limits = (line: 4096, lines: 256)

    /// What comes is no reply.
    struct Garbage: Error, Hashable, Sendable {
        var reason: String
    }

    private var bytes: [UInt8] = []
    private var reply: SMTPReply?

    /// Whether something came that is no whole reply yet, or more than was read.
    var isEmpty: Bool { bytes.isEmpty && reply == nil }

    /// Takes what came.
    /// - Throws: ``Garbage`` if more comes than anybody would say.
    mutating func take(_ more: some Collection<UInt8>) throws(Garbage) {
        guard bytes.count + more.count <= Self.limits.line * 16 else {
            throw Garbage(reason: "the server says more than it was asked")
        }
        bytes += more
    }

    /// The next whole reply; nil if more has to come.
    /// - Throws: ``Garbage``.
    mutating func next() throws(Garbage) -> SMTPReply? {
        while let end = bytes.firstIndex(of: 10) {
            let line = bytes[..<end].last == 13 ? bytes[..<(end - 1)] : bytes[..<end]
            let (code, isLast, text) = try Self.read(line)
            bytes.removeFirst(end + 1)
            if reply.map({ $0.code != code }) ?? false { throw Garbage(reason: "the lines of a reply differ in code") }
            reply = SMTPReply(code: code, lines: (reply?.lines ?? []) + [text])
            if isLast {
                defer { reply = nil }
                return reply
            }
            guard (reply?.lines.count ?? 0) < Self.limits.lines else { throw Garbage(reason: "a reply does not end") }
        }
        guard bytes.count <= Self.limits.line else { throw Garbage(reason: "a line does not end") }
        return nil
    }

    private static func read(_ line: ArraySlice<UInt8>) throws(Garbage) -> (code: Int, isLast: Bool, text: String) {
        let digits = line.prefix(3)
        guard line.count <= limits.line, digits.count == 3, digits.allSatisfy({ $0 &- 0x30 < 10 }),
            let code = Int(String(decoding: digits, as: UTF8.self)), (200..<600).contains(code)
        else { throw Garbage(reason: "the server does not speak SMTP") }
        let sign = line.dropFirst(3).first
        guard sign == nil || sign == UInt8(ascii: " ") || sign == UInt8(ascii: "-") else {
            throw Garbage(reason: "the server does not speak SMTP")
        }
        return (code, sign != UInt8(ascii: "-"), String(decoding: line.dropFirst(4), as: UTF8.self))
    }
}
