internal import Kernel
internal import Units

/// What came of a hack: whether the program of another participant fails.
struct BoardHack: Hashable, Sendable {
    var id: EntityID
    /// Whose it is.
    var hacker: EntityID
    /// Which program it is about.
    var submission: EntityID
    var received: Timestamp
    /// Which of those that were received at the same time it is, and of all.
    var number: Int
    var isSuccessful: Bool
}

/// The hacks of a contest of which something came: those against one program in the order in which they were received. A pure value.
struct BoardHacks: Sendable {
    private var bySubmission: [EntityID: [BoardHack]] = [:]
    /// The programs that somebody's hacks are about.
    private var byHacker: [EntityID: Set<EntityID>] = [:]

    /// Whose hacks are about a program.
    func hackers(of submission: EntityID) -> [EntityID] { bySubmission[submission]?.map(\.hacker) ?? [] }

    /// Whether something came of a hack.
    func contains(_ hack: BoardHack) -> Bool { bySubmission[hack.submission]?.contains { $0.id == hack.id } ?? false }

    /// Those about a program that count: up to the first successful one. What comes later is about a program that failed already.
    private func counted(_ submission: EntityID) -> ArraySlice<BoardHack> {
        let all = bySubmission[submission] ?? []
        return all.prefix((all.firstIndex(where: \.isSuccessful) ?? all.count - 1) + 1)
    }

    /// The hack that has shown that a program fails; nil: none has.
    func success(against submission: EntityID) -> BoardHack? {
        counted(submission).last.flatMap { $0.isSuccessful ? $0 : nil }
    }

    /// Somebody's hacks that count.
    func counted(of hacker: EntityID) -> [BoardHack] {
        (byHacker[hacker] ?? []).flatMap { counted($0).filter { $0.hacker == hacker } }
    }

    /// Something came of a hack, or nothing does any more.
    mutating func set(_ hack: BoardHack, counts: Bool) {
        var others = (bySubmission[hack.submission] ?? []).filter { $0.id != hack.id }
        if counts {
            let place = others.lastIndex { $0.isBefore(hack) }.map { $0 + 1 } ?? 0
            others.insert(hack, at: place)
        }
        bySubmission[hack.submission] = others.isEmpty ? nil : others
        if others.contains(where: { $0.hacker == hack.hacker }) {
            byHacker[hack.hacker, default: []].insert(hack.submission)
        } else {
            byHacker[hack.hacker]?.remove(hack.submission)
        }
    }
}

extension BoardHack {
    /// Whether it was received first.
    fileprivate func isBefore(_ other: BoardHack) -> Bool {
        (received, number) < (other.received, other.number)
    }
}
