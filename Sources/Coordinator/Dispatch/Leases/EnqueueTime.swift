import Storage

/// When a job was enqueued, as its payload says: for people, who want to know how long jobs wait.
struct EnqueueTime: Sendable {
    /// Nanoseconds since 1970 (UTC).
    var nanoseconds: Int64

    init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// What the payload says; nil if it says nothing.
    init?(_ payload: [UInt8]) {
        guard payload.count == 8 else { return nil }
        nanoseconds = payload.reduce(0) { $0 << 8 | Int64($1) }
    }

    var payload: [UInt8] {
        stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: nanoseconds >> $0) }
    }
}
