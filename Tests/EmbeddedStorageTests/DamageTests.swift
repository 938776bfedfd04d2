import EmbeddedStorage
import Foundation
import Storage
import StorageConformance
import SystemPackage
import TestSupport
import Testing
import Units

/// Bits that flip and files that are cut: noticed, or harmless, and never another content than was written.
struct DamageTests {
    private static let entries = 120

    /// A store with entries, some of them in the archive if that is wanted, and jobs; closed, or left as a killed process
    /// leaves it.
    private func fill(_ folder: StoreFolder, isClosed: Bool, isArchived: Bool = false) async throws -> FilePath {
        let store = try await folder.open()
        let stream = try StreamName("stream")
        for number in 0..<Self.entries {
            _ = try await store.log.append(
                ChurnContent.events("stream", number), to: stream, expecting: .anything)
        }
        try await store.queue.enqueue((0..<50).map { ChurnContent.job("job-\($0)") })
        if isArchived { try await store.smallArchive(50).moveAll() }
        let copy = folder.path.appending("copy")
        if isClosed { try await store.close() }
        try FileManager.default.copyItem(atPath: folder.store.string, toPath: copy.string)
        if !isClosed { try await store.close() }
        return copy
    }

    /// Opens a copy and reads all of it.
    /// - Returns: the failure's code, or how many entries and jobs were there, all of them right.
    private func read(_ copy: FilePath, _ keys: KeyRing) async throws -> Result<[Int], StorageError> {
        do {
            let store = try await EmbeddedStore.open(copy, keys: keys, leaseDuration: .seconds(600))
            do {
                let entries = try await store.log.read(StreamName("stream"), after: .start, limit: 1000)
                let all = try await store.log.read(after: .start, limit: 1000)
                #expect(entries == all)
                for (number, entry) in entries.enumerated() {
                    #expect(entry.events == ChurnContent.events("stream", number), "a wrong entry was given out")
                }
                var jobs = 0
                for lane in ChurnContent.lanes {
                    for lease in try await store.queue.lease(100, from: lane) {
                        #expect(lease.job == ChurnContent.job(lease.job.id), "a wrong job was given out")
                        jobs += 1
                    }
                }
                jobs += try await store.queue.deadLetters(after: nil, limit: 100).count
                try await store.close()
                return .success([entries.count, jobs])
            } catch {
                _ = try? await store.close()
                throw error
            }
        } catch let error as StorageError {
            // Whatever was hit: the program's id, its version, a key's name, or anything else.
            let codes: [StorageError.Code] = [.corrupted, .incompatible, .wrongKey]
            #expect(codes.contains(error.code) && error.advice != nil, "\(error)")
            return .failure(error)
        }
    }

    /// Damages a file of the store in a random way, many times, each time from the same state.
    private func damage(
        _ name: String, isClosed: Bool, isArchived: Bool = false, rounds: Int,
        _ change: (inout [UInt8], inout SeededGenerator) -> Void
    ) async throws -> [Result<[Int], StorageError>] {
        let folder = try StoreFolder()
        let origin = try await fill(folder, isClosed: isClosed, isArchived: isArchived)
        var random = SeededGenerator(seed: UInt64(name.utf8.count) + (isClosed ? 0 : 1000))
        var results: [Result<[Int], StorageError>] = []
        for round in 0..<rounds {
            let copy = folder.path.appending("round-\(round)")
            try FileManager.default.copyItem(atPath: origin.string, toPath: copy.string)
            let url = URL(fileURLWithPath: copy.appending(name).string)
            var bytes = Array(try Data(contentsOf: url))
            change(&bytes, &random)
            try Data(bytes).write(to: url)
            results.append(try await read(copy, folder.keys))
            try FileManager.default.removeItem(atPath: copy.string)
        }
        return results
    }

    private func summary(_ results: [Result<[Int], StorageError>]) -> String {
        let whole = results.filter { (try? $0.get()) == [Self.entries, 50] }.count
        let refused = results.filter { if case .failure = $0 { true } else { false } }.count
        let rest = results.count - refused - whole
        return "\(results.count) times: \(refused) refused, \(whole) unharmed, \(rest) lost something"
    }

    @Test(.timeLimit(.minutes(2)), arguments: [false, true])
    func aFlippedBitOfTheDatabaseIsNoticed(_ isArchived: Bool) async throws {
        let results = try await damage("store.sqlite", isClosed: true, isArchived: isArchived, rounds: 60) {
            bytes, random in
            bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << Int.random(in: 0..<8, using: &random)
        }
        print("a bit of the database flipped", summary(results))
        for case .success(let counts) in results { #expect(counts[0] == Self.entries, "entries were lost in silence") }
    }

    @Test(.timeLimit(.minutes(2)))
    func aFlippedBitOfTheWriteAheadLogTakesNothingBeforeTheLastTransaction() async throws {
        let results = try await damage("store.sqlite-wal", isClosed: false, rounds: 60) { bytes, random in
            bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << Int.random(in: 0..<8, using: &random)
        }
        print("a bit of the WAL flipped", summary(results))
        // The last transaction alone cannot be told from one that was never finished: the jobs.
        for case .success(let counts) in results { #expect(counts[0] == Self.entries, "entries were lost in silence") }
    }

    @Test(.timeLimit(.minutes(2)), arguments: [true, false])
    func aCutDatabaseIsNoticed(_ isClosed: Bool) async throws {
        let results = try await damage("store.sqlite", isClosed: isClosed, rounds: 20) { bytes, random in
            bytes.removeLast(Int.random(in: 1...bytes.count, using: &random))
        }
        print("the database cut", summary(results))
        for case .success(let counts) in results {
            #expect(counts == [Self.entries, 50], "something was lost in silence")
        }
    }

    @Test func aCutContentIsNoticed() async throws {
        let folder = try StoreFolder()
        let content = ChurnContent.job("content").payload + [UInt8](repeating: 1, count: 200_000)
        let store = try await folder.open()
        let hash = ContentHash(of: content)
        let upload = try await store.blobs.upload(hash, size: ByteCount(Int64(content.count)))
        try await upload.append(content)
        try await upload.finish()
        let name = "blobs/\(hash.description.prefix(2))/\(hash)"
        let bytes = try folder.contents(of: name)
        for length in [0, 1, 35, 36, 37, 65_000, 65_600, 131_164, bytes.count - 1] {
            try folder.write(Array(bytes[..<length]), to: name)
            let error = await #expect(throws: StorageError.self) {
                for try await _ in store.blobs.read(hash, range: 0..<1) {}
            }
            #expect(error?.code == .corrupted, "cut to \(length) bytes")
        }
        try await store.close()
    }
}
