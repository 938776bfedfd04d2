/// The calls that have lately added jobs, each with where its job was added.
///
/// A server that stood still can take up what was sent to it long after the same was sent again by another way: when the
/// job has been done and deleted meanwhile, nothing on the servers tells that it is the same call. So it is remembered here,
/// for as many calls as come in some seconds at the least, in 5 MB at the most.
struct RecentCalls {
    /// The first 16 characters of a name of 22 that were drawn at random: 95 bits, of which none are the same.
    private struct Call: Hashable {
        private var halves = (UInt64(0), UInt64(0))

        init(_ name: String) {
            for (index, byte) in name.utf8.prefix(16).enumerated() {
                if index < 8 {
                    halves.0 = halves.0 << 8 | UInt64(byte)
                } else {
                    halves.1 = halves.1 << 8 | UInt64(byte)
                }
            }
        }

        static func == (left: Call, right: Call) -> Bool { left.halves == right.halves }

        func hash(into hasher: inout Hasher) {
            hasher.combine(halves.0)
            hasher.combine(halves.1)
        }
    }

    private var recent: [Call: UInt64] = [:]
    private var older: [Call: UInt64] = [:]
    private static let generation = 50_000

    /// Takes note of a call.
    /// - Returns: false if it has added a job before, elsewhere.
    mutating func note(_ name: String, at sequence: UInt64) -> Bool {
        let call = Call(name)
        if let known = recent[call] ?? older[call] { return known == sequence }
        if recent.count >= Self.generation { (recent, older) = ([:], recent) }
        recent[call] = sequence
        return true
    }
}
