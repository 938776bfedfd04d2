/// How far along each of some competitors is: what each got, by its start tags (see ``FairShare``).
struct Passes<Key: Hashable & Comparable & Sendable>: Sendable {
    /// How many can be ahead of the others and remembered for it.
    private static var most: Int { 4096 }

    private var passes: [Key: Double] = [:]
    /// The pass at which whoever was served last began.
    private var now = 0.0
    private var roomBeforeForgetting = 64

    /// How many are remembered.
    var count: Int { passes.count }

    /// The one with the least pass; of several alike, the least key.
    func next(among keys: some Sequence<Key>) -> Key? {
        keys.min { (pass(of: $0), $0) < (pass(of: $1), $1) }
    }

    /// Whether this one has got more than those who wait.
    func isAhead(_ key: Key) -> Bool {
        pass(of: key) > now
    }

    /// Counts `work` for `key`.
    /// - Returns: whether others were forgotten: who is not ahead begins like anybody new.
    mutating func charge(_ key: Key, _ work: Double) -> Bool {
        let start = pass(of: key)
        now = max(now, start)
        passes[key] = start + work
        guard passes.count > roomBeforeForgetting else { return false }
        passes = passes.filter { $0.value > now }
        if passes.count > Self.most {
            // Many came once and went: being a little ahead of nobody is worth no memory.
            now = passes.values.sorted()[passes.count / 2]
            passes = passes.filter { $0.value > now }
        }
        roomBeforeForgetting = max(64, 2 * passes.count)
        return true
    }

    /// Counts more for what was counted before: nobody has been served since for it.
    mutating func add(_ key: Key, _ work: Double) {
        passes[key] = pass(of: key) + work
    }

    /// How far along it is; never less than before.
    func pass(of key: Key) -> Double {
        max(passes[key] ?? now, now)
    }
}
