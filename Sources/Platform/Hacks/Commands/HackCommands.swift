internal import Coordinator
internal import Events
internal import FoundationEssentials
internal import Kernel
internal import Storage
internal import SwiftProtobuf
internal import Units

/// A command that changes what was hacked in a contest.
protocol HackCommand: Command where State == HackList {
    var contest: EntityID { get }
}

extension HackCommand {
    var stream: StreamName { get throws(StorageError) { try contest.stream(HackStream.prefix) } }
}

extension DomainError {
    /// There is no hack of that id, or none that the caller may know of: nobody learns which.
    static var noHack: DomainError { DomainError(.notFound, "the contest has no hack of that id") }
    /// There is no program of that id, or none that can be hacked: nobody learns which.
    static var noTarget: DomainError {
        DomainError(.notFound, "the contest has no program of that id that can be hacked")
    }
    /// There is no problem of that id, or none that the caller may see.
    static var noContestProblem: DomainError { DomainError(.notFound, "the contest has no problem of that id") }
}

/// Hands in nothing more for a problem, to see what others have.
struct LockProblem: HackCommand {
    static let action: Action = "hacks.lock"

    var contest: EntityID
    var participant: EntityID
    var problem: EntityID

    func decide(_ hacks: HackList, _ context: CommandContext) throws(DomainError) -> Decision {
        guard let person = context.actor.person else { throw DomainError(.invalid, "only people take part") }
        // Somebody else of the team may have locked it.
        guard !hacks.isLocked(problem, by: participant) else { return Decision() }
        var locked = ProblemLocked()
        (locked.participant, locked.problem) = ("\(participant)", "\(problem)")
        (locked.by, locked.atNs) = ("\(person)", context.now.nanoseconds)
        return try Decision(locked)
    }
}

/// Says on which input another one's program fails.
struct MakeHack: HackCommand {
    static let action: Action = "hacks.make"
    /// The most hacks of a contest, and the most of a participant that wait.
    private static let (most, mostOpen) = (20_000, 5)

    var contest: EntityID
    var id: EntityID
    var hacker: EntityID
    var target: HackTarget
    var package: ContentHash
    var origin: Hack.Origin
    /// Whether all may hack, and not only who has locked the problem.
    var isOpenToAll: Bool

    func decide(_ hacks: HackList, _ context: CommandContext) throws(DomainError) -> Decision {
        guard let person = context.actor.person else { throw DomainError(.invalid, "only people take part") }
        guard hacks.hack(id) == nil else {
            throw DomainError(.conflict, "this idempotency key was another request's", advice: "take a new key")
        }
        guard target.participant != hacker else { throw DomainError(.invalid, "nobody hacks their own program") }
        guard isOpenToAll || hacks.isLocked(target.problem, by: hacker) else {
            throw DomainError(
                .wrongState, "others' programs are seen and hacked by who has locked the problem",
                advice: "lock it first: you can hand in nothing more for it then")
        }
        guard hacks.hacks.count < Self.most else {
            throw DomainError(.exhausted, "a contest has at most \(Self.most) hacks")
        }
        guard hacks.open(of: hacker) < Self.mostOpen else {
            throw DomainError(
                .exhausted, "\(Self.mostOpen) of your hacks are being judged", advice: "wait for them",
                retryAfter: .seconds(5))
        }
        if case .generated = origin, hacks.isWriting(hacker) {
            throw DomainError(
                .exhausted, "a generator of yours has still to write its input", advice: "wait for it",
                retryAfter: .seconds(5))
        }
        var made = HackMade()
        (made.id, made.by, made.participant) = ("\(id)", "\(person)", "\(hacker)")
        (made.submission, made.defender) = ("\(target.submission)", "\(target.participant)")
        (made.problem, made.package) = ("\(target.problem)", Data(package.bytes))
        made.atNs = context.now.nanoseconds
        let held: HackFile
        switch origin {
        case .given(let input):
            (made.inputSha256, made.inputSize) = (Data(input.sha256.bytes), input.size)
            held = input
        case .generated(let generator):
            made.generator.sourceSha256 = Data(generator.source.sha256.bytes)
            (made.generator.sourceSize, made.generator.language) = (generator.source.size, generator.language)
            made.generator.arguments = generator.arguments
            held = generator.source
        }
        var decision = try Decision(made)
        try decision.hold([held.reference])
        return decision
    }
}

