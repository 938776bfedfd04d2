/// How long a worker's leases last.
public struct LeaseTerms: Hashable, Sendable {
    /// From when a lease is given, or made longer.
    public var duration: Duration
    /// How often the worker is to make them longer.
    public var extendEvery: Duration
}

/// What came of leases that a worker wanted to last longer. Those that do are not named.
public struct ExtendedLeases: Hashable, Sendable {
    /// Those that have ended: their jobs may be another worker's by now.
    public var ended: [String] = []
    /// Those whose jobs nobody wants any more.
    public var unwanted: [String] = []
}
