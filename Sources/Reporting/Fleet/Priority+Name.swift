public import Wire

extension Verdict_V1_Priority {
    /// The priorities and their names, the most urgent first.
    public static let named: [(name: String, priority: Verdict_V1_Priority)] = [
        ("contest", .contest), ("interactive", .interactive), ("normal", .normal), ("rejudge", .rejudge),
    ]

    /// The priority of this name; nil if there is none.
    public init?(named name: String) {
        guard let entry = Self.named.first(where: { $0.name == name }) else { return nil }
        self = entry.priority
    }

    /// Its name; for those of later versions their number.
    public var name: String {
        Self.named.first { $0.priority == self }?.name ?? (self == .unspecified ? "normal" : "\(rawValue)")
    }
}
