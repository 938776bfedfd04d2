internal import Hummingbird
internal import HummingbirdCore
internal import Kernel

/// A form, as a browser sends it.
struct Form: Hashable, Sendable {
    /// The most fields and files.
    static let most = 500

    /// The fields; of a name that comes twice, all.
    var fields: [String: [String]] = [:]
    /// The files that were chosen.
    var files: [String: PageFile] = [:]
    private var count = 0

    /// A form with nothing in it.
    init() {}

    /// Reads a body.
    /// - Parameters:
    ///   - body: the bytes.
    ///   - type: what they are, as the header says.
    /// - Throws: ``Problem``, 400 or 415.
    init(_ body: [UInt8], type: String?) throws(Problem) {
        let media = (type ?? "").prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
        switch media {
        case "" where body.isEmpty: break
        case "application/x-www-form-urlencoded":
            for pair in body.split(separator: UInt8(ascii: "&")) {
                let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
                try add(
                    try Self.decoded(parts[0]), parts.count > 1 ? try Self.decoded(parts[1]) : "")
            }
        case "multipart/form-data":
            guard let boundary = MultipartReader.boundary(in: type ?? "") else { throw .noForm }
            for part in try MultipartReader.parts(of: body, boundary: boundary) {
                if let name = part.fileName {
                    // A field for a file that was left empty is sent, too.
                    guard !name.isEmpty || !part.bytes.isEmpty else { continue }
                    try addFile(part.name, PageFile(name: name, bytes: Array(part.bytes)))
                } else {
                    try add(part.name, try Self.text(part.bytes))
                }
            }
        default:
            throw Problem(.unsupportedMediaType, "this is no form", advice: "send what a form on a page sends")
        }
    }

    private mutating func add(_ name: String, _ value: String) throws(Problem) {
        try take()
        fields[name, default: []].append(value)
    }

    private mutating func addFile(_ name: String, _ file: PageFile) throws(Problem) {
        try take()
        files[name] = file
    }

    private mutating func take() throws(Problem) {
        count += 1
        guard count <= Self.most else { throw Problem(.badRequest, "the form has more than \(Self.most) fields") }
    }

    private static func text(_ bytes: some Collection<UInt8>) throws(Problem) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .noForm }
        return text
    }

    private static func decoded(_ bytes: ArraySlice<UInt8>) throws(Problem) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var rest = bytes
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): result.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
                    throw .noForm
                }
                result.append(high << 4 | low)
            default: result.append(byte)
            }
        }
        return try text(result)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension Problem {
    static var noForm: Problem { Problem(.badRequest, "the form cannot be read", advice: "send it again") }
}
