import Cryptography
import Storage
import TestSupport

/// What all ``PersonKeys`` must do.
public enum PersonKeysConformance {
    /// The promises, in the order of the contract.
    public static let checks: [ConformanceCheck] =
        ([
            ("somebody who never had a key has none", missing),
            ("a key is made once and stays the same", creating),
            ("people have keys of their own", different),
            ("a key that was destroyed is gone for good", destroying),
            ("who never had a key and is destroyed never gets one", destroyingNobody),
            ("destroying again changes nothing", destroyingAgain),
            ("all who make a key at once get the same", createdAtOnce),
            ("a key that is made and destroyed at once is destroyed", racing),
            ("people are listed in order, each once", listing),
            ("keys and destructions outlive reopening", reopening),
            ("a closed store says so", closing),
            ("random operations agree with a model", randomOperations),
        ] as [(String, @Sendable (any StoreUnderTest) async throws -> Void)]).map { name, check in
            ConformanceCheck("people: \(name)", check)
        }

    @Sendable static func missing(_ store: any StoreUnderTest) async throws {
        let people = try await store.personKeys()
        try await people.require(.missing, of: PersonID())
        try require(try await people.list(after: nil, limit: 9), equals: [], "people before the first")
    }

    @Sendable static func creating(_ store: any StoreUnderTest) async throws {
        let people = try await store.personKeys()
        let person = PersonID()
        let key = try await people.requireKey(of: person)
        try require(key.count, equals: 32, "the length of a key")
        try require(try await people.requireKey(of: person), equals: key, "the key that is made again")
        try await people.require(.present(key), of: person)
    }

    @Sendable static func different(_ store: any StoreUnderTest) async throws {
        let people = try await store.personKeys()
        var keys: Set<[UInt8]> = []
        for _ in 0..<20 { keys.insert(try await people.requireKey(of: PersonID())) }
        try require(keys.count, equals: 20, "the keys of 20 people")
    }

    @Sendable static func destroying(_ store: any StoreUnderTest) async throws {
        let people = try await store.personKeys()
        let (gone, stays) = (PersonID(), PersonID())
        _ = try await people.requireKey(of: gone)
        let key = try await people.requireKey(of: stays)
        try await people.destroy(gone)
        try await people.require(.destroyed, of: gone)
        try await people.requireNoneMade(for: gone)
        try await people.require(.destroyed, of: gone)
        try await people.require(.present(key), of: stays)
    }

    @Sendable static func destroyingNobody(_ store: any StoreUnderTest) async throws {
        let people = try await store.personKeys()
        let person = PersonID()
        try await people.destroy(person)
        try await people.requireNoneMade(for: person)
        try await people.require(.destroyed, of: person)
    }

    @Sendable static func destroyingAgain(_ store: any StoreUnderTest) async throws {
        let people = try await store.personKeys()
        let person = PersonID()
        _ = try await people.requireKey(of: person)
        for _ in 0..<3 { try await people.destroy(person) }
        try await people.require(.destroyed, of: person)
        let all = try await people.list(after: nil, limit: 9)
        try require(all, equals: [PersonKeyListing(person, isDestroyed: true)], "all people")
    }
}

/// How a key stands, as tests compare it.
enum Standing: Equatable {
    case missing, destroyed
    case present([UInt8])

    init(_ key: PersonKey) {
        self =
            switch key {
            case .missing: .missing
            case .destroyed: .destroyed
            case .present(let key): .present(key.bytes)
            }
    }
}

extension PersonKeys {
    func require(
        _ standing: Standing, of person: PersonID, file: String = #fileID, line: Int = #line
    ) async throws {
        let found = Standing(try await key(of: person))
        try StorageConformance.require(found, equals: standing, "how a key stands", file: file, line: line)
    }

    /// The person's key, made if there never was one.
    func requireKey(of person: PersonID, file: String = #fileID, line: Int = #line) async throws -> [UInt8] {
        let key = try await create(for: person)
        guard let key else { throw Nonconformance(message: "no key is made", file: file, line: line) }
        return key.bytes
    }

    func requireNoneMade(for person: PersonID, file: String = #fileID, line: Int = #line) async throws {
        let isNone = try await create(for: person) == nil
        try StorageConformance.require(isNone, "a destroyed person gets a key", file: file, line: line)
    }
}
