/// The calls that have lately added jobs, each with where its job was added.
///
/// A server that stood still can take up what was sent to it long after the same was sent again by another way: when the
/// job has been done and deleted meanwhile, nothing on the servers tells that it is the same call. So it is remembered here,
/// for as many calls as come in a minute or more.
struct RecentCalls {
    private var recent: [String: UInt64] = [:]
    private var older: [String: UInt64] = [:]
    private static let generation = 50_000

    /// Takes note of a call.
    /// - Returns: false if it has added a job before, elsewhere.
    mutating func note(_ call: String, at sequence: UInt64) -> Bool {
        if let known = recent[call] ?? older[call] { return known == sequence }
        if recent.count >= Self.generation { (recent, older) = ([:], recent) }
        recent[call] = sequence
        return true
    }
}
