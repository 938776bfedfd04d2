internal import Coordinator
internal import Events
internal import Grading
internal import Kernel
internal import Library
internal import Storage
internal import Submissions
internal import Units

/// What a hack is called at the fleet: whoever finds one there knows what it is of.
struct HackName: Hashable {
    var contest: EntityID
    var hack: EntityID

    init(_ contest: EntityID, _ hack: EntityID) { (self.contest, self.hack) = (contest, hack) }

    /// Reads what ``text`` wrote.
    init?(_ text: String) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "hack", let contest = EntityID(parts[1]), let hack = EntityID(parts[2])
        else { return nil }
        self.init(contest, hack)
    }

    var text: String { "hack \(contest) \(hack)" }

    /// What the fleet calls it.
    var fleetID: SubmissionID { JudgingDesk.id(key: text) }
}

/// How hacks are judged. Each step stands in the log when it is done, so that a coordinator that was killed goes on with the next.
extension Hacks {
    /// Has the input looked at, and the program judged by it. Done twice, it does nothing twice.
    var judging: Reaction {
        var reaction = Reaction("hacks.judge", to: .prefixed(HackStream.prefix + "-")) { entry, context in
            guard let contest = HackStream.contest(entry.stream) else { return }
            for event in entry.events {
                if let made = try event.unpackedIfHeld(HackMade.self), let id = EntityID(made.id) {
                    // Of one whose input a program writes there is nothing to look at yet.
                    try await self.examine(HackName(contest, id), context)
                } else if let generated = try event.unpackedIfHeld(HackGenerated.self), let id = EntityID(generated.id)
                {
                    try await self.examine(HackName(contest, id), context)
                } else if let prepared = try event.unpackedIfHeld(HackPrepared.self), let id = EntityID(prepared.id) {
                    try await self.judge(HackName(contest, id), context)
                }
            }
        }
        reaction.delays = Reaction.fleetDelays
        return reaction
    }

    /// Has inputs written that are made by programs; apart from all else, so that who gives an input waits for nobody's program.
    var generating: Reaction {
        var reaction = Reaction("hacks.generate", to: .prefixed(HackStream.prefix + "-")) { entry, context in
            guard let contest = HackStream.contest(entry.stream) else { return }
            for event in entry.events {
                guard let made = try event.unpackedIfHeld(HackMade.self), let id = EntityID(made.id) else { continue }
                try await self.write(HackName(contest, id), context)
            }
        }
        reaction.delays = Reaction.fleetDelays
        return reaction
    }

    private func write(_ name: HackName, _ context: ReactionContext) async throws {
        guard let hack = try await hacks(of: name.contest).hack(name.hack), hack.decision == nil, hack.input == nil,
            case .generated(let generator) = hack.origin
        else { return }
        let fleet = try self.fleet.get()
        let program = InputGenerator(
            language: generator.language, source: try await fleet.content(generator.source.reference),
            arguments: generator.arguments)
        let written: GeneratedInput
        do {
            written = try await library.generate(program, atMost: ByteCount(Int64(options.largestInput)))
        } catch let error as DomainError where error.code == .invalid {
            // Trying again does not help.
            written = .nothing(error.message)
        }
        switch written {
        case .nothing(let why): try await decide(name, .invalid, because: why, context)
        case .input(let bytes):
            let command = GiveInput(contest: name.contest, id: name.hack, input: try await keep(bytes))
            try await context.commands.perform(command, by: context.actor)
        }
    }

    private func examine(_ name: HackName, _ context: ReactionContext) async throws {
        guard let hack = try await hacks(of: name.contest).hack(name.hack), hack.decision == nil,
            hack.preparation == nil, let file = hack.input
        else { return }
        let input = try await fleet.get().content(file.reference)
        let examined: ExaminedInput
        do {
            examined = try await library.examine(input, for: hack.package)
        } catch let error as DomainError where [.wrongState, .invalid, .notFound].contains(error.code) {
            // Trying again does not help.
            examined = .unanswered(error.message)
        }
        switch examined {
        case .invalid(let why): try await decide(name, .invalid, because: why, context)
        case .unanswered(let why): try await decide(name, .ignored, because: why, context)
        case .test(let answer, let package):
            let command = PrepareHack(
                contest: name.contest, id: name.hack, package: package, answer: try await keep(answer))
            try await context.commands.perform(command, by: context.actor)
        }
    }

    private func judge(_ name: HackName, _ context: ReactionContext) async throws {
        guard let hack = try await hacks(of: name.contest).hack(name.hack), hack.decision == nil,
            let preparation = hack.preparation
        else { return }
        let refusal = try await fleet.get().put {
            try await self.submissions.request(hack.submission, by: preparation.package, key: name.text)
        }
        if let refusal { try await decide(name, .ignored, because: refusal.reason, context) }
    }

    /// Follows what the fleet says of what was put into it.
    var following: Reaction {
        Reaction("hacks.follow", to: .prefixed("submission-")) { entry, context in
            let ends = [
                SubmissionJudged.persistedType, SubmissionCancelled.persistedType, SubmissionStuck.persistedType,
            ]
            guard entry.events.contains(where: { ends.contains($0.type) }), let id = SubmissionID(entry.stream),
                let state = try await self.fleet.get().state(of: id), JudgingDesk.isOwn(state),
                let name = HackName(state.accepted.reference), name.fleetID == id
            else { return }
            try await self.note(state, of: name, context)
        }
    }

    private func note(_ state: SubmissionState, of name: HackName, _ context: ReactionContext) async throws {
        switch state.phase {
        case .open: return
        case .cancelled: try await decide(name, .ignored, because: "its judging was stopped", context)
        case .stuck:
            let why = "the fleet could not judge it: \(state.stuck?.reason ?? "")"
            try await decide(name, .ignored, because: why, context)
        case .judged:
            guard let judged = state.judged else { return }
            switch Verdict(judged.verdict) {
            case .accepted: try await decide(name, .unsuccessful, .accepted, context)
            case nil, .judgeError, .skipped:
                try await decide(name, .ignored, because: "the judge itself failed", context)
            // It was right before: a compiler that is another one now is not its author's fault.
            case .compileError:
                try await decide(name, .ignored, because: "the program does not compile any more", context)
            case .some(let verdict): try await decide(name, .successful, verdict, context)
            }
        }
    }

    private func decide(
        _ name: HackName, _ outcome: Hack.Outcome, _ verdict: Verdict? = nil, because reason: String = "",
        _ context: ReactionContext
    ) async throws {
        let command = DecideHack(
            contest: name.contest, id: name.hack, outcome: outcome, verdict: verdict?.rawValue ?? "", reason: reason)
        try await context.commands.perform(command, by: context.actor)
    }
}
