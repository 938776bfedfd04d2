internal import Hummingbird
internal import NIOHTTP1

/// What a request's header must be like before anybody looks at it. Pure.
///
/// The parser has refused what is not HTTP at all: conflicting lengths, folded lines, controls in values. This refuses what
/// two programs could read differently, so that no proxy in front sees another request than this server does.
enum RequestRules {
    /// Why a request is refused; nil if it is not.
    static func refusal(_ head: HTTPRequestHead) -> Problem? {
        if head.version.major != 1 || head.version.minor > 1 {
            return Problem(.httpVersionNotSupported, "this server speaks HTTP/1.1 and HTTP/1.0")
        }
        return hostRefusal(head) ?? framingRefusal(head) ?? valueRefusal(head) ?? targetRefusal(head)
    }

    private static func hostRefusal(_ head: HTTPRequestHead) -> Problem? {
        let hosts = head.headers["host"]
        guard hosts.count == 1 else {
            return Problem(.badRequest, "a request has one Host field, and this one has \(hosts.count)")
        }
        let isSound = hosts[0].utf8.allSatisfy { byte in
            // Names, addresses, a port, and what registered names may have besides (RFC 3986, section 3.2.2).
            byte > 0x20 && byte < 0x7F && !"/?#@\\\"<>^`{|},".utf8.contains(byte)
        }
        guard isSound, hosts[0].utf8.count <= 255 else { return Problem(.badRequest, "the Host field is no host") }
        return nil
    }

    private static func framingRefusal(_ head: HTTPRequestHead) -> Problem? {
        let lengths = head.headers["content-length"]
        let codings = head.headers["transfer-encoding"]
        guard lengths.count + codings.count <= 1 else {
            return Problem(.badRequest, "the body's length is given twice")
        }
        if let length = lengths.first {
            guard (1...18).contains(length.utf8.count), length.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                return Problem(.badRequest, "Content-Length is no number")
            }
        }
        if let coding = codings.first {
            guard head.version == .http1_1, coding.lowercased() == "chunked" else {
                return Problem(.notImplemented, "the only Transfer-Encoding is chunked", advice: "send it plain")
            }
        }
        for expectation in head.headers["expect"] where expectation.lowercased() != "100-continue" {
            return Problem(.expectationFailed, "the only Expect is 100-continue")
        }
        return nil
    }

    private static func valueRefusal(_ head: HTTPRequestHead) -> Problem? {
        for field in head.headers {
            let isSound = field.value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
            // What was no UTF-8 has become U+FFFD.
            guard isSound, !field.value.unicodeScalars.contains("\u{FFFD}") else {
                return Problem(.badRequest, "a header field has a value with controls in it, or that is not UTF-8")
            }
        }
        return nil
    }

    private static func targetRefusal(_ head: HTTPRequestHead) -> Problem? {
        if head.method == .OPTIONS, head.uri == "*" { return nil }
        guard head.method != .CONNECT, head.uri.utf8.first == UInt8(ascii: "/") else {
            return Problem(.badRequest, "the request's target is no path", advice: "this server is no proxy")
        }
        let isSound = head.uri.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"#\\\"<>^`{|}".utf8.contains($0) }
        guard isSound else {
            return Problem(.badRequest, "the path has characters that must be percent-encoded in UTF-8")
        }
        let parts = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        for segment in parts[0].split(separator: "/", omittingEmptySubsequences: true) {
            guard let decoded = PercentCoding.decoded(segment) else {
                return Problem(.badRequest, "the path has a percent escape that is none, or is not UTF-8")
            }
            guard decoded != ".", decoded != "..", !decoded.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }),
                !decoded.contains("/"), !decoded.contains("\\")
            else {
                return Problem(.badRequest, "the path has a segment that could be read as another path")
            }
        }
        if parts.count > 1, PercentCoding.decoded(parts[1])?.utf8.contains(0) ?? true {
            return Problem(.badRequest, "the query has a percent escape that is none, or is not UTF-8")
        }
        return nil
    }
}

/// Percent escapes (RFC 3986, section 2.1).
enum PercentCoding {
    /// What `text` stands for; nil if an escape is none, or what comes out is not UTF-8.
    static func decoded(_ text: some StringProtocol) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8.makeIterator()
        while let byte = rest.next() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.next().flatMap(digit), let low = rest.next().flatMap(digit) else { return nil }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        Character(UnicodeScalar(byte)).hexDigitValue.map { UInt8($0) }
    }
}
