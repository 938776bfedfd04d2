import Cryptography
import EmbeddedStorage
import Foundation
import Glibc
import Storage
import SystemPackage
import TestSupport
import Testing

@Suite("The file of people's keys", .timeLimit(.minutes(2)))
struct PersonKeyFileTests {
    private static let file = "people.keys"

    @Test(
        "A process that is killed at each step of a destruction has destroyed the key",
        arguments: DestructionStep.allCases)
    func killed(at step: DestructionStep) async throws {
        let folder = try StoreFolder()
        let keys = try KeyRing.generate(file: folder.path.appending("keys"))
        let people = try await EmbeddedPersonKeys.open(folder.people, keys: keys)
        let (gone, stays) = (PersonID(), PersonID())
        let plain = try #require(try await people.create(for: gone)).bytes
        let kept = try #require(try await people.create(for: stays)).bytes
        await people.close()
        let sealed = Array(try folder.slot(1)[21..<94])
        #expect(try folder.slot(1)[1..<17] == gone.bytes[...])
        let victim = try Victim(
            "erase", store: folder.people, folder: folder.path, seed: UInt64(step.rawValue), more: [gone.description])
        #expect(victim.waitForEnd() == SIGKILL)
        let isOverwritten = step.rawValue >= DestructionStep.overwritten.rawValue
        #expect((try folder.bytes(Self.file).range(of: Data(sealed)) == nil) == isOverwritten)
        let again = try await EmbeddedPersonKeys.open(folder.people, keys: keys)
        let all = try folder.bytes(Self.file)
        #expect(all.range(of: Data(sealed)) == nil && all.range(of: Data(plain)) == nil)
        guard case .destroyed = try await again.key(of: gone) else {
            Issue.record("the key is still there")
            return
        }
        #expect(try await again.create(for: gone) == nil)
        #expect(try await again.create(for: stays)?.bytes == kept)
        await again.close()
    }

