/// When a piece of work is done: at once, or when its turn has come among all that is judged on the host.
struct Turn: Sendable {
    private let slots: RunSlots?
    private let rank: RunSlots.Rank

    /// The turn of `rank` among those that wait for `slots`.
    init(slots: RunSlots, rank: RunSlots.Rank) {
        self.slots = slots
        self.rank = rank
    }

    private init() {
        slots = nil
        rank = RunSlots.Rank(submission: 0, test: 0)
    }

    /// At once.
    static let atOnce = Turn()

    /// Does `work` then.
    func callAsFunction<Value>(_ work: () async throws -> Value) async throws -> Value {
        guard let slots else { return try await work() }
        return try await slots.withSlot(rank, work)
    }
}
