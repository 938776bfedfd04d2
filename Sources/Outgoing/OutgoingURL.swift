/// Where a request is sent to that somebody else wished for, or a setting says. Pure.
package struct OutgoingURL: Hashable, Sendable {
    /// Whether it begins with `https:`.
    package var isEncrypted: Bool
    /// A name, or an address without brackets.
    package var host: String
    /// The port that is said, or the scheme's.
    package var port: Int
    /// Path and query, from its first slash on.
    package var target: String

    /// Reads `https://host:8080/path?query`; nil for all else: other schemes, names of users, nothing to connect to.
    package init?(_ text: String) {
        guard text.utf8.count <= 2048, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }),
            let colon = text.firstRange(of: "://")
        else { return nil }
        switch text[..<colon.lowerBound].lowercased() {
        case "http": isEncrypted = false
        case "https": isEncrypted = true
        default: return nil
        }
        let rest = text[colon.upperBound...]
        let authority = rest.prefix { !"/?#".contains($0) }
        let tail = rest[authority.endIndex...].prefix { $0 != "#" }
        target = tail.hasPrefix("/") ? String(tail) : "/" + tail
        guard let (host, port) = Self.split(authority), !host.isEmpty else { return nil }
        self.host = host
        guard let port else {
            self.port = isEncrypted ? 443 : 80
            return
        }
        guard let number = Int(port), (1...65_535).contains(number), port.allSatisfy(\.isNumber) else { return nil }
        self.port = number
    }

    private static func split(_ authority: Substring) -> (host: String, port: Substring?)? {
        guard !authority.contains("@") else { return nil }
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            let host = authority[authority.index(after: authority.startIndex)..<end]
            let rest = authority[authority.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":"), host.contains(":") else { return nil }
            return (String(host), rest.isEmpty ? nil : rest.dropFirst())
        }
        let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
        let known = parts[0].allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == ".") }
        guard parts.count <= 2, known else { return nil }
        return (String(parts[0]), parts.count == 2 ? parts[1] : nil)
    }

    /// As it is written.
    package var text: String { (isEncrypted ? "https://" : "http://") + authority + target }

    /// What the request's Host field says.
    package var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == (isEncrypted ? 443 : 80) ? name : "\(name):\(port)"
    }
}
