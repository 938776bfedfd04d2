internal import Concurrency
internal import Coordinator
internal import Events
internal import Kernel
internal import Storage
internal import SwiftProtobuf

/// How sets of submissions are judged anew: so many at once, after everything else that the fleet has to do.
extension SubmissionDesk {
    /// How many submissions are seen to at once.
    private static let atOnce = 16

    /// What a set is now.
    func rejudging(_ id: EntityID) async throws -> Rejudging {
        try await services.commands.state(of: id.stream(RejudgingStream.prefix))
    }

    /// Does what follows from what happens to sets. Done twice, it does nothing twice.
    var judgingAnew: Reaction {
        var reaction = Reaction("submissions.rejudge", to: .prefixed(RejudgingStream.prefix + "-")) { entry, context in
            guard let id = RejudgingStream.id(entry.stream) else { return }
            for event in entry.events {
                switch event.type {
                case RejudgingOpened.persistedType:
                    try await self.begin(0..<self.options.rejudgedAtOnce, of: id, context)
                case JudgedAnew.persistedType:
                    try await self.goOn(id, after: try event.unpacked(JudgedAnew.self).submission, context)
                case NotJudgedAnew.persistedType:
                    try await self.goOn(id, after: try event.unpacked(NotJudgedAnew.self).submission, context)
                case RejudgingApplied.persistedType: try await self.spread(id, context)
                case RejudgingCancelled.persistedType: try await self.stop(id)
                default: break
                }
            }
        }
        reaction.delays = Reaction.fleetDelays
        return reaction
    }

    /// The fleet gets one more when one has ended. Which one that is follows from how many had ended then, so that each is begun
    /// by one entry of the log, whatever else has happened meanwhile.
    private func goOn(_ id: EntityID, after submission: String, _ context: ReactionContext) async throws {
        guard let ended = EntityID(submission), let entry = try await rejudging(id).entry(ended) else { return }
        let next = entry.number - 1 + options.rejudgedAtOnce
        try await begin(next..<next + 1, of: id, context)
    }

    private func begin(_ places: Range<Int>, of id: EntityID, _ context: ReactionContext) async throws {
        let rejudging = try await rejudging(id)
        let entries = rejudging.entries[places.clamped(to: rejudging.entries.indices)]
        guard rejudging.stage == .open, !entries.isEmpty else { return }
        _ = try await BoundedTasks.map(Array(entries), atOnce: Self.atOnce) { entry in
            guard entry.outcome == nil,
                let reason = try await self.begin(entry, of: id, by: rejudging)
            else { return }
            try await context.commands.perform(
                RecordJudgedAnew(id: id, submission: entry.submission, outcome: .failed(reason)), by: context.actor)
        }
    }

    /// Has the fleet judge one submission anew.
    /// - Returns: why it cannot be; nil: the fleet has it.
    private func begin(_ entry: Rejudging.Entry, of id: EntityID, by rejudging: Rejudging) async throws -> String? {
        let submission = try await submission(entry.submission)
        guard let received = submission.received, !submission.isDeleted else { return "it was deleted" }
        guard let version = rejudging.version(of: received.problem) else { return "the contest has no such problem" }
        let name = entry.judging(by: id)
        return try await fleet.put {
            var request = try await self.request(received, as: name)
            (request.package, request.priority) = ([UInt8](version.package), .rejudge)
            return request
        }?.reason
    }

    /// Notes what the fleet says of what is judged anew.
    func note(
        _ state: SubmissionState, as name: JudgingName, of id: EntityID, _ context: ReactionContext
    ) async throws {
        let outcome: Rejudging.Outcome
        switch state.phase {
        case .open: return
        case .judged:
            guard var judgement = JudgementRecorded(state, generation: name.generation) else { return }
            judgement.rejudging = "\(id)"
            let isJudged = state.judged.map { ![.judgeError, .skipped].contains($0.verdict) } ?? false
            outcome = isJudged ? .judged(judgement) : .failed("the judge itself failed")
        case .cancelled: outcome = .failed("its judging was stopped")
        case .stuck: outcome = .failed("the fleet could not judge it: \(state.stuck?.reason ?? "")")
        }
        let done = try await context.commands.perform(
            RecordJudgedAnew(id: id, submission: name.submission, outcome: outcome), by: context.actor)
        guard [.applying, .applied].contains(done.state.stage), case .judged(let judgement) = outcome else { return }
        // Of what counts already the fleet's admins have had it judge something again.
        try await context.commands.perform(
            RecordJudgement(id: name.submission, judgement: judgement), by: context.actor)
    }

    /// Tells the submissions of a set that what was found counts.
    private func spread(_ id: EntityID, _ context: ReactionContext) async throws {
        let rejudging = try await rejudging(id)
        guard rejudging.stage == .applying else { return }
        let isApplied = try await BoundedTasks.map(rejudging.entries, atOnce: Self.atOnce) { entry -> Bool in
            guard case .judged(let judgement) = entry.outcome,
                let problem = try await self.submission(entry.submission).received?.problem,
                let version = rejudging.version(of: problem)
            else { return false }
            let done = try await context.commands.perform(
                ReplaceJudgement(
                    id: entry.submission, rejudging: id, stamp: entry.stamp, judgement: judgement, version: version,
                    by: rejudging.appliedBy), by: context.actor)
            return done.state.rejudging == "\(id)"
        }
        let found = rejudging.entries.count { if case .judged = $0.outcome { true } else { false } }
        let applied = isApplied.count { $0 }
        try await context.commands.perform(
            FinishRejudging(id: id, applied: applied, passedOver: found - applied), by: context.actor)
    }

    /// Has the fleet stop what nobody wants any more.
    private func stop(_ id: EntityID) async throws {
        let rejudging = try await rejudging(id)
        for entry in rejudging.begun(atOnce: options.rejudgedAtOnce) where entry.outcome == nil {
            try await fleet.cancel(entry.judging(by: id).fleetID, because: "its rejudging was cancelled")
        }
    }
}

extension Rejudging.Entry {
    /// What its judging by a set is called at the fleet.
    func judging(by rejudging: EntityID) -> JudgingName { JudgingName(submission, stamp.generation + 1, of: rejudging) }
}
