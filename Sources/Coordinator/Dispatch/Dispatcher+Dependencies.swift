public import Events
public import Executions
public import Identity
public import Logging
public import Storage
public import Telemetry

extension Dispatcher {
    /// What a dispatcher works with.
    public struct Dependencies: Sendable {
        /// The jobs that wait or are leased.
        public var queue: any JobQueue
        /// The submissions that the jobs are for.
        public var submissions: Submissions
        /// The executions that are kept.
        public var executions: ExecutionRecords
        /// The contents: sources and artifacts.
        public var blobs: any BlobStore
        /// The packages.
        public var packages: any DispatchPackages
        /// Signs leases and checks them.
        public var tickets: LeaseTicketCodec
        /// Counts what happens, for operators.
        public var metrics = CoordinatorMetrics()
        /// The clock for time-outs.
        public var clock = MonotonicClock.continuous
        /// Nanoseconds since 1970 (UTC). Only for showing how long jobs waited.
        public var wallClock: @Sendable () -> Int64
        /// Limits and time-outs.
        public var options = DispatchOptions()
        /// Records how long jobs wait and are leased.
        public var tracer = Tracer.off
        /// Where log lines go.
        public var logger = Logger(label: "verdict.dispatch")
        /// Called with the progress of a submission.
        public var progress: @Sendable (SubmissionID, [SubmissionProgress]) -> Void = { _, _ in }
        /// Called with what happens to an execution that is kept.
        public var executionProgress: @Sendable (ExecutionID, ExecutionEvent) -> Void = { _, _ in }
        /// Returns when an execution is not wanted any more, because somebody stopped it or had it forgotten; follows it in
        /// the name of the worker that does it.
        public var executionIsUnwanted: @Sendable (ExecutionID, Principal) async throws -> Void = { _, _ in
            try await Task.sleep(for: .seconds(86_400 * 365))
        }
        /// Called with the languages of a worker that registers, and what it says of their versions.
        public var noteLanguages: @Sendable ([String: String]) async throws(StorageError) -> Void = {
            _ throws(StorageError) in
        }
        /// The submissions of a package that are not judged yet. They go on when its time limit is known.
        public var openSubmissions: @Sendable (ContentHash) async throws(StorageError) -> [SubmissionID]

        /// The dependencies that have no default.
        public init(
            queue: any JobQueue, submissions: Submissions, executions: ExecutionRecords, blobs: any BlobStore,
            packages: any DispatchPackages,
            tickets: LeaseTicketCodec, wallClock: @escaping @Sendable () -> Int64,
            openSubmissions: @escaping @Sendable (ContentHash) async throws(StorageError) -> [SubmissionID]
        ) {
            self.queue = queue
            self.submissions = submissions
            self.executions = executions
            self.blobs = blobs
            self.packages = packages
            self.tickets = tickets
            self.wallClock = wallClock
            self.openSubmissions = openSubmissions
        }
    }
}
