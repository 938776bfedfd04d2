internal import Cryptography
internal import Glibc
internal import Units

/// A mail to one person. Pure: what is sent follows from it and the time.
package struct MailMessage: Hashable, Sendable {
    /// Who sends it.
    package var from: MailAddress
    /// What the sender is called beside the address.
    package var fromName: String
    /// Who gets it.
    package var to: MailAddress
    /// What it is about.
    package var subject: String
    /// What it says.
    package var text: String
    /// The same as HTML; nil: only as text.
    package var html: String?
    /// What names it: a mail that is sent twice by mistake has the same name both times, and is shown once.
    package var key: String

    /// A mail from its parts.
    /// - Parameters:
    ///   - from: who sends it.
    ///   - fromName: what the sender is called beside the address.
    ///   - to: who gets it.
    ///   - subject: what it is about.
    ///   - text: what it says.
    ///   - html: the same as HTML; nil: only as text.
    ///   - key: what names it.
    package init(
        from: MailAddress, fromName: String, to: MailAddress, subject: String, text: String, html: String? = nil,
        key: String
    ) {
        (self.from, self.fromName, self.to) = (from, fromName, to)
        (self.subject, self.text, self.html, self.key) = (subject, text, html, key)
    }

    /// Whether bytes above 127 can stand in it as they are: no line is too long for that (RFC 5322, section 2.1.1).
    var fitsEightBits: Bool {
        [text, html ?? ""].flatMap(MailText.lines).allSatisfy { $0.count <= 998 && !$0.contains(0) }
    }

    /// Whether it has bytes above 127.
    var isASCII: Bool { text.utf8.allSatisfy { $0 < 0x80 } && (html ?? "").utf8.allSatisfy { $0 < 0x80 } }

    /// The mail as it is sent, each line ended by CR and LF.
    /// - Parameters:
    ///   - time: when it is sent, in seconds since 1970 (UTC).
    ///   - eightBit: whether bytes above 127 may stand in it as they are.
    package func bytes(at time: Int64, eightBit: Bool) -> [UInt8] {
        let hash = Array(SHA256.hash("\(key)\0\(subject)\0\(text)\0\(html ?? "")".utf8)).hexadecimal
        let name = fromName.isEmpty ? "" : HeaderText.name(fromName) + " "
        var head = "Date: \(Self.date(time))\r\n"
        head += "From: \(name)<\(from)>\r\n"
        head += "To: <\(to)>\r\n"
        head += "Message-ID: <\(Array(SHA256.hash(key.utf8).prefix(16)).hexadecimal)@\(from.domain)>\r\n"
        head += HeaderText.field("Subject", subject)
        // Nobody is to answer to it by machine (RFC 3834).
        head += "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
        // Links stay whole where lines may be as they are.
        let encoding = isASCII && fitsEightBits ? "7bit" : eightBit ? "8bit" : "quoted-printable"
        let plain = Self.part(text, "plain", encoding)
        guard let html else { return Array(head.utf8) + plain }
        // Nobody can write a text that has its own hash in it.
        let boundary = "verdict-\(hash.prefix(48))"
        head += "Content-Type: multipart/alternative;\r\n boundary=\"\(boundary)\"\r\n\r\n"
        let rich = Self.part(html, "html", encoding)
        // The end of a line in front of a boundary belongs to the boundary.
        let (between, end) = (Array("\r\n--\(boundary)\r\n".utf8), Array("\r\n--\(boundary)--\r\n".utf8))
        return Array(head.utf8) + between.dropFirst(2) + plain + between + rich + end
    }

    /// A text with the fields that describe it.
    private static func part(_ text: String, _ kind: String, _ encoding: String) -> [UInt8] {
        let head =
            "Content-Type: text/\(kind); charset=utf-8\r\nContent-Transfer-Encoding: \(encoding)\r\n\r\n"
        guard encoding != "quoted-printable" else { return Array(head.utf8) + QuotedPrintable.lines(text) }
        return Array(head.utf8) + MailText.lines(text).flatMap { $0 + [13, 10] }
    }

    /// As RFC 5322, section 3.3, wants it, in UTC.
    static func date(_ time: Int64) -> String {
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        var (time, parts) = unsafe (time_t(time), tm())
        unsafe gmtime_r(&time, &parts)
        let clock = unsafe [parts.tm_hour, parts.tm_min, parts.tm_sec].map { ($0 < 10 ? "0" : "") + String($0) }
        let (weekday, month) = unsafe (days[Int(parts.tm_wday)], months[Int(parts.tm_mon)])
        let day = unsafe "\(weekday), \(parts.tm_mday) \(month) \(parts.tm_year + 1900)"
        return "\(day) \(clock.joined(separator: ":")) +0000"
    }
}
