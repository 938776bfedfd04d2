internal import Hummingbird

/// The cookies of pages. On an encrypted connection their names say to browsers that no neighbour of our domain, and nothing
/// unencrypted, can have set them. Pure.
struct BrowserCookies: Hashable, Sendable {
    /// What a cookie is for.
    enum Kind: String, CaseIterable, Sendable {
        /// Shows that somebody has logged in.
        case session = "verdict-session"
        /// Recognizes a browser whose person has not logged in, so that its forms are its own.
        case visitor = "verdict-visitor"
        /// What the next page says, once.
        case said = "verdict-said"
        /// The position that the browser has seen.
        case seen = "verdict-seen"
        /// What the browser brings back from another site.
        case away = "verdict-away"

        /// How long a browser keeps it, in seconds; nil: until it is closed.
        var life: Int? {
            switch self {
            case .session: 30 * 24 * 3600
            case .visitor: nil
            case .said: 60
            case .seen: 300
            case .away: 600
            }
        }
    }

    /// The longest value.
    static let longest = 1024

    let isEncrypted: Bool
    private var values: [Kind: String] = [:]

    /// The cookies of a request. One that comes twice was set by somebody else once: it is none.
    init(_ headers: HTTPFields, isEncrypted: Bool) {
        self.isEncrypted = isEncrypted
        var found: [Substring: [Substring]] = [:]
        for field in headers where field.name.canonicalName == "cookie" {
            for pair in field.value.split(separator: ";") {
                let parts = pair.drop { $0 == " " }.split(
                    separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2 else { continue }
                found[parts[0], default: []].append(parts[1])
            }
        }
        for kind in Kind.allCases {
            guard let all = found[Substring(name(of: kind))], all.count == 1, !all[0].isEmpty,
                all[0].utf8.count <= Self.longest, all[0].utf8.allSatisfy(Self.isPlain)
            else { continue }
            values[kind] = String(all[0])
        }
    }

    /// What the browser shows of a kind; nil: nothing.
    subscript(kind: Kind) -> String? { values[kind] }

    /// Whether the browser shows that somebody has logged in, or is to.
    var isEmpty: Bool { values[.session] == nil && values[.visitor] == nil }

    private func name(of kind: Kind) -> String { (isEncrypted ? "__Host-" : "") + kind.rawValue }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// Has the browser keep a value, or forget it.
    /// - Parameters:
    ///   - value: letters, digits, dots, hyphens and low lines; nil: it is forgotten.
    ///   - kind: what it is for.
    ///   - headers: of the answer.
    func set(_ value: String?, _ kind: Kind, _ headers: inout HTTPFields) {
        let value = value.flatMap { $0.utf8.count <= Self.longest && $0.utf8.allSatisfy(Self.isPlain) ? $0 : nil }
        var text = "\(name(of: kind))=\(value ?? ""); Path=/; HttpOnly; SameSite=Lax"
        if isEncrypted { text += "; Secure" }
        if value == nil {
            text += "; Max-Age=0"
        } else if let life = kind.life {
            text += "; Max-Age=\(life)"
        }
        headers.append(.init(name: .setCookie, value: text))
    }

    /// Whether an answer says something of a kind.
    func areSet(_ kind: Kind, in headers: HTTPFields) -> Bool {
        headers[values: .setCookie].contains { $0.hasPrefix(name(of: kind) + "=") }
    }
}
