/// A path of this site, with a query if it has one: `/contests/3r8w?page=2`. No other site can be meant by it, whatever a browser
/// makes of slashes, backslashes and spaces.
public struct LocalPath: Hashable, Sendable, CustomStringConvertible {
    /// The longest.
    public static let longest = 2048

    /// The path, with a slash first.
    public let description: String

    /// The path that `text` is; nil if it is none, or leads elsewhere.
    public init?(_ text: String) {
        guard text.utf8.count <= Self.longest, text.utf8.first == UInt8(ascii: "/"),
            text.utf8.dropFirst().first != UInt8(ascii: "/"),
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !Self.forbidden.contains($0) })
        else { return nil }
        description = text
    }

    /// Backslashes are slashes to browsers; what is quoted must stay so.
    private static let forbidden = Set("\\\"'<>`{}".utf8)

    /// A path of parts, each of which is written so that it stays one part.
    /// - Parameters:
    ///   - parts: `contests`, `3r8w`.
    ///   - query: names and values, in order.
    public init(of parts: [String], query: [(String, String)] = []) {
        let path = "/" + parts.map(Self.encoded).joined(separator: "/")
        let pairs = query.map { "\(Self.encoded($0.0))=\(Self.encoded($0.1))" }
        description = pairs.isEmpty ? path : path + "?" + pairs.joined(separator: "&")
    }

    /// A part of a path or query in which no character means anything.
    public static func encoded(_ part: String) -> String {
        var text: [UInt8] = []
        for byte in part.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "~"):
                text.append(byte)
            // Two of them, or one alone, would mean another folder.
            case UInt8(ascii: ".") where part.utf8.contains { $0 != UInt8(ascii: ".") }: text.append(byte)
            default: text += [UInt8(ascii: "%"), digit(byte >> 4), digit(byte & 15)]
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }
}
