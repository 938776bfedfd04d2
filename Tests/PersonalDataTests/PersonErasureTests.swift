import Cryptography
import EmbeddedStorage
import PersonalData
import Storage
import SystemPackage
import Testing

@Suite("A person is erased, or that was not begun")
struct PersonErasureTests {
    private struct Interrupted: Error {}

    /// Whom a log says to be erased.
    private actor Log {
        private(set) var erased: [PersonID] = []
        func append(_ person: PersonID) { if !erased.contains(person) { erased.append(person) } }
    }

    @Test("It is told when the key is gone, and once, however often it is asked for")
    func order() async throws {
        try await PersonVault.withNew { vault, keys in
            let (person, log) = (PersonID(), Log())
            _ = try await vault.sealer(for: person)
            for _ in 0..<3 {
                try await PersonErasure(keys).erase(person) {
                    let opener = try await vault.opener(for: person)
                    #expect(opener == nil, "it was told too early")
                    await log.append(person)
                }
            }
            #expect(await log.erased == [person])
        }
    }

    @Test("An erasure whose word was lost is told later, and one whose key came back is done again")
    func reconciled() async throws {
        try await PersonVault.withNew { vault, keys in
            let (untold, told, back, unknown, alive) = (PersonID(), PersonID(), PersonID(), PersonID(), PersonID())
            for person in [untold, told, back, alive] { _ = try await vault.sealer(for: person) }
            let erasure = PersonErasure(keys)
            await #expect(throws: Interrupted.self) { try await erasure.erase(untold) { throw Interrupted() } }
            let log = Log()
            try await erasure.erase(told) { await log.append(told) }
            for person in [back, unknown] { await log.append(person) }
            let done = try await erasure.reconcile(erasedInLog: Set(await log.erased)) { await log.append($0) }
            #expect(done.recorded == [untold])
            #expect(done.erasedAgain == [back, unknown].sorted())
            #expect(Set(await log.erased) == [untold, told, back, unknown])
            let isBackGone = try await vault.opener(for: back) == nil
            let isUnknownGone = try await vault.sealer(for: unknown) == nil
            let isAliveThere = try await vault.opener(for: alive) != nil
            #expect(isBackGone && isUnknownGone && isAliveThere)
            let again = try await erasure.reconcile(erasedInLog: Set(await log.erased)) { await log.append($0) }
            #expect(again.recorded.isEmpty && again.erasedAgain.isEmpty)
        }
    }

    @Test("No file of a store and its backup holds the value, the key, or, after the erasure, the sealed key")
    func rawFiles() async throws {
        let folder = try PeopleFolder()
        let store = try await folder.openStore()
        let keys = try await folder.openKeys()
        let (person, other) = (PersonID(), PersonID())
        let vault = PersonVault(keys)
        let value = "alice.liddell@wonderland.example"
        let sealer = try #require(try await vault.sealer(for: person))
        _ = try await vault.sealer(for: other)
        let fields = [try sealer.seal(value, as: "accounts.email")]
        let stream = try StreamName("account-\(person)")
        _ = try await store.log.append(
            fields.map { Event(type: "test", payload: $0.bytes) }, to: stream, expecting: .anything)
        let key = try #require(try await keys.create(for: person)).bytes
        try await store.backup(to: folder.path.appending("backup"))
        let sealedKey = try Array(folder.contents("people/people.keys")[slot: 1][21..<94])
        #expect(try folder.files(with: person.bytes) == ["people/people.keys"])
        #expect(try folder.files(with: sealedKey) == ["people/people.keys"])
        let plain = [Array(value.utf8), key]
        for bytes in plain { #expect(try folder.files(with: bytes).isEmpty) }

        try await PersonErasure(keys).erase(person) {}
        for bytes in plain + [sealedKey] { #expect(try folder.files(with: bytes).isEmpty) }
        // The log is whole, and says no more.
        let events = try await store.log.read(stream, after: .start, limit: 9).flatMap(\.events)
        #expect(events.map(\.payload) == fields.map(\.bytes))
        #expect(try await vault.open(fields[0], of: person, as: "accounts.email") == .erased)
        await keys.close()
        try await store.close()
        for bytes in plain + [sealedKey] { #expect(try folder.files(with: bytes).isEmpty) }
    }
}

extension PeopleFolder {
    fileprivate func contents(_ name: String) throws -> [UInt8] {
        let file = try FileDescriptor.open(path.appending(name), .readOnly)
        return try file.closeAfter {
            try unsafe [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
                count = try unsafe file.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
        }
    }
}

extension [UInt8] {
    /// The slot of that number of the file of keys; the header is the first.
    fileprivate subscript(slot number: Int) -> [UInt8] { Array(self[number * 128..<(number + 1) * 128]) }
}
