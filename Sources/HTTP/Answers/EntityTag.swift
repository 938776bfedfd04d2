internal import Cryptography
internal import NIOCore
internal import Units

/// What tells one representation from another (RFC 9110, section 8.8.3). Pure.
struct EntityTag: Hashable {
    private let hash: String

    /// The tag of a body.
    init(of body: ByteBuffer) {
        hash = Base64URL.text(of: Array(SHA256.hash(body.readableBytesView).prefix(16)))
    }

    /// As a header has it; what is compressed is another representation.
    func text(isCompressed: Bool) -> String { "\"\(hash)\(isCompressed ? "-gzip" : "")\"" }

    /// Whether a field `If-None-Match` names it, in any representation.
    func isNamed(by field: String) -> Bool {
        field.split(separator: ",").contains { part in
            var tag = part.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" }
            if tag == "*" { return true }
            if tag.hasPrefix("W/") { tag = tag.dropFirst(2) }
            return tag == text(isCompressed: false) || tag == text(isCompressed: true)
        }
    }
}

/// Which encodings a client takes (RFC 9110, section 12.5.3). Pure.
enum AcceptedEncoding {
    static func takesGzip(_ field: String) -> Bool {
        var any: Bool?
        for part in field.lowercased().split(separator: ",") {
            let words = part.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
            guard let name = words.first else { continue }
            let weight = words.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            if name == "gzip" || name == "x-gzip" { return weight > 0 }
            if name == "*" { any = weight > 0 }
        }
        return any ?? false
    }
}
