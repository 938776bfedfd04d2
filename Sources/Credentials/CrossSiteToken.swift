package import Cryptography
internal import Units

/// Makes and knows what a page sends back with a form, so that other sites cannot send it in the person's name. Each is bound to
/// a session.
package struct CrossSiteToken: Sendable {
    private static let randomSize = 32

    private let key: SymmetricKey

    /// Tokens that this key makes and knows.
    package init(_ key: SymmetricKey) {
        self.key = key
    }

    /// A new token for a session: hexadecimal digits of a code, `.`, and those of a random number.
    package func text(session: String) -> String {
        let random = randomBytes(Self.randomSize)
        return code(session, random).hexadecimal + "." + random.hexadecimal
    }

    /// Whether `text` is a token of that session.
    package func isToken(_ text: String, session: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard text.utf8.count == 4 * Self.randomSize + 1, parts.count == 2,
            let code = Self.bytes(parts[0]), let random = Self.bytes(parts[1]), random.count == Self.randomSize
        else { return false }
        return areEqual(code, self.code(session, random))
    }

    private func code(_ session: String, _ random: [UInt8]) -> [UInt8] {
        let message = "\(session.utf8.count)!\(session)!\(random.count)!\(random.hexadecimal)"
        return MessageCode.sha256(of: Array(message.utf8), key: key)
    }

    private static func bytes(_ digits: Substring) -> [UInt8]? {
        let digits = Array(digits.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = value(digits[index]), let low = value(digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}

/// Where a browser says that a request comes from.
package struct RequestOrigin: Hashable, Sendable {
    /// The field Sec-Fetch-Site.
    package var site: String?
    /// The field Origin.
    package var origin: String?
    /// The field Referer.
    package var referer: String?

    /// What the three fields say.
    /// - Parameters:
    ///   - site: Sec-Fetch-Site.
    ///   - origin: Origin.
    ///   - referer: Referer.
    package init(site: String?, origin: String?, referer: String?) {
        (self.site, self.origin, self.referer) = (site, origin, referer)
    }

    /// Whether a request that changes something may come from there.
    /// - Parameter own: our own origin: `https://judge.example.org`.
    package func mayChange(at own: String) -> Bool {
        switch site {
        case "same-origin", "none": true
        // A neighbour in our domain is a stranger, too.
        case .some: false
        case nil:
            if let origin { origin == own } else { referer.map { $0 == own || $0.hasPrefix(own + "/") } ?? false }
        }
    }

    /// Whether what is read there as one person goes to a page of ours, or to that person, and to no script of another site.
    /// - Parameters:
    ///   - mode: the field Sec-Fetch-Mode.
    ///   - own: our own origin.
    package func mayRead(mode: String?, at own: String) -> Bool {
        switch site {
        case "same-origin", "none": true
        case .some: mode == "navigate"
        // Browsers say no more of themselves where nothing is encrypted. What others' scripts read, and each WebSocket, has an origin.
        case nil: origin.map { $0 == own } ?? true
        }
    }
}
