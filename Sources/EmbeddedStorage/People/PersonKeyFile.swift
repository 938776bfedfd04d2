import Files
import Storage
import SystemPackage

/// The file of people's keys: a header, then a slot for each person who ever had a key, in the order in which they came.
///
/// A key is destroyed where it stands, by overwriting it: there is no journal and no copy of it anywhere else. All calls
/// block; one at a time.
struct PersonKeyFile {
    /// Where a person's slot is.
    private struct Place {
        var number: UInt32
        var isDestroyed: Bool
        /// It could not be told that the key's bytes are gone from the disk.
        var isUnfinished = false
    }

    /// The most people: an index of this many takes about 800 MB of memory.
    static let limit = 1 << 24
    private static let header = Array("verdict people's keys 1\n".utf8)
    private static let batch = 8192

    private let file: OwnedFile
    private var places: [PersonID: Place] = [:]
    /// All people in order, if that was asked for since the last came.
    private var sorted: [PersonID]?
    /// The slot that the next key goes to.
    private var next = 0

    /// Opens the file, or makes it; removes what was left of keys when it was not closed.
    /// - Throws: ``StorageError``: `corrupted`; `incompatible` for another file; `Errno`.
    init(_ path: FilePath) throws {
        do {
            file = try OwnedFile(path, .readWrite)
        } catch Errno.noSuchFileOrDirectory {
            // With its header or not at all: an empty one is what is left of keys, and none to begin with.
            try path.replaceFile { _ = try $0.writeAll(Self.padded(Self.header)) }
            try path.parent.syncDirectory()
            file = try OwnedFile(path, .readWrite)
        }
        guard try file.read(PersonKeySlot.size, at: 0) == Self.padded(Self.header) else {
            throw StorageError(
                .incompatible, stage: "open \(path)", reason: "it is no file of people's keys that this program knows",
                advice: "use the Verdict that wrote it, or restore the file from a backup")
        }
        try readAll()
    }

    private static func padded(_ bytes: [UInt8]) -> [UInt8] {
        bytes + [UInt8](repeating: 0, count: PersonKeySlot.size - bytes.count)
    }

    private func offset(_ number: Int) -> Int64 { Int64(number + 1) * Int64(PersonKeySlot.size) }

    private mutating func readAll() throws {
        var number = 0
        var isChanged = false
        while true {
            let bytes = try file.read(Self.batch * PersonKeySlot.size, at: offset(number))
            // Less than a slot at the end was never a key's.
            for start in stride(from: 0, to: bytes.count - PersonKeySlot.size + 1, by: PersonKeySlot.size) {
                let slot = try PersonKeySlot(reading: bytes[start..<start + PersonKeySlot.size], number: number)
                if try take(slot, number) { isChanged = true }
                number += 1
            }
            guard bytes.count == Self.batch * PersonKeySlot.size else { break }
        }
        if isChanged { try file.sync() }
    }

    /// Takes note of a slot.
    /// - Returns: whether something of it had to be removed.
    private mutating func take(_ slot: PersonKeySlot, _ number: Int) throws -> Bool {
        let isLeft = slot.state != .present && slot.sealedKey != PersonKeySlot.wiped
        if isLeft { try wipe(number) }
        guard slot.state != .free else { return isLeft }
        let place = Place(number: UInt32(number), isDestroyed: slot.state == .destroyed)
        guard places.updateValue(place, forKey: slot.person) == nil else { throw PersonKeySlot.damaged(number) }
        next = number + 1
        return isLeft
    }

    private func wipe(_ number: Int) throws {
        try file.write(PersonKeySlot.wiped, at: offset(number) + Int64(PersonKeySlot.sealed.lowerBound))
    }

    /// Puts a slot behind all others; durable when this returns.
    private mutating func add(_ slot: PersonKeySlot, _ stage: String) throws {
        guard next < Self.limit else {
            throw StorageError(
                .full, stage: stage, reason: "there are \(Self.limit) people, the most that one file takes",
                advice: "keep the store on NATS servers")
        }
        var free = slot
        free.state = .free
        // Complete before it is there: so what is there is complete, whenever the power fails.
        try file.write(free.bytes, at: offset(next))
        try file.sync()
        try file.write([slot.state.rawValue], at: offset(next))
        try file.sync()
        places[slot.person] = Place(number: UInt32(next), isDestroyed: slot.state == .destroyed)
        next += 1
        sorted = nil
    }

    /// What is kept of the person's key: nil if there never was one.
    func slot(of person: PersonID) throws -> PersonKeySlot? {
        guard let place = places[person] else { return nil }
        let slot = try PersonKeySlot(
            reading: try file.read(PersonKeySlot.size, at: offset(Int(place.number))), number: Int(place.number))
        guard slot.person == person, slot.state == (place.isDestroyed ? .destroyed : .present) else {
            throw PersonKeySlot.damaged(Int(place.number))
        }
        return slot
    }

    /// Keeps the key of a person who never had one.
    mutating func add(_ sealedKey: [UInt8], of person: PersonID, _ stage: String) throws {
        try add(PersonKeySlot(person, state: .present, sealedKey: sealedKey), stage)
    }

    /// Destroys the person's key, or notes that there never will be one.
    /// - Parameter reached: is told of each step when it is done; what it throws ends the call there.
    mutating func destroy(
        _ person: PersonID, _ stage: String, reached: (DestructionStep) throws -> Void
    ) throws {
        guard let place = places[person] else {
            return try add(PersonKeySlot(person, state: .destroyed, sealedKey: PersonKeySlot.wiped), stage)
        }
        guard !place.isDestroyed || place.isUnfinished else { return }
        let number = Int(place.number)
        try file.write([PersonKeySlot.State.destroyed.rawValue], at: offset(number))
        places[person] = Place(number: place.number, isDestroyed: true, isUnfinished: true)
        try reached(.marked)
        try file.sync()
        try reached(.durable)
        try wipe(number)
        try reached(.overwritten)
        try file.sync()
        try reached(.finished)
        places[person] = Place(number: place.number, isDestroyed: true)
    }

    /// At most `limit` people after `person`, in order.
    mutating func list(after person: PersonID?, limit: Int) -> [PersonKeyListing] {
        let all = sorted ?? places.keys.sorted()
        sorted = all
        var (low, high) = (0, all.count)
        while let person, low < high {
            let middle = (low + high) / 2
            if all[middle] <= person { low = middle + 1 } else { high = middle }
        }
        return all[low...].prefix(max(0, limit)).map {
            PersonKeyListing($0, isDestroyed: places[$0]?.isDestroyed ?? true)
        }
    }
}

/// How far the destruction of a key has come.
package enum DestructionStep: Int, CaseIterable, Sendable {
    /// It says of itself that it is destroyed; a power failure may undo that.
    case marked
    /// Nothing undoes that.
    case durable
    /// Its bytes are overwritten; a power failure may undo that, and the next opening does it again.
    case overwritten
    /// Its bytes are gone from the disk.
    case finished
}
