import Storage

/// A store does not do what its contract says.
public struct Nonconformance: Error, CustomStringConvertible {
    /// What it does instead.
    public var message: String
    /// Where that was seen.
    public var file: String
    /// The line in that file.
    public var line: Int

    /// `LogExpectationChecks.swift:31: two appends that expect the same both succeeded`.
    public var description: String { "\(file):\(line): \(message)" }
}

/// Throws ``Nonconformance`` if `condition` does not hold.
func require(
    _ condition: Bool, _ message: @autoclosure () -> String, file: String = #fileID, line: Int = #line
) throws(Nonconformance) {
    guard condition else { throw Nonconformance(message: message(), file: file, line: line) }
}

/// Throws ``Nonconformance`` if `actual` is not `expected`.
func require<Value: Equatable>(
    _ actual: Value, equals expected: Value, _ what: @autoclosure () -> String, file: String = #fileID,
    line: Int = #line
) throws(Nonconformance) {
    guard actual != expected else { return }
    let texts = [expected, actual].map { value in
        let text = String(describing: value)
        return text.count > 400 ? text.prefix(400) + "… (\(text.count) characters)" : text
    }
    throw Nonconformance(message: "\(what()): expected \(texts[0]), got \(texts[1])", file: file, line: line)
}

/// Throws ``Nonconformance`` if `operation` does not throw a ``StorageError`` of one of these codes.
func require(
    failure codes: StorageError.Code..., from what: @autoclosure () -> String, file: String = #fileID,
    line: Int = #line, _ operation: () async throws -> Void
) async throws(Nonconformance) {
    do {
        try await operation()
    } catch let error as StorageError where codes.contains(error.code) {
        return
    } catch {
        throw Nonconformance(message: "\(what()) failed otherwise than it must: \(error)", file: file, line: line)
    }
    throw Nonconformance(message: "\(what()) did not fail", file: file, line: line)
}

/// Asks until there is an answer; throws ``Nonconformance`` if there is none within `limit`, which is generous: busy
/// machines are slow.
func eventually<Value>(
    _ what: @autoclosure () -> String, within limit: Duration = .seconds(20), file: String = #fileID,
    line: Int = #line, _ answer: () async throws -> Value?
) async throws -> Value {
    let clock = ContinuousClock()
    let deadline = clock.now + limit
    while true {
        if let value = try await answer() { return value }
        guard clock.now < deadline else {
            throw Nonconformance(message: "not within \(limit): \(what())", file: file, line: line)
        }
        try await clock.sleep(for: .milliseconds(10))
    }
}

/// Throws ``Nonconformance`` if `operation` has not ended after `limit`; it is cancelled then.
func within<Value: Sendable>(
    _ limit: Duration, _ what: String, file: String = #fileID, line: Int = #line,
    _ operation: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask { try await operation() }
        group.addTask {
            try await Task.sleep(for: limit)
            throw Nonconformance(message: "not within \(limit): \(what)", file: file, line: line)
        }
        defer { group.cancelAll() }
        guard let value = try await group.next() else { throw CancellationError() }
        return value
    }
}
