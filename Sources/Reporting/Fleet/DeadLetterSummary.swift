public import Wire

/// Jobs that were given up, for people and for programs.
public enum DeadLetterSummary {
    /// A line for each.
    public static func lines(_ letters: [Verdict_V1_DeadLetter], style: TextStyle) -> [String] {
        var table = TextTable([
            .words("JOB"), .words("SUBMISSION"), .numbers("TRIED"), .words("GIVEN UP"), .words("REASON"),
        ])
        for letter in letters {
            table.add([
                .init(letter.job, .strong), .init(letter.submission), .init(letter.deliveries),
                .init(UTCTime.text(nanoseconds: letter.atNs)), .init(letter.reason),
            ])
        }
        return table.lines(style: style)
    }

    /// The record of one.
    public static func json(of letter: Verdict_V1_DeadLetter) -> JSONValue {
        [
            "job": .string(letter.job),
            "submission": .string(letter.submission),
            "deliveries": .integer(Int64(letter.deliveries)),
            "given_up_at": .string(UTCTime.text(nanoseconds: letter.atNs)),
            "reason": .string(letter.reason),
        ]
    }
}
