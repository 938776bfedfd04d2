import Storage

/// Where one follower of the log is. It holds a page at most, and reads the next when that is used up.
actor LogFollower {
    private let log: EmbeddedEventLog
    private var position: LogPosition
    private var page: ArraySlice<LogEntry> = []

    init(log: EmbeddedEventLog, position: LogPosition) {
        self.log = log
        self.position = position
    }

    private func nextPage() async throws(StorageError) -> ArraySlice<LogEntry> {
        if let recent = log.recent.entries(after: position, limit: 256) { return recent[...] }
        return try await log.read(after: position, limit: 256)[...]
    }

    /// The next entry, once there is one; nil if the task was cancelled.
    func next() async throws(StorageError) -> LogEntry? {
        while page.isEmpty {
            guard !Task.isCancelled else { return nil }
            // Before reading: what is appended after this ends the wait.
            let count = log.appended.count
            page = try await nextPage()
            if page.isEmpty { try await log.appended.wait(past: count, stage: "follow the log") }
        }
        guard let entry = page.popFirst() else { return nil }
        position = entry.position
        return entry
    }
}
