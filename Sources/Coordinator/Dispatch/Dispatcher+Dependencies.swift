public import Events
public import Logging
public import Storage

extension Dispatcher {
    /// What a dispatcher works with.
    public struct Dependencies: Sendable {
        /// The jobs.
        public var queue: any JobQueue
        /// What they are for.
        public var submissions: Submissions
        /// Sources and artifacts.
        public var blobs: any BlobStore
        /// Problems.
        public var packages: any DispatchPackages
        /// Leases' strings.
        public var tickets: LeaseTicketCodec
        /// What operators see.
        public var metrics = CoordinatorMetrics()
        /// Measures silence and waits.
        public var clock = MonotonicClock.continuous
        /// Nanoseconds since 1970 (UTC): says how long jobs waited, and decides nothing.
        public var wallClock: @Sendable () -> Int64
        /// How workers are dealt with.
        public var options = DispatchOptions()
        /// Where it says what an operator should know.
        public var logger = Logger(label: "verdict.dispatch")
        /// Is told what workers found so far of a submission.
        public var progress: @Sendable (SubmissionID, SubmissionProgress) -> Void = { _, _ in }
        /// Is told which languages a worker that registers has.
        public var noteLanguages: @Sendable (Set<String>) async throws(StorageError) -> Void = {
            _ throws(StorageError) in
        }
        /// The submissions of a package that are not judged yet: they go on when its time limit is found.
        public var openSubmissions: @Sendable (ContentHash) async throws(StorageError) -> [SubmissionID]

        /// The dependencies that have no default.
        public init(
            queue: any JobQueue, submissions: Submissions, blobs: any BlobStore, packages: any DispatchPackages,
            tickets: LeaseTicketCodec, wallClock: @escaping @Sendable () -> Int64,
            openSubmissions: @escaping @Sendable (ContentHash) async throws(StorageError) -> [SubmissionID]
        ) {
            self.queue = queue
            self.submissions = submissions
            self.blobs = blobs
            self.packages = packages
            self.tickets = tickets
            self.wallClock = wallClock
            self.openSubmissions = openSubmissions
        }
    }
}
