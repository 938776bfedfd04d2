internal import Events
internal import Kernel
internal import Storage

/// Whose solving of which problem a balloon is for.
struct BalloonKey: Hashable, Sendable {
    var participant: EntityID
    var problem: EntityID
}

/// The balloons of a contest: one for each problem that somebody has solved, in the order in which that was known. One that was
/// made stays, also where its problem turns out not to be solved: it may hang already. A pure value.
struct Balloons: Sendable {
    /// In order: the first one has the number 1.
    private(set) var all: [BalloonKey] = []
    private var numbers: [BalloonKey: Int] = [:]

    /// None.
    init() {}

    /// The balloon of that number; nil if there is none.
    func balloon(_ number: Int) -> BalloonKey? { all.indices.contains(number - 1) ? all[number - 1] : nil }

    /// One is made, unless there is one.
    mutating func make(_ key: BalloonKey) {
        guard numbers[key] == nil else { return }
        all.append(key)
        numbers[key] = all.count
    }

    // MARK: Snapshots

    /// Writes all of them.
    func write(to writer: inout SnapshotWriter) throws {
        try writer.add(UInt32(all.count))
        for key in all {
            try writer.add(key.participant.number)
            try writer.add(key.problem.number)
        }
    }

    /// Reads what ``write(to:)`` wrote.
    init(from reader: inout SnapshotReader) throws {
        for _ in 0..<(try reader.count()) {
            let participant = EntityID(number: try reader.number())
            make(BalloonKey(participant: participant, problem: EntityID(number: try reader.number())))
        }
    }
}
