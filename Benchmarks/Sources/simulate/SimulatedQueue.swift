import Storage

/// A job of the simulation.
struct SimulatedJob {
    var submission: Int
    /// Which batch it runs; -1: it compiles.
    var batch: Int
    /// When it came to wait for the first time.
    var since: Double
    /// How often it was leased.
    var delivery = 0
}

/// Jobs that wait in lanes, as in a ``Storage/JobQueue``: of a lane the oldest comes first.
struct SimulatedQueue {
    private struct Line {
        var jobs: [SimulatedJob] = []
        var first = 0
        /// When a job of it was leased last, or the first began to wait.
        var servedAt = 0.0
        var count: Int { jobs.count - first }
    }

    private var lines: [JobLane: Line] = [:]
    private(set) var waiting: [JobLane: Int] = [:]
    private(set) var total = 0
    private(set) var most = 0
    /// The longest time that a lane waited without being served.
    private(set) var longestUnserved: [UInt8: Double] = [:]

    mutating func add(_ job: SimulatedJob, to lane: JobLane, at time: Double) {
        if lines[lane, default: Line()].count == 0 { lines[lane, default: Line()].servedAt = time }
        lines[lane, default: Line()].jobs.append(job)
        waiting[lane, default: 0] += 1
        total += 1
        most = max(most, total)
    }

    mutating func lease(_ count: Int, from lane: JobLane, at time: Double) -> [SimulatedJob] {
        guard let index = lines.index(forKey: lane) else { return [] }
        let taken = min(count, lines.values[index].count)
        guard taken > 0 else { return [] }
        let first = lines.values[index].first
        var jobs = Array(lines.values[index].jobs[first..<(first + taken)])
        for place in jobs.indices { jobs[place].delivery += 1 }
        lines.values[index].first += taken
        let unserved = time - lines.values[index].servedAt
        longestUnserved[lane.priority] = max(longestUnserved[lane.priority] ?? 0, unserved)
        lines.values[index].servedAt = time
        if lines.values[index].first > 4096, lines.values[index].first * 2 > lines.values[index].jobs.count {
            lines.values[index].jobs.removeFirst(lines.values[index].first)
            lines.values[index].first = 0
        }
        let left = (waiting[lane] ?? 0) - taken
        waiting[lane] = left > 0 ? left : nil
        total -= taken
        return jobs
    }
}
