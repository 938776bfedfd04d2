import Units
public import Wire

/// What a tenant may use, for people and for programs.
public enum QuotaSummary {
    /// On one line.
    public static func line(_ quota: Verdict_V1_Quota) -> String {
        [
            PrintableText.line(quota.tenant) + ":",
            quota.submissionsAtOnce == 0 ? "any number at once," : "\(quota.submissionsAtOnce) at once,",
            quota.submissionsPerMinute == 0 ? "any number a minute," : "\(quota.submissionsPerMinute) a minute,",
            quota.contentBytes == 0 ? "any size," : "\(ByteCount(wireBytes: quota.contentBytes)) of contents,",
            "up to priority \(mostUrgent(quota))",
        ].joined(separator: " ")
    }

    /// The record of one; null where there is no limit.
    public static func json(of quota: Verdict_V1_Quota) -> JSONValue {
        [
            "tenant": .string(quota.tenant),
            "at_once": quota.submissionsAtOnce == 0 ? .null : .integer(Int64(quota.submissionsAtOnce)),
            "per_minute": quota.submissionsPerMinute == 0 ? .null : .integer(Int64(quota.submissionsPerMinute)),
            "bytes": quota.contentBytes == 0 ? .null : .integer(Int64(clamping: quota.contentBytes)),
            "priority": .string(mostUrgent(quota)),
        ]
    }

    /// A quota that says nothing of priorities allows all but a contest's.
    private static func mostUrgent(_ quota: Verdict_V1_Quota) -> String {
        quota.priority == .unspecified ? Verdict_V1_Priority.interactive.name : quota.priority.name
    }
}
