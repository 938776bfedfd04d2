/// A store could not do what it was asked: never a sign of anything about a job or a submission.
public struct StorageError: Error, Hashable, Sendable {
    /// What kind of failure it is.
    public struct Code: Hashable, Sendable {
        private enum Kind: Hashable {
            case conflict, notFound, corrupted, full, tooLarge, unavailable, badRequest, incompatible, wrongKey, closed
        }
        private var kind: Kind

        /// Somebody else appended to the stream first: read it again, decide again.
        public static let conflict = Code(kind: .conflict)
        /// There is no such blob.
        public static let notFound = Code(kind: .notFound)
        /// What is stored is not what was put there.
        public static let corrupted = Code(kind: .corrupted)
        /// The disk, or the quota of the server, is full. Nothing was written.
        public static let full = Code(kind: .full)
        /// Larger than a store takes in one piece.
        public static let tooLarge = Code(kind: .tooLarge)
        /// The store does not answer now; what was asked may have been done or not. Asking again is safe.
        public static let unavailable = Code(kind: .unavailable)
        /// The caller's mistake.
        public static let badRequest = Code(kind: .badRequest)
        /// Written by a newer version, or no store of this program.
        public static let incompatible = Code(kind: .incompatible)
        /// Sealed with a key that is not in the key ring.
        public static let wrongKey = Code(kind: .wrongKey)
        /// The store was closed.
        public static let closed = Code(kind: .closed)
    }

    /// What kind of failure it is.
    public var code: Code
    /// What was being done: `append to submission-17`.
    public var stage: String
    /// What the database, the server or the kernel said, where it said something.
    public var reason: String?
    /// What to do about it, where that is known.
    public var advice: String?

    /// The log's entry that it is about, where it is about one.
    public var entry: EntryPlace?

    /// An error of `code` while doing `stage`.
    public init(_ code: Code, stage: String, reason: String? = nil, advice: String? = nil) {
        self.code = code
        self.stage = stage
        self.reason = reason
        self.advice = advice
    }
}

/// Where an entry of the log stands.
public struct EntryPlace: Hashable, Sendable {
    /// Its position in the log.
    public var position: LogPosition
    /// Its stream.
    public var stream: StreamName

    /// The entry at `position`, of `stream`.
    public init(_ position: LogPosition, _ stream: StreamName) {
        (self.position, self.stream) = (position, stream)
    }
}

extension StorageError: CustomStringConvertible {
    /// `append to submission-17: database or disk is full; make room in /var/lib/verdict`.
    public var description: String {
        stage + (reason.map { ": \($0)" } ?? "") + (advice.map { "; \($0)" } ?? "")
    }
}

extension StorageError {
    /// The store does not answer, or has no room: it may by itself, and whoever needs it waits.
    public var isOutage: Bool { code == .unavailable || code == .full }

    /// What is stored cannot be used, and trying again does not help.
    public var isDamage: Bool { [.corrupted, .wrongKey, .incompatible].contains(code) }

    /// Nobody who needs the store can go on: what it has is damaged, or it was closed.
    public var isFinal: Bool { isDamage || code == .closed }
}