    @Test("What a process that is killed has acknowledged is so")
    func killedAtAnyTime() async throws {
        let folder = try StoreFolder()
        let keys = try KeyRing.generate(file: folder.path.appending("keys"))
        var random = SystemRandomNumberGenerator()
        var told: [PersonID: Bool] = [:]
        for round in 0..<6 as Range<UInt64> {
            let victim = try Victim("people", store: folder.people, folder: folder.path, seed: round)
            _ = try await victim.firstLine()
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...60, using: &random)))
            victim.kill()
            for line in try victim.lines() {
                let words = line.split(separator: " ")
                guard words.count == 2, let person = PersonID(String(words[1])) else { continue }
                told[person] = words[0] == "destroyed"
            }
            let people = try await EmbeddedPersonKeys.open(folder.people, keys: keys)
            for (person, isDestroyed) in told {
                switch try await people.key(of: person) {
                case .present: #expect(!isDestroyed)
                // The last one may be destroyed, and nobody was told.
                case .destroyed: told[person] = true
                case .missing: Issue.record("a key was lost")
                }
            }
            await people.close()
        }
        #expect(told.count > 6)
    }

    @Test("What was left of a key that nobody was told of is removed")
    func unacknowledged() async throws {
        let folder = try StoreFolder()
        var people = try await folder.openPeople()
        _ = try await people.create(for: PersonID())
        await people.close()
        var bytes = try folder.bytes(Self.file)
        // As if the power had failed before the key was said to be there.
        bytes[128] = 0
        let sealed = bytes[128 + 21..<128 + 94]
        try bytes.write(to: folder.url(Self.file))
        people = try await folder.openPeople()
        #expect(try await people.list(after: nil, limit: 9).isEmpty)
        #expect(try folder.bytes(Self.file).range(of: sealed) == nil)
        let person = PersonID()
        #expect(try await people.create(for: person) != nil)
        await people.close()
        #expect(try folder.bytes(Self.file).count == 256)
        #expect(Array(try folder.slot(1)[1..<17]) == person.bytes)
    }

    @Test("A byte that rotted is told, or hurts nobody")
    func rotten() async throws {
        let folder = try StoreFolder()
        var people = try await folder.openPeople()
        var keys: [PersonID: [UInt8]] = [:]
        for _ in 0..<3 {
            let person = PersonID()
            keys[person] = try #require(try await people.create(for: person)).bytes
        }
        await people.close()
        let whole = try folder.bytes(Self.file)
        for index in stride(from: 0, to: whole.count, by: 3) {
            var bytes = whole
            bytes[index] ^= 4
            try bytes.write(to: folder.url(Self.file))
            do {
                people = try await folder.openPeople()
                for (person, key) in keys {
                    guard case .present(let found) = try await people.key(of: person) else {
                        Issue.record("byte \(index) makes a key missing")
                        continue
                    }
                    #expect(found.bytes == key)
                }
                await people.close()
            } catch let error as StorageError {
                await people.close()
                #expect([.corrupted, .incompatible, .wrongKey].contains(error.code), "byte \(index): \(error)")
                #expect(error.advice != nil)
            }
        }
    }

    @Test("A file that ends anywhere has the keys that are whole, and takes more")
    func truncated() async throws {
        let folder = try StoreFolder()
        var people = try await folder.openPeople()
        for _ in 0..<3 { _ = try await people.create(for: PersonID()) }
        await people.close()
        let whole = try folder.bytes(Self.file)
        for length in [128, 129, 255, 256, 300, 511] {
            try whole.prefix(length).write(to: folder.url(Self.file))
            people = try await folder.openPeople()
            let person = PersonID()
            #expect(try await people.create(for: person) != nil)
            await people.close()
            people = try await folder.openPeople()
            #expect(try await people.list(after: nil, limit: 9).count == max(0, length / 128 - 1) + 1)
            await people.close()
        }
        for garbage in [Data(), whole.prefix(127), Data(repeating: 7, count: 1000)] {
            try garbage.write(to: folder.url(Self.file))
            let failure = await #expect(throws: StorageError.self) { _ = try await folder.openPeople() }
            #expect(failure?.code == .incompatible)
        }
    }

    @Test("One has the keys open at a time, nobody else may read the file, and another ring does not open them")
    func access() async throws {
        let folder = try StoreFolder()
        let people = try await folder.openPeople()
        let person = PersonID()
        _ = try await people.create(for: person)
        let failure = await #expect(throws: StorageError.self) { _ = try await folder.openPeople() }
        #expect(failure?.code == .unavailable)
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.url(Self.file).path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        await people.close()
        let strange = try await EmbeddedPersonKeys.open(folder.people, keys: KeyRing())
        let refusal = await #expect(throws: StorageError.self) { _ = try await strange.key(of: person) }
        #expect(refusal?.code == .wrongKey)
        await strange.close()
    }

    @Test("A copy is the keys of one moment, and no backup of the store has them")
    func backup() async throws {
        let folder = try StoreFolder()
        let (people, store) = (try await folder.openPeople(), try await folder.open())
        let person = PersonID()
        let key = try #require(try await people.create(for: person)).bytes
        let copy = folder.path.appending("copy")
        try await people.backup(to: copy)
        let failure = await #expect(throws: StorageError.self) { try await people.backup(to: copy) }
        #expect(failure?.code == .badRequest)
        try await people.destroy(person)
        let restored = try await EmbeddedPersonKeys.open(copy, keys: folder.keys)
        guard case .present(let found) = try await restored.key(of: person) else {
            Issue.record("the copy has not the key")
            return
        }
        #expect(found.bytes == key)
        await restored.close()
        try await store.backup(to: folder.path.appending("backup"))
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path.appending("backup").string)
        #expect(!names.contains { $0.contains("people") })
        await people.close()
        try await store.close()
    }
}

extension StoreFolder {
    fileprivate func url(_ name: String) -> URL { URL(fileURLWithPath: people.appending(name).string) }

    fileprivate func bytes(_ name: String) throws -> Data { try Data(contentsOf: url(name)) }

    /// The slot of that number of the file of keys; the header is the first.
    fileprivate func slot(_ number: Int) throws -> [UInt8] {
        Array(try bytes("people.keys")[number * 128..<(number + 1) * 128])
    }
}
