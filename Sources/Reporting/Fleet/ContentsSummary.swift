import Units
public import Wire

/// What a store holds, for people and for programs.
public enum ContentsSummary {
    /// A line for all contents, one for those that nothing refers to, and one for those that are about to be removed.
    public static func lines(_ counts: Verdict_V1_ContentCounts, style: TextStyle) -> [String] {
        var table = TextTable([.words("CONTENTS"), .numbers("COUNT"), .numbers("SIZE"), .words("")])
        let since =
            counts.unusedSinceNs == 0 ? "" : ", the first since \(UTCTime.text(nanoseconds: counts.unusedSinceNs))"
        let kept = Duration.nanoseconds(Int64(clamping: counts.keptNs)).inSeconds / 86_400
        let rows = [
            ("stored", counts.stored, ""),
            ("unused", counts.unused, "nothing refers to them\(since)"),
            (
                "to remove", counts.due,
                counts.keptNs == 0
                    ? "unused contents are kept" : "unused for \(days(kept)); removed when the coordinator looks next"
            ),
        ]
        for (name, sum, note) in rows {
            table.add([
                .init(name, .strong), .init(sum.contents), .init(ByteCount(wireBytes: sum.bytes).description),
                .init(note),
            ])
        }
        return table.lines(style: style)
    }

    private static func days(_ count: Double) -> String {
        let hours = Int((count * 24).rounded())
        return hours % 24 == 0 ? "\(hours / 24) day\(hours == 24 ? "" : "s") or longer" : "\(hours) h or longer"
    }

    /// How many were counted so far, on one line at most `width` wide.
    public static func progress(_ counts: Verdict_V1_ContentCounts, width: Int) -> String {
        String("\(counts.stored.contents) contents counted".prefix(width))
    }

    /// The record of it.
    public static func json(of counts: Verdict_V1_ContentCounts) -> JSONValue {
        [
            "stored": json(of: counts.stored),
            "unused": json(of: counts.unused),
            "unused_since": counts.unusedSinceNs == 0
                ? .null : .string(UTCTime.text(nanoseconds: counts.unusedSinceNs)),
            "to_remove": json(of: counts.due),
            "kept_seconds": counts.keptNs == 0 ? .null : .integer(Int64(clamping: counts.keptNs / 1_000_000_000)),
        ]
    }

    private static func json(of sum: Verdict_V1_ContentSum) -> JSONValue {
        ["contents": .integer(Int64(clamping: sum.contents)), "bytes": .integer(Int64(clamping: sum.bytes))]
    }
}
