/// Does both at once, and takes what the first one to end returns or throws; the other one is cancelled.
public func firstToEnd<Value: Sendable>(
    of body: @Sendable @escaping @concurrent () async throws -> Value,
    or other: @Sendable @escaping @concurrent () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask { try await body() }
        group.addTask { try await other() }
        defer { group.cancelAll() }
        guard let value = try await group.next() else { throw CancellationError() }
        return value
    }
}
