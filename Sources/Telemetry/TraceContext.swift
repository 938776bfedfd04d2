internal import Cryptography
internal import Units

/// Where a request stands in a trace of several programs (W3C Trace Context, `traceparent`).
public struct TraceContext: Hashable, Sendable {
    /// The trace, 32 hexadecimal digits.
    public let trace: String
    /// Who asked, 16 hexadecimal digits.
    public let parent: String
    /// Whether the one who asked records the trace.
    public let isSampled: Bool

    /// A new trace, of numbers that nobody can guess.
    public init(isSampled: Bool = false) {
        self.init(trace: randomBytes(16).hexadecimal, isSampled: isSampled)
    }

    /// Somebody new who asks in that trace.
    init(trace: String, isSampled: Bool) {
        (self.trace, self.isSampled) = (trace, isSampled)
        parent = randomBytes(8).hexadecimal
    }

    /// Reads `00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01`; nil if it is none.
    public init?(parsing text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        // A later version may have more parts, of which nothing is known.
        guard parts.count >= 4, Self.isHexadecimal(parts[0], 2), parts[0] != "ff", parts[0] != "00" || parts.count == 4,
            Self.isHexadecimal(parts[1], 32), Self.isHexadecimal(parts[2], 16), Self.isHexadecimal(parts[3], 2),
            parts[1].contains(where: { $0 != "0" }), parts[2].contains(where: { $0 != "0" })
        else { return nil }
        trace = String(parts[1])
        parent = String(parts[2])
        isSampled = (UInt8(parts[3], radix: 16) ?? 0) & 1 == 1
    }

    private static func isHexadecimal(_ text: Substring, _ count: Int) -> Bool {
        text.utf8.count == count
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}

extension TraceContext: CustomStringConvertible {
    /// As the header has it.
    public var description: String { "00-\(trace)-\(parent)-\(isSampled ? "01" : "00")" }
}
