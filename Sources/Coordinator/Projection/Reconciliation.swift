public import Storage

/// Brings the queue in line with the log: after a crash between the two, and when a package's time limit became known.
public struct Reconciliation: Sendable {
    /// How many submissions' jobs are added at once.
    private static let batch = 256

    private let projections: Projections
    private let jobs: OutstandingJobs
    private let packages: any PackageCatalog

    /// Brings the queue in line with what `projections` knows.
    public init(_ projections: Projections, _ jobs: OutstandingJobs, _ packages: any PackageCatalog) {
        self.projections = projections
        self.jobs = jobs
        self.packages = packages
    }

    /// Adds the outstanding jobs of all open submissions, oldest first, and those that measure packages: what a coordinator
    /// does when it starts. Changes nothing where the queue has them already.
    /// - Returns: how many jobs are in the queue for it.
    @discardableResult public func enqueueAll() async throws -> Int {
        try await projections.catchesUp()
        return try await measureAll() + enqueue(SubmissionFilter(phase: .open))
    }

    /// Adds the jobs that find the time limits of packages that have none yet.
    private func measureAll() async throws -> Int {
        var rest = try await packages.measuringJobs()[...]
        let count = rest.count
        while !rest.isEmpty {
            try await jobs.add(Array(rest.prefix(Self.batch)))
            rest = rest.dropFirst(Self.batch)
        }
        return count
    }

    /// Adds the jobs that waited for the time limit of `package`; to be called when ``PackageCatalog`` knows it.
    /// - Returns: how many jobs are in the queue for it.
    @discardableResult public func packageWasMeasured(_ package: ContentHash) async throws -> Int {
        // Whoever builds a submission that is not in the log yet will find the limit known.
        try await projections.catchesUp()
        return try await enqueue(SubmissionFilter(package: package.bytes, phase: .open))
    }

    private func enqueue(_ filter: SubmissionFilter) async throws -> Int {
        var rest = projections.submissions.find(filter)[...]
        var count = 0
        while !rest.isEmpty {
            try Task.checkCancellation()
            let outstanding = try await jobs.jobs(of: projections.submissions.summaries(of: rest.prefix(Self.batch)))
            try await jobs.add(outstanding)
            count += outstanding.count
            rest = rest.dropFirst(Self.batch)
        }
        return count
    }
}
