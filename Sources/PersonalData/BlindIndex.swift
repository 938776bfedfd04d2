import Cryptography
public import Storage

/// What finds an account by an address without holding the address: a code of it, made with the site's own key.
///
/// Whoever has the site's key can try addresses on it. So it never stands in the log as it is: there it is sealed for its
/// person, like the address, and goes with the person's key. What finds people by it, ``BlindTable``, is made of the log and
/// forgets who is erased. The log has only the ``bucket`` as it is, for which two that take the same address contend.
public struct BlindIndex: Hashable, Sendable {
    /// How many bytes it has.
    public static let size = 32
    /// The code: 32 bytes.
    public let bytes: [UInt8]

    init(code: [UInt8]) {
        bytes = code
    }

    /// The index that was kept; nil if it is none.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.size else { return nil }
        self.bytes = bytes
    }

    /// Which of 256 groups it is in: the name of the stream on which an address is taken, so that of two that take the same
    /// at once one finds the other. It stays in the log when the person is erased; with the site's key it rules out 255 of
    /// 256 guesses, without it none.
    public var bucket: UInt8 { bytes[0] }
}

/// Makes indexes, with the key of ``Storage/PersonID/site``, which is kept with those of people: outside the log and its
/// backups, the same on all coordinators, and the same after the store's key ring has changed.
public struct BlindIndexes: Sendable {
    private let key: SymmetricKey

    /// The indexes of the site, whose key is made if there never was one.
    /// - Throws: ``Storage/StorageError``: what the store of keys throws.
    public init(_ keys: any PersonKeys) async throws(StorageError) {
        guard let key = try await keys.create(for: .site) else {
            throw StorageError(
                .corrupted, stage: "read the site's own key", reason: "it is said to be destroyed, which nobody can do",
                advice: "restore the keys of people from a backup")
        }
        self.key = key
    }

    /// The index of an address for a purpose; for each purpose it is another.
    public func index(of address: EmailAddress, for purpose: FieldPurpose) -> BlindIndex {
        let info = Array("verdict blind index v1\0\(purpose.name)".utf8)
        return BlindIndex(
            code: MessageCode.sha256(
                of: Array(address.normalized.utf8), key: KeyDerivation.derive(from: key, salt: [], info: info)))
    }
}

/// Who has which index, of all who are not erased. Made of the log by opening what is sealed there.
public struct BlindTable: Sendable {
    private var people: [BlindIndex: PersonID] = [:]
    private var indexes: [PersonID: Set<BlindIndex>] = [:]

    /// Nobody yet.
    public init() {}

    /// Who has that index; nil if nobody has.
    public func person(with index: BlindIndex) -> PersonID? { people[index] }

    /// The person has that index, unless somebody else has.
    /// - Returns: whether the person has it.
    @discardableResult
    public mutating func take(_ index: BlindIndex, for person: PersonID) -> Bool {
        if let holder = people[index] { return holder == person }
        people[index] = person
        indexes[person, default: []].insert(index)
        return true
    }

    /// The person gives it back.
    public mutating func release(_ index: BlindIndex, of person: PersonID) {
        guard people[index] == person else { return }
        people[index] = nil
        indexes[person]?.remove(index)
        if indexes[person]?.isEmpty ?? false { indexes[person] = nil }
    }

    /// Forgets the person, who is erased.
    public mutating func forget(_ person: PersonID) {
        for index in indexes.removeValue(forKey: person) ?? [] { people[index] = nil }
    }
}
