extension StorageError {
    /// Does `body`, again and again while the store does not answer, or has no room.
    /// - Parameters:
    ///   - pause: returns when it is to be tried again.
    ///   - report: is told each time why it could not be done.
    ///   - body: what needs the store.
    /// - Throws: what `body` throws that is no outage (``isOutage``); what `pause` throws.
    package static func outlastingOutages(
        pause: () async throws -> Void, report: (StorageError) -> Void, _ body: () async throws -> Void
    ) async throws {
        while true {
            do {
                return try await body()
            } catch let error as StorageError where error.isOutage {
                report(error)
            }
            try await pause()
        }
    }
}
