/// On how many days in a row somebody solved something. A pure value.
package struct Streak: Encodable, Hashable, Sendable {
    /// Up to today, or to yesterday: today may come yet.
    package var current = 0
    /// The longest ever.
    package var longest = 0

    /// What days make, as numbers since any one of them, in order, each once.
    init(days: [Int64], today: Int64) {
        var (run, last): (Int, Int64?) = (0, nil)
        for day in days {
            run = last.map { $0 + 1 == day } ?? false ? run + 1 : 1
            longest = max(longest, run)
            last = day
        }
        if let last, last >= today - 1 { current = run }
    }
}
