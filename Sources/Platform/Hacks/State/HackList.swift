internal import Coordinator
internal import Events
package import Kernel
package import Storage
internal import Units

/// What the streams of hacks are called.
package enum HackStream {
    /// One for each contest.
    package static let prefix = "hacks"

    /// The contest whose hacks a stream has; nil if it is another kind of stream.
    package static func contest(_ stream: StreamName) -> EntityID? {
        stream.text.hasPrefix(prefix + "-") ? EntityID(stream.text.dropFirst(prefix.count + 1)) : nil
    }
}

/// All hacks of a contest, and who has locked what: what its stream adds up to. A pure value.
package struct HackList: Aggregate {
    /// Who has locked which problem.
    private struct Lock: Hashable, Sendable {
        var participant: EntityID
        var problem: EntityID
    }

    /// In the order in which they were made.
    package private(set) var hacks: [Hack] = []
    private var places: [EntityID: Int] = [:]
    private var locks: Set<Lock> = []
    /// How many nobody knows yet what comes of; for those that judges do not have count nobody waits.
    package var open: Int { hacks.count { $0.decision == nil && $0.ignoredBecause == nil } }

    package init() {}

    /// The hack of that id; nil if there is none.
    package func hack(_ id: EntityID) -> Hack? { places[id].map { hacks[$0] } }

    /// Whether a participant has locked a problem.
    package func isLocked(_ problem: EntityID, by participant: EntityID) -> Bool {
        locks.contains(Lock(participant: participant, problem: problem))
    }

    /// The problems that a participant has locked.
    package func locked(by participant: EntityID) -> Set<EntityID> {
        Set(locks.filter { $0.participant == participant }.map(\.problem))
    }

    /// How many of a participant's nobody knows yet what comes of.
    func open(of hacker: EntityID) -> Int { hacks.count { $0.hacker == hacker && $0.decision == nil } }

    /// Whether a program of a participant's has still to write an input.
    func isWriting(_ hacker: EntityID) -> Bool {
        hacks.contains { $0.hacker == hacker && $0.decision == nil && $0.input == nil }
    }

    package mutating func apply(_ event: Event) throws(StorageError) {
        switch event.type {
        case ProblemLocked.persistedType:
            let locked: ProblemLocked = try event.unpacked()
            guard let participant = EntityID(locked.participant), let problem = EntityID(locked.problem) else { return }
            locks.insert(Lock(participant: participant, problem: problem))
        case HackMade.persistedType:
            guard let hack = Hack(try event.unpacked(), number: hacks.count), places[hack.id] == nil else { return }
            places[hack.id] = hacks.count
            hacks.append(hack)
        case HackGenerated.persistedType:
            let generated: HackGenerated = try event.unpacked()
            guard let input = ContentHash(bytes: generated.inputSha256) else { return }
            edit(generated.id) { $0.input = HackFile(sha256: input, size: generated.inputSize) }
        case HackPrepared.persistedType:
            let prepared: HackPrepared = try event.unpacked()
            guard let package = ContentHash(bytes: prepared.package),
                let answer = ContentHash(bytes: prepared.answerSha256)
            else { return }
            edit(prepared.id) {
                $0.preparation = Hack.Preparation(
                    package: package, answer: HackFile(sha256: answer, size: prepared.answerSize))
            }
        case HackDecided.persistedType: decide(try event.unpacked())
        case HackIgnored.persistedType:
            let ignored: HackIgnored = try event.unpacked()
            edit(ignored.id) { $0.ignoredBecause = ignored.reason }
        case HackCounted.persistedType: edit(try event.unpacked(HackCounted.self).id) { $0.ignoredBecause = nil }
        default: break
        }
    }

    private mutating func decide(_ decided: HackDecided) {
        guard let outcome = Hack.Outcome(rawValue: decided.outcome), let id = EntityID(decided.id),
            hack(id).map({ $0.decision == nil }) ?? false
        else { return }
        edit(decided.id) {
            $0.decision = Hack.Decision(outcome: outcome, verdict: decided.verdict, reason: decided.reason)
        }
    }

    private mutating func edit(_ id: String, _ body: (inout Hack) -> Void) {
        guard let id = EntityID(id), let place = places[id] else { return }
        body(&hacks[place])
    }
}

extension HackList {
    /// The hacks that an event is about, as they are with it; for whoever keeps them beside.
    package func hack(in event: Event) throws(StorageError) -> Hack? {
        let id: String
        switch event.type {
        case HackMade.persistedType: id = try event.unpacked(HackMade.self).id
        case HackDecided.persistedType: id = try event.unpacked(HackDecided.self).id
        case HackIgnored.persistedType: id = try event.unpacked(HackIgnored.self).id
        case HackCounted.persistedType: id = try event.unpacked(HackCounted.self).id
        default: return nil
        }
        return EntityID(id).flatMap { hack($0) }
    }
}