/// A program has written the input. Nothing, if that is known already.
struct GiveInput: HackCommand {
    static let action: Action = "hacks.give-input"

    var contest: EntityID
    var id: EntityID
    var input: HackFile

    func decide(_ hacks: HackList, _ context: CommandContext) throws(DomainError) -> Decision {
        guard let hack = hacks.hack(id), hack.decision == nil, hack.input == nil else { return Decision() }
        var generated = HackGenerated()
        (generated.id, generated.inputSha256, generated.inputSize) = ("\(id)", Data(input.sha256.bytes), input.size)
        var decision = try Decision(generated)
        try decision.hold([input.reference])
        return decision
    }
}

/// The input is valid: what is right is known, and by which package the program is judged. Nothing, if that is known already.
struct PrepareHack: HackCommand {
    static let action: Action = "hacks.prepare"

    var contest: EntityID
    var id: EntityID
    var package: ContentHash
    var answer: HackFile

    func decide(_ hacks: HackList, _ context: CommandContext) throws(DomainError) -> Decision {
        guard let hack = hacks.hack(id), hack.decision == nil, hack.preparation == nil else { return Decision() }
        var prepared = HackPrepared()
        (prepared.id, prepared.package) = ("\(id)", Data(package.bytes))
        (prepared.answerSha256, prepared.answerSize) = (Data(answer.sha256.bytes), answer.size)
        var decision = try Decision(prepared)
        try decision.hold([answer.reference])
        return decision
    }
}

/// Says what came of a hack. What was said first counts.
struct DecideHack: HackCommand {
    static let action: Action = "hacks.decide"

    var contest: EntityID
    var id: EntityID
    var outcome: Hack.Outcome
    var verdict = ""
    var reason = ""

    func decide(_ hacks: HackList, _ context: CommandContext) throws(DomainError) -> Decision {
        guard let hack = hacks.hack(id), hack.decision == nil else { return Decision() }
        var decided = HackDecided()
        (decided.id, decided.outcome) = ("\(id)", outcome.rawValue)
        (decided.verdict, decided.reason) = (verdict, String(reason.prefix(2000)))
        decided.atNs = context.now.nanoseconds
        return try Decision(decided)
    }
}

/// Says that a hack does not count, or does after all.
struct JudgeHack: HackCommand {
    static let action: Action = "hacks.judge"

    var contest: EntityID
    var owner: Subject
    var id: EntityID
    /// Why it does not count; nil: it does.
    var ignoredBecause: String?
    var isFinal: Bool

    func subject(in state: HackList) -> Subject { owner }

    func decide(_ hacks: HackList, _ context: CommandContext) throws(DomainError) -> Decision {
        guard let hack = hacks.hack(id) else { throw .noHack }
        guard !isFinal else { throw DomainError(.wrongState, "the contest's results are final") }
        let by = context.actor.identity.description
        guard let reason = ignoredBecause else {
            guard hack.ignoredBecause != nil else { return Decision() }
            return try Decision(
                HackCounted.with { ($0.id, $0.by, $0.atNs) = ("\(id)", by, context.now.nanoseconds) })
        }
        guard hack.ignoredBecause != reason else { return Decision() }
        return try Decision(
            HackIgnored.with {
                ($0.id, $0.by, $0.reason) = ("\(id)", by, reason)
                $0.atNs = context.now.nanoseconds
            })
    }
}
