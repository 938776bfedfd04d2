internal import Hummingbird
internal import HummingbirdCore

/// The origins whose pages may use the server from a browser. Pure.
struct AllowedOrigins: Hashable, Sendable {
    private let origins: Set<String>

    /// - Parameter origins: `https://judge.example`, or `*` for all.
    init(_ origins: [String]) {
        self.origins = Set(origins.map { $0.lowercased() })
    }

    /// Whether pages of every origin may.
    var allowsAll: Bool { origins.contains("*") }

    /// Whether there are any.
    var isEmpty: Bool { origins.isEmpty }

    /// Whether a page of that origin may; the server's own always may.
    func allows(_ origin: String, of request: Request) -> Bool {
        let origin = origin.lowercased()
        if allowsAll || origins.contains(origin) { return true }
        guard let authority = request.head.authority?.lowercased() else { return false }
        return origin == "http://" + authority || origin == "https://" + authority
    }

    /// Whether `text` is an origin as browsers send it.
    static func isOrigin(_ text: String) -> Bool {
        if text == "*" { return true }
        guard let scheme = ["http://", "https://"].first(where: text.hasPrefix) else { return false }
        let rest = text.dropFirst(scheme.count)
        return !rest.isEmpty && rest.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
            && !rest.contains { "/?#@*".contains($0) }
    }
}
