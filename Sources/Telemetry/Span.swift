internal import Units

/// Something that took its time, in a trace. A pure value.
public struct Span: Hashable, Sendable {
    /// What it is to others.
    public enum Kind: Hashable, Sendable {
        /// A step of this program.
        case `internal`
        /// The answer to somebody's request.
        case server
    }

    /// What is said of it.
    public enum Value: Hashable, Sendable {
        /// A text.
        case text(String)
        /// A whole number.
        case number(Int64)
        /// A number.
        case real(Double)
        /// Whether it is so.
        case bool(Bool)
    }

    /// The longest name, and text that is said of a span, in bytes.
    private static let longestText = 256
    /// How much may be said of a span.
    private static let mostAttributes = 16

    /// Its trace, itself, and that it is recorded.
    public let context: TraceContext
    /// The span that it is a part of, 16 hexadecimal digits; nil: it is the trace's first.
    public let parent: String?
    /// What it is called.
    public let name: String
    /// What it is to others.
    public let kind: Kind
    /// When it began, in nanoseconds since 1970 (UTC).
    public let start: Int64
    /// When it ended.
    public let end: Int64
    /// What is said of it.
    public let attributes: [String: Value]
    /// Why it did not come to its end; nil if it did.
    public let failure: String?

    /// A span that has ended; what is too long of it, or too much, is left out.
    init(
        _ context: TraceContext, parent: String?, _ name: String, _ kind: Kind, from start: Int64, to end: Int64,
        _ attributes: [String: Value], failure: String?
    ) {
        (self.context, self.parent, self.kind) = (context, parent, kind)
        // The wall clock can step back.
        (self.start, self.end) = (start, max(start, end))
        self.name = name.head(Self.longestText)
        self.failure = failure?.head(Self.longestText)
        let kept =
            attributes.count > Self.mostAttributes
            ? Dictionary(
                attributes.sorted { $0.key < $1.key }.prefix(Self.mostAttributes).map { ($0.key, $0.value) },
                uniquingKeysWith: { first, _ in first })
            : attributes
        self.attributes = kept.mapValues { value in
            if case .text(let text) = value { .text(text.head(Self.longestText)) } else { value }
        }
    }
}
