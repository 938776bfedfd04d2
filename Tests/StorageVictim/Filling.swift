import EmbeddedStorage
import Foundation
import Storage
import StorageConformance
import SystemPackage
import TestSupport
import Units

/// Fills the disk that the store is on, with a ballast file that gives room again, and sees what the store makes of it.
struct Filling: Sendable {
    let folder: FilePath
    let keys: KeyRing
    let seed: UInt64

    struct Wrong: Error, CustomStringConvertible {
        var description: String
    }

    /// What was acknowledged.
    private struct Added {
        var entries = 0
        var jobs = 0
        var blobs: [ContentHash] = []
    }

    func run() async throws {
        do {
            try await fill()
            StorageVictim.report("ok")
        } catch {
            StorageVictim.report("wrong: \(error)")
        }
    }

    private func fill() async throws {
        var random = SeededGenerator(seed: seed)
        let ballast = folder.removingLastComponent().appending("ballast")
        // More than a WAL has between two checkpoints: so much room a store needs to go on.
        try Data(count: Int.random(in: 6_000_000...7_000_000, using: &random)).write(
            to: URL(fileURLWithPath: ballast.string))
        var store = try await EmbeddedStore.open(folder, keys: keys, leaseDuration: .seconds(600))
        try await store.queue.enqueue(ChurnContent.lanes.map { Job(id: "lane-\($0.priority)", lane: $0, payload: []) })
        var added = Added()
        var failures: [Int: Int] = [:]
        for round in 0..<100 {
            // Small and large ones at once: one that finds no room must take nothing from those that do.
            let contents = (0..<9).map { random.bytes(round % 2 == 0 || $0 < 3 ? 30_000 : 300) }
            for (step, isAdded) in try await addAll(contents, round: round, to: store) {
                guard isAdded else {
                    failures[step % 3, default: 0] += 1
                    continue
                }
                switch step % 3 {
                case 0: added.entries += 1
                case 1: added.jobs += 1
                default: added.blobs.append(ContentHash(of: contents[step]))
                }
            }
            if failures.count == 3, failures.values.allSatisfy({ $0 > 9 }) { break }
        }
        guard failures.count == 3 else { throw Wrong(description: "the disk was not full for all: \(failures)") }
        try await check(store, added)

        // Room again, for the same store, without opening it anew.
        try FileManager.default.removeItem(atPath: ballast.string)
        for number in 0..<5 {
            let event = Event(type: "late", payload: [UInt8(number)])
            _ = try await store.log.append([event], to: StreamName("filling"), expecting: .anything)
            try await store.queue.enqueue([Job(id: "late-\(number)", lane: ChurnContent.lanes[0], payload: [])])
            added.entries += 1
            added.jobs += 1
        }
        try await check(store, added)
        try await store.close()
        store = try await EmbeddedStore.open(folder, keys: keys, leaseDuration: .seconds(600))
        try await check(store, added)
        try await store.close()
    }

    /// Adds entries, jobs and contents in turn, all at once.
    /// - Returns: which were added; the others found the disk full.
    private func addAll(
        _ contents: [[UInt8]], round: Int, to store: EmbeddedStore
    ) async throws -> [(step: Int, isAdded: Bool)] {
        try await withThrowingTaskGroup(of: (Int, Bool).self) { group in
            for (step, bytes) in contents.enumerated() {
                group.addTask {
                    do {
                        try await add(round * 9 + step, bytes, to: store)
                        return (step, true)
                    } catch let error as StorageError where error.code == .full {
                        return (step, false)
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    private func add(_ step: Int, _ bytes: [UInt8], to store: EmbeddedStore) async throws {
        switch step % 3 {
        case 0:
            let events = [Event(type: "filling", payload: bytes)]
            _ = try await store.log.append(events, to: StreamName("filling"), expecting: .anything)
        case 1:
            try await store.queue.enqueue([Job(id: "job-\(step)", lane: ChurnContent.lanes[0], payload: bytes)])
        default:
            let upload = try await store.blobs.upload(ContentHash(of: bytes), size: ByteCount(Int64(bytes.count)))
            try await upload.append(bytes)
            try await upload.finish()
        }
    }

    /// Sees that what was acknowledged is there and nothing else is.
    private func check(_ store: EmbeddedStore, _ added: Added) async throws {
        let read = try await store.log.read(StreamName("filling"), after: .start, limit: 10_000)
        let all = try await store.log.read(after: .start, limit: 10_000)
        let waiting = try await store.queue.waiting()
        let list = try await store.blobs.list(after: nil, limit: 10_000)
        guard read.count == added.entries, all.count == added.entries, list == added.blobs.sorted(),
            waiting[ChurnContent.lanes[0]] == added.jobs + 1, waiting[ChurnContent.lanes[1]] == 1
        else {
            throw Wrong(
                description: "\(read.count), \(all.count) of \(added.entries) entries, \(waiting) of "
                    + "\(added.jobs + 1) jobs, \(list.count) of \(added.blobs.count) contents")
        }
        for hash in list {
            var content: [UInt8] = []
            for try await piece in store.blobs.read(hash, range: nil) { content += piece }
            guard ContentHash(of: content) == hash else { throw Wrong(description: "a content is wrong") }
        }
    }
}
