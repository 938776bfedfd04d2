internal import Events
internal import Kernel
internal import Storage
internal import Submissions

/// What sets of submissions that are judged anew have found, until it counts; and of which submissions the board is ahead, for
/// they have not been told yet that it does. A pure value.
struct OpenRejudgings: Sendable {
    /// A submission of a set.
    struct Found: Hashable, Sendable {
        /// The judgement that counted when the set was made.
        var stamp: JudgingStamp
        /// What was found; nil: nothing yet, or nothing that counts.
        var judgement: Judgement?
    }

    /// A set about which nobody has decided.
    struct Rejudging: Hashable, Sendable {
        var contest: EntityID
        var found: [EntityID: Found] = [:]
    }

    /// What a board shows of a submission before the submission says so itself.
    struct Lead: Hashable, Sendable {
        /// The set that was applied.
        var rejudging: EntityID
        /// What counted before.
        var before: Judgement?
    }

    private(set) var open: [EntityID: Rejudging] = [:]
    private(set) var leads: [EntityID: Lead] = [:]

    /// Something happened to a set.
    /// - Returns: the set, if what it has found counts from now on.
    mutating func apply(_ event: Event, of id: EntityID) throws(StorageError) -> Rejudging? {
        switch event.type {
        case RejudgingOpened.persistedType:
            let opened: RejudgingOpened = try event.unpacked()
            guard let contest = EntityID(opened.contest) else { return nil }
            var rejudging = Rejudging(contest: contest)
            for submission in opened.submissions {
                guard let name = EntityID(submission.id) else { continue }
                rejudging.found[name] = Found(
                    stamp: JudgingStamp(
                        generation: submission.generation, fleetGeneration: submission.fleetGeneration))
            }
            open[id] = rejudging
        case JudgedAnew.persistedType:
            let judged: JudgedAnew = try event.unpacked()
            guard let name = EntityID(judged.submission) else { return nil }
            open[id]?.found[name]?.judgement = Judgement(judged.judgement)
        case RejudgingApplied.persistedType: return open.removeValue(forKey: id)
        case RejudgingCancelled.persistedType: open[id] = nil
        default: break
        }
        return nil
    }

    /// The board shows from now on what a set has found of a submission.
    mutating func lead(_ submission: EntityID, by rejudging: EntityID, before: Judgement?) {
        // What counted is what the submission itself says: of two sets that were applied, the first one knows it.
        let known = leads[submission].map(\.before) ?? before
        leads[submission] = Lead(rejudging: rejudging, before: known)
    }

    /// Something happened to a submission, before anything else is made of it.
    /// - Returns: what counts of it again: somebody had it judged again before it was told what a set has found, which so counts
    ///   no more; nil: what the board shows stays.
    mutating func follow(_ event: Event, of submission: EntityID) throws(StorageError) -> Judgement?? {
        guard let lead = leads[submission] else { return nil }
        switch event.type {
        case RejudgingWanted.persistedType:
            let wanted: RejudgingWanted = try event.unpacked()
            leads[submission] = nil
            return wanted.rejudging == "\(lead.rejudging)" ? nil : .some(lead.before)
        case JudgementRecorded.persistedType, SubmissionDeleted.persistedType: leads[submission] = nil
        default: break
        }
        return nil
    }
}

// MARK: Snapshots

extension OpenRejudgings {
    /// Writes all of it.
    func write(to writer: inout SnapshotWriter) throws {
        try writer.add(UInt32(open.count))
        for (id, rejudging) in open {
            try writer.add(id.number)
            try writer.add(rejudging.contest.number)
            try writer.add(UInt32(rejudging.found.count))
            for (submission, found) in rejudging.found {
                try writer.add(submission.number)
                try found.stamp.write(to: &writer)
                try found.judgement.write(to: &writer)
            }
        }
        try writer.add(UInt32(leads.count))
        for (submission, lead) in leads {
            try writer.add(submission.number)
            try writer.add(lead.rejudging.number)
            try lead.before.write(to: &writer)
        }
    }

    /// Reads what ``write(to:)`` wrote.
    init(from reader: inout SnapshotReader) throws {
        for _ in 0..<(try reader.count()) {
            let id = EntityID(number: try reader.number())
            var rejudging = Rejudging(contest: EntityID(number: try reader.number()))
            for _ in 0..<(try reader.count()) {
                let submission = EntityID(number: try reader.number())
                let stamp = try JudgingStamp(from: &reader)
                rejudging.found[submission] = Found(stamp: stamp, judgement: try Judgement(from: &reader))
            }
            open[id] = rejudging
        }
        for _ in 0..<(try reader.count()) {
            let submission = EntityID(number: try reader.number())
            let rejudging = EntityID(number: try reader.number())
            leads[submission] = Lead(rejudging: rejudging, before: try Judgement(from: &reader))
        }
    }
}

extension JudgingStamp {
    /// Writes it.
    func write(to writer: inout SnapshotWriter) throws {
        try writer.add(generation)
        try writer.add(fleetGeneration == nil ? 0 : 1 as UInt8)
        try writer.add(fleetGeneration ?? 0)
    }

    /// Reads what ``write(to:)`` wrote.
    init(from reader: inout SnapshotReader) throws {
        let generation: UInt32 = try reader.number()
        let isJudged = try reader.number(UInt8.self) == 1
        let fleet: UInt32 = try reader.number()
        self.init(generation: generation, fleetGeneration: isJudged ? fleet : nil)
    }
}
