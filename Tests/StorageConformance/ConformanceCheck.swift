/// One promise of a contract, and how to see whether a store keeps it.
public struct ConformanceCheck: Sendable, CustomStringConvertible {
    /// The promise: `log: one of many appenders wins`.
    public let name: String
    /// Holds a store to it. Throws ``Nonconformance``, or what the store threw.
    public let run: @Sendable (any StoreUnderTest) async throws -> Void

    /// A promise of that name.
    public init(_ name: String, _ run: @escaping @Sendable (any StoreUnderTest) async throws -> Void) {
        self.name = name
        self.run = run
    }

    /// The promise's name.
    public var description: String { name }

    /// All promises of all contracts.
    public static let all: [ConformanceCheck] =
        EventLogConformance.checks + JobQueueConformance.checks + BlobStoreConformance.checks
        + PersonKeysConformance.checks
}
