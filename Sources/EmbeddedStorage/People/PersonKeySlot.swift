import Cryptography
import Storage

/// A key's place in the file of keys: 128 bytes, of which no disk writes a part alone.
///
/// One byte state, 16 bytes person, 4 bytes check of these, the sealed key, and zeros. The state is written by itself: it is
/// what makes a key that is complete one that is there, and one that is there one that is destroyed.
struct PersonKeySlot {
    static let size = 128
    /// Where the sealed key is.
    static let sealed = 21..<21 + KeyRing.sealedPersonKeySize
    /// What stands there of a key that was destroyed.
    static let wiped = [UInt8](repeating: 0, count: sealed.count)

    /// Far from each other, so that a flipped bit makes none into another.
    enum State: UInt8 {
        case free = 0
        case present = 0x4B
        case destroyed = 0xDD
    }

    var state: State
    var person: PersonID
    /// The sealed key; ``wiped`` for one that was destroyed.
    var sealedKey: [UInt8]

    init(_ person: PersonID, state: State, sealedKey: [UInt8]) {
        (self.person, self.state, self.sealedKey) = (person, state, sealedKey)
    }

    /// Reads a slot.
    /// - Throws: ``StorageError`` (`corrupted`) if it is none.
    init(reading bytes: some Collection<UInt8>, number: Int) throws(StorageError) {
        let bytes = Array(bytes)
        guard bytes.count == Self.size, let state = State(rawValue: bytes[0]),
            let person = PersonID(bytes: bytes[1..<17])
        else { throw Self.damaged(number) }
        (self.state, self.person, sealedKey) = (state, person, Array(bytes[Self.sealed]))
        guard state == .free || Array(bytes[17..<21]) == Self.check(person) else { throw Self.damaged(number) }
    }

    /// As it stands in the file.
    var bytes: [UInt8] {
        let written = [state.rawValue] + person.bytes + Self.check(person) + sealedKey
        return written + [UInt8](repeating: 0, count: Self.size - written.count)
    }

    private static func check(_ person: PersonID) -> [UInt8] {
        Array(SHA256.hash(Array("verdict person key v1".utf8) + person.bytes).prefix(4))
    }

    static func damaged(_ number: Int) -> StorageError {
        StorageError(
            .corrupted, stage: "open the keys of people", reason: "the key in place \(number) is not what was written",
            advice: "restore the keys of people from a backup, then erase again whom the log says to be erased")
    }
}
