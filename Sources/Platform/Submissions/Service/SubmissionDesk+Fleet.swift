internal import Coordinator
internal import Events
internal import Foundation
internal import Grading
internal import Kernel
internal import Storage
internal import SwiftProtobuf

/// What a judging is called at the fleet: whoever finds one there knows what it is of.
struct JudgingName: Hashable {
    var submission: EntityID
    var generation: UInt32
    /// The set by which it is judged anew; nil: by none.
    var rejudging: EntityID?

    init(_ submission: EntityID, _ generation: UInt32, of rejudging: EntityID? = nil) {
        (self.submission, self.generation, self.rejudging) = (submission, generation, rejudging)
    }

    /// Reads what ``text`` wrote.
    init?(_ text: String) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), let submission = EntityID(parts[0]), let generation = UInt32(parts[1])
        else { return nil }
        self.init(submission, generation)
        guard parts.count == 3 else { return }
        guard let rejudging = EntityID(parts[2]) else { return nil }
        self.rejudging = rejudging
    }

    var text: String { "\(submission) \(generation)" + (rejudging.map { " \($0)" } ?? "") }

    /// What the fleet calls it.
    var fleetID: SubmissionID { JudgingDesk.id(key: text) }
}

extension SubmissionDesk {
    /// Puts what is to be judged into the fleet, and stops there what was deleted. Done twice, the fleet has it once.
    var judging: Reaction {
        var reaction = Reaction("submissions.judge", to: .prefixed(SubmissionStream.prefix + "-")) { entry, context in
            guard let id = SubmissionStream.id(entry.stream) else { return }
            for event in entry.events {
                if event.type == SubmissionReceived.persistedType {
                    try await self.begin(JudgingName(id, 1), context)
                } else if let wanted = try event.unpackedIfHeld(RejudgingWanted.self) {
                    // What a set has judged has its judgement.
                    guard wanted.rejudging.isEmpty else { continue }
                    try await self.begin(JudgingName(id, wanted.generation), context)
                } else if event.type == SubmissionDeleted.persistedType {
                    let name = try await self.submission(id).judgingName(id)
                    try await self.fleet.cancel(name.fleetID, because: "it was deleted")
                }
            }
        }
        reaction.delays = Reaction.fleetDelays
        return reaction
    }

    private func begin(_ name: JudgingName, _ context: ReactionContext) async throws {
        let submission = try await submission(name.submission)
        guard let received = submission.received, !submission.isDeleted, submission.generation == name.generation,
            submission.phase == .waiting || submission.phase == .failed
        else { return }
        if let refusal = try await fleet.put({ try await self.request(received, as: name) }) {
            return try await fail(name, refusal.reason, isRefused: refusal.isForWhatItIs, context)
        }
        let command = BeginJudging(
            id: name.submission, generation: name.generation, fleetID: "\(name.fleetID)")
        try await context.commands.perform(command, by: context.actor)
    }

    /// What the fleet is asked to judge.
    func request(_ received: SubmissionReceived, as name: JudgingName) async throws -> SubmissionRequest {
        var request = SubmissionRequest()
        (request.idempotencyKey, request.reference) = (name.text, name.text)
        request.package = [UInt8](received.package)
        (request.language, request.entryPoint) = (received.language, received.entryPoint)
        request.contest = received.contest
        request.priority = received.contest.isEmpty ? .normal : .contest
        for file in received.files {
            let bytes = try await fleet.content(file.reference)
            request.sources.append(.with { ($0.name, $0.content) = (file.name, Data(bytes)) })
        }
        return request
    }

    private func fail(
        _ name: JudgingName, _ reason: String, isRefused: Bool, _ context: ReactionContext
    ) async throws {
        let command = FailJudging(
            id: name.submission, generation: name.generation, reason: reason, isRefused: isRefused)
        try await context.commands.perform(command, by: context.actor)
    }

    /// Follows what the fleet says of what was put into it.
    var following: Reaction {
        Reaction("submissions.follow", to: .prefixed("submission-")) { entry, context in
            let ends = [
                SubmissionJudged.persistedType, SubmissionCancelled.persistedType, SubmissionStuck.persistedType,
            ]
            guard entry.events.contains(where: { ends.contains($0.type) }), let id = SubmissionID(entry.stream),
                let state = try await self.fleet.state(of: id), JudgingDesk.isOwn(state),
                let name = JudgingName(state.accepted.reference), name.fleetID == id
            else { return }
            try await self.note(state, as: name, context)
        }
    }

    private func note(_ state: SubmissionState, as name: JudgingName, _ context: ReactionContext) async throws {
        if let rejudging = name.rejudging { return try await note(state, as: name, of: rejudging, context) }
        switch state.phase {
        case .open: return
        case .judged:
            guard let judgement = JudgementRecorded(state, generation: name.generation) else { return }
            let command = RecordJudgement(id: name.submission, judgement: judgement)
            try await context.commands.perform(command, by: context.actor)
        case .cancelled: try await fail(name, "its judging was stopped", isRefused: false, context)
        case .stuck:
            try await fail(
                name, "the fleet could not judge it: \(state.stuck?.reason ?? "")", isRefused: false, context)
        }
    }
}

extension JudgementRecorded {
    /// What the fleet has found; nil while it goes on.
    init?(_ state: SubmissionState, generation: UInt32) {
        guard let judged = state.judged else { return nil }
        self.init()
        (self.generation, fleetGeneration) = (generation, state.generation)
        (verdict, score) = (judged.verdict.shortName, judged.score)
        let parts = Set(state.tree.parts.map { state.tree.groups[$0].name })
        groups = judged.groups.map { group in
            .with {
                ($0.name, $0.verdict, $0.score) = (group.name, group.verdict.shortName, group.score)
                $0.isPart = parts.contains(group.name)
            }
        }
        let results = state.batches.values.flatMap(\.result.tests)
        tests = state.accepted.tests
        passed = UInt32(Set(results.filter { $0.result.verdict == .accepted }.map(\.index)).count)
        if judged.hasDecidingTest { decidingTest = judged.decidingTest }
        cpuNs = Int64(clamping: results.map(\.result.cpuTimeNs).max() ?? 0)
        memoryBytes = results.map(\.result.memoryBytes).max() ?? 0
        language = state.built.map(\.result.language).flatMap { $0.isEmpty ? nil : $0 } ?? state.accepted.language
    }
}

extension LoggedVerdict {
    /// In short, `AC`, also where this version's judge does not give it.
    var shortName: String { Verdict(self)?.rawValue ?? (self == .presentationError ? "PE" : "?") }
}
