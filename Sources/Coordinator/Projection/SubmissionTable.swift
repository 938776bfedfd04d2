import Events
import Storage

/// All submissions of the log, by id and in the order in which they were taken. A pure value.
struct SubmissionTable: Sendable {
    /// Rows are kept in pieces of so many: to grow copies none of them.
    private static let piece = 4096

    private var pieces: [ContiguousArray<SubmissionRow>] = []
    private var numbers: [SubmissionID: UInt32] = [:]
    var stuckJobs: [UInt32: String] = [:]
    var tenants = NameTable<String>()
    var packages = NameTable<[UInt8]>()
    var contests = NameTable<String>()
    var languages = NameTable<String>()
    /// Bytes of sources that are contents of their own, by the tenant's number.
    var storedBytes: [UInt32: UInt64] = [:]
    /// How many there are.
    private(set) var count: UInt32 = 0

    /// Adds an entry of a submission's stream.
    /// - Throws: ``StorageError`` (`corrupted`).
    mutating func apply(_ entry: LogEntry, of id: SubmissionID) throws(StorageError) -> SubmissionChange? {
        guard let number = numbers[id] else { return try open(id, entry) }
        let before = self[number].phase
        try apply(entry.events[...], to: number)
        let after = self[number]
        guard before != after.phase else { return nil }
        let tenant = tenants.name(after.tenant)
        if after.phase == .open { return .resumed(tenant: tenant) }
        guard before == .open || after.phase == .judged else { return nil }
        return .ended(tenant: tenant, wasOpen: before == .open, verdict: after.phase == .judged ? after.verdict : nil)
    }

    /// Adds a submission that was not there.
    private mutating func open(_ id: SubmissionID, _ entry: LogEntry) throws(StorageError) -> SubmissionChange {
        guard let first = entry.events.first, case .accepted(let accepted) = try SubmissionEvent(first) else {
            throw StorageError(
                .corrupted, stage: "read the submission \(id)", reason: "its first event does not accept it",
                advice: "restore the store from a backup")
        }
        let (number, stored) = (count, accepted.storedSources.reduce(0) { $0 &+ $1.content.size })
        add(id, accepted, entry, storedBytes: stored)
        try apply(entry.events.dropFirst(), to: number)
        return .opened(id, tenant: accepted.tenant, storedBytes: stored)
    }

    private mutating func apply(_ events: ArraySlice<Event>, to number: UInt32) throws(StorageError) {
        for event in events where matters(event, to: number) {
            guard let event = try SubmissionEvent(event) else { continue }
            // Hardly any is stuck: most of the time there is nothing to look up.
            var stuckJob = stuckJobs.isEmpty ? nil : stuckJobs[number]
            let wasStuck = stuckJob != nil
            pieces[Int(number) / Self.piece][Int(number) % Self.piece].apply(event, stuckJob: &stuckJob)
            if wasStuck || stuckJob != nil { stuckJobs[number] = stuckJob }
        }
    }

    /// What was found in batches is large, and seldom says anything here.
    private func matters(_ event: Event, to number: UInt32) -> Bool {
        event.type != BatchJudged.persistedType || !stuckJobs.isEmpty && stuckJobs[number] != nil
    }

    private mutating func add(
        _ id: SubmissionID, _ accepted: SubmissionAccepted, _ entry: LogEntry, storedBytes stored: UInt64
    ) {
        let tenant = tenants.intern(accepted.tenant)
        if stored > 0 { storedBytes[tenant, default: 0] &+= stored }
        let package = packages.intern([UInt8](accepted.package))
        let contest = contests.intern(accepted.contest)
        let row = SubmissionRow(
            id: id, position: entry.position, acceptedAt: entry.recordedAt,
            tenant: tenant, package: package, contest: contest,
            beforeOfTenant: tenants.add(row: count, to: tenant),
            beforeOfPackage: packages.add(row: count, to: package),
            beforeOfContest: contests.add(row: count, to: contest),
            language: UInt16(clamping: languages.intern(accepted.language)), urgency: accepted.priority.urgency)
        append(row)
    }

    /// Makes room for so many rows.
    mutating func reserve(_ count: Int) { numbers.reserveCapacity(count) }

    /// Adds a row after all others.
    mutating func append(_ row: SubmissionRow) {
        if Int(count) % Self.piece == 0 {
            var piece = ContiguousArray<SubmissionRow>()
            piece.reserveCapacity(Self.piece)
            pieces.append(piece)
        }
        pieces[Int(count) / Self.piece].append(row)
        numbers[row.id] = count
        count += 1
    }

    /// The same, but that no submission is found by its id: shares its rows with this one, and costs nothing to make.
    var withoutNumbers: SubmissionTable {
        var table = self
        table.numbers = [:]
        return table
    }

    /// What each tenant has: open submissions, and bytes of sources that are contents of their own.
    var counts: [String: (open: Int, storedBytes: UInt64)] {
        var counts: [UInt32: (open: Int, storedBytes: UInt64)] = storedBytes.mapValues { (0, $0) }
        for number in 0..<count where self[number].phase == .open {
            counts[self[number].tenant, default: (0, 0)].open += 1
        }
        return Dictionary(uniqueKeysWithValues: counts.map { (tenants.name($0.key), $0.value) })
    }

    /// The row with that number, from 0.
    subscript(number: UInt32) -> SubmissionRow { pieces[Int(number) / Self.piece][Int(number) % Self.piece] }

    /// What is known of a submission; nil if it never came.
    func summary(of id: SubmissionID) -> SubmissionSummary? { numbers[id].map { summary(self[$0]) } }

    /// A row with its names.
    func summary(_ row: SubmissionRow) -> SubmissionSummary {
        SubmissionSummary(
            id: row.id, position: row.position, acceptedAt: row.acceptedAt, tenant: tenants.name(row.tenant),
            package: packages.name(row.package), contest: contests.name(row.contest),
            language: languages.name(UInt32(row.language)), priority: LoggedPriority(urgency: row.urgency),
            phase: row.phase, isBuilt: row.isBuilt, generation: row.generation,
            verdict: row.judgedGeneration == 0 ? nil : LoggedVerdict(rawValue: Int(row.verdict)) ?? .unspecified,
            judgedGeneration: row.judgedGeneration)
    }

    /// The number of the row whose first entry stands at `position`; nil if there is none.
    func number(at position: LogPosition) -> UInt32? {
        var (low, high) = (UInt32(0), count)
        while low < high {
            let middle = low + (high - low) / 2
            if self[middle].position < position { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low].position == position ? low : nil
    }
}

/// What an entry did to the counts.
enum SubmissionChange: Equatable, Sendable {
    /// A new submission.
    case opened(SubmissionID, tenant: String, storedBytes: UInt64)
    /// Work is to be done for it again.
    case resumed(tenant: String)
    /// No more work is to be done for it.
    case ended(tenant: String, wasOpen: Bool, verdict: UInt8?)
}
