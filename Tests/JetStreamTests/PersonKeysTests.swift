import Cryptography
import Foundation
import Storage
import TestSupport
import Testing

@testable import JetStream

extension ClusterTests {
    /// Keys of people on three servers, as two coordinators see them.
    @Suite struct PersonKeysTests {
        private func configuration() async throws -> (NATSCluster, JetStreamConfiguration) {
            let cluster = try await ConformanceTests.cluster.value
            return (
                cluster,
                JetStreamConfiguration(servers: cluster.servers, prefix: "people-\(UInt32.random(in: 0...UInt32.max))")
            )
        }

        @Test func `two coordinators that make a key at once have the same, and both see its end within a second`()
            async throws
        {
            let (_, configuration) = try await configuration()
            let ring = KeyRing()
            let first = try await JetStreamStore.open(configuration, keys: ring, leaseDuration: .seconds(60))
            let second = try await JetStreamStore.open(configuration, keys: ring, leaseDuration: .seconds(60))
            let person = PersonID()
            async let one = first.people.create(for: person)
            async let two = second.people.create(for: person)
            let (left, right) = try await (one?.bytes, two?.bytes)
            #expect(left != nil && left == right)
            guard case .present = try await second.people.key(of: person) else {
                Issue.record("the second has no key")
                return
            }
            try await first.people.destroy(person)
            guard case .destroyed = try await first.people.key(of: person) else {
                Issue.record("who destroyed it still has it")
                return
            }
            try await Task.sleep(for: .seconds(1))
            guard case .destroyed = try await second.people.key(of: person) else {
                Issue.record("the other still has it after a second")
                return
            }
            let again = try await second.people.create(for: person)
            #expect(again == nil)
            await first.close()
            await second.close()
        }

        @Test(.timeLimit(.minutes(1)))
        func `a destruction that was interrupted holds, and is finished by the next that opens the store`() async throws
        {
            let (cluster, configuration) = try await configuration()
            let ring = KeyRing()
            let killed = try await JetStreamClient(configuration, keys: ring)
            let people = try await killed.personKeys()
            let (gone, stays) = (PersonID(), PersonID())
            let key = try #require(try await people.create(for: gone)).bytes
            _ = try await people.create(for: stays)
            let sealed = try await people.sealedKey(of: gone)
            try await cluster.waitForCopies(of: sealed, in: configuration.prefix)
            // As far as a coordinator had come that was killed.
            try await people.markDestroyed(gone, "test")
            await killed.close()

            let store = try await JetStreamStore.open(configuration, keys: ring, leaseDuration: .seconds(60))
            guard case .destroyed = try await store.people.key(of: gone) else {
                Issue.record("the key is there again")
                return
            }
            while try await cluster.copies(of: sealed, in: configuration.prefix) > 0 {
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(try await cluster.copies(of: key, in: configuration.prefix) == 0)
            let listed = try await store.people.list(after: nil, limit: 9)
            #expect(listed.filter(\.isDestroyed).map(\.person) == [gone] && listed.count == 2)
            await store.close()
        }

        @Test(.timeLimit(.minutes(1)))
        func `a key that is destroyed is overwritten in the stream on each server`() async throws {
            let (cluster, configuration) = try await configuration()
            let client = try await JetStreamClient(configuration, keys: KeyRing())
            let people = try await client.personKeys()
            let person = PersonID()
            let key = try #require(try await people.create(for: person)).bytes
            let sealed = try await people.sealedKey(of: person)
            try await cluster.waitForCopies(of: sealed, in: configuration.prefix)
            try await people.destroy(person)
            while try await cluster.copies(of: sealed, in: configuration.prefix) > 0 {
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(try await cluster.copies(of: key, in: configuration.prefix) == 0)
            await client.close()
        }

        @Test(.timeLimit(.minutes(2)))
        func `a server that was killed before a key was destroyed overwrites it when it is back`() async throws {
            let cluster = try await NATSCluster()
            let configuration = JetStreamConfiguration(servers: cluster.servers, prefix: "people")
            let client = try await JetStreamClient(configuration, keys: KeyRing())
            let people = try await client.personKeys()
            let person = PersonID()
            _ = try await people.create(for: person)
            let sealed = try await people.sealedKey(of: person)
            try await cluster.waitForCopies(of: sealed, in: "people")
            try await cluster.kill(2)
            try await people.destroy(person)
            while try await cluster.copies(of: sealed, in: "people") > 1 {
                try await Task.sleep(for: .milliseconds(20))
            }
            try await cluster.start(2)
            while try await cluster.copies(of: sealed, in: "people") > 0 {
                try await Task.sleep(for: .milliseconds(20))
            }
            guard case .destroyed = try await people.key(of: person) else {
                Issue.record("the key is there again")
                return
            }
            await client.close()
            try await cluster.stop()
        }

        @Test(.timeLimit(.minutes(8)), .enabled(if: LongTests.areAskedFor, "takes minutes: Scripts/test --all"))
        func `when the servers have made their next snapshot no file of theirs has the key`() async throws {
            let cluster = try await NATSCluster()
            let configuration = JetStreamConfiguration(servers: cluster.servers, prefix: "people")
            let client = try await JetStreamClient(configuration, keys: KeyRing())
            let people = try await client.personKeys()
            let person = PersonID()
            _ = try await people.create(for: person)
            let sealed = try await people.sealedKey(of: person)
            // Each has it in the stream, and in its Raft log.
            while try await cluster.files(with: sealed) < 6 { try await Task.sleep(for: .milliseconds(20)) }
            try await people.destroy(person)
            let started = ContinuousClock.now
            while case let left = try await cluster.files(with: sealed), left > 0 {
                guard ContinuousClock.now - started < .seconds(400) else {
                    Issue.record("\(left) files have it")
                    break
                }
                try await Task.sleep(for: .seconds(1))
            }
            print("the last copy of a destroyed key was gone after \(ContinuousClock.now - started)")
            await client.close()
            try await cluster.stop()
        }
    }
}

extension JetStreamPersonKeys {
    /// The person's key as the servers keep it.
    fileprivate func sealedKey(of person: PersonID) async throws -> [UInt8] {
        let stored = try await stream.last(on: subject(.key, of: person), stage: "test")
        return try #require(stored).payload
    }
}

extension NATSCluster {
    /// In how many files of the stream of keys, on all servers, these bytes are.
    fileprivate func copies(of bytes: [UInt8], in prefix: String) throws -> Int {
        try files(with: bytes, among: "/streams/\(prefix)-people/msgs/")
    }

    /// Waits until each of three servers has them: two are enough for what is acknowledged.
    fileprivate func waitForCopies(of bytes: [UInt8], in prefix: String) async throws {
        while try copies(of: bytes, in: prefix) < 3 { try await Task.sleep(for: .milliseconds(20)) }
    }

    /// In how many files of all servers these bytes are, of those with `part` in their paths.
    fileprivate func files(with bytes: [UInt8], among part: String = "/") throws -> Int {
        var count = 0
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) where "/\(name)".contains(part) {
            // Folders, and files that the servers have removed meanwhile.
            guard let content = try? Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")) else { continue }
            if content.range(of: Data(bytes)) != nil { count += 1 }
        }
        return count
    }
}
