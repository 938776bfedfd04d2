import Storage

/// All that is known of each job, by where it was added, in little memory: most jobs wait, and nothing has happened to
/// them yet. Of these there are an id, a lane, and a place in an index of ids: some 120 bytes, and 48 for an id of more
/// than 15 bytes.
struct JobTable {
    /// A lane, shared by all jobs that wait in it.
    private final class LaneName: Sendable {
        let lane: JobLane

        init(_ lane: JobLane) {
            self.lane = lane
        }
    }

    private struct Record {
        var id: String
        var lane: LaneName
    }

    /// What is different from a job that waits where it was added.
    private struct History {
        var order: UInt64
        var status: JobBoard.Entry.Status
        var changes: [UInt64]
        var leases: [(change: Int, number: UInt64)]
    }

    private var records: [UInt64: Record] = [:]
    private var histories: [UInt64: History] = [:]
    private var sequences: [String: UInt64] = [:]
    private var lanes: [JobLane: (name: LaneName, count: Int)] = [:]

    /// The job of that id, by where it was added.
    func job(_ id: String) -> UInt64? { sequences[id] }

    /// What is known of the job that was added at `sequence`. Its id and lane never change.
    subscript(_ sequence: UInt64) -> JobBoard.Entry? {
        get {
            guard let record = records[sequence] else { return nil }
            let history = histories[sequence]
            return JobBoard.Entry(
                id: record.id, lane: record.lane.lane, order: history?.order ?? sequence,
                status: history?.status ?? .waiting, changes: history?.changes ?? [], leases: history?.leases ?? [])
        }
        set {
            guard let entry = newValue else { return remove(sequence) }
            if records[sequence] == nil {
                records[sequence] = Record(id: entry.id, lane: share(entry.lane))
                sequences[entry.id] = sequence
            }
            let isUntouched = entry.status == .waiting && entry.order == sequence && entry.changes.isEmpty
            histories[sequence] =
                isUntouched
                ? nil
                : History(order: entry.order, status: entry.status, changes: entry.changes, leases: entry.leases)
        }
    }

    private mutating func share(_ lane: JobLane) -> LaneName {
        let name = lanes[lane]?.name ?? LaneName(lane)
        lanes[lane, default: (name, 0)].count += 1
        return name
    }

    private mutating func remove(_ sequence: UInt64) {
        guard let record = records.removeValue(forKey: sequence) else { return }
        histories[sequence] = nil
        if sequences[record.id] == sequence { sequences[record.id] = nil }
        let lane = record.lane.lane
        lanes[lane]?.count -= 1
        if lanes[lane]?.count == 0 { lanes[lane] = nil }
    }
}
