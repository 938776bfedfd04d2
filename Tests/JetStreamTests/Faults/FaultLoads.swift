import Storage
import StorageConformance
import Testing

@testable import JetStream

/// All that goes on while a fault happens: authors, producers and workers of two coordinators, contents, a follower.
struct FaultLoads: Sendable {
    /// A load that did not go on after the fault.
    struct Standstill: Error, CustomStringConvertible {
        var description: String
    }

    let stores: [JetStreamStore]
    let log: LogLoad
    let queue: QueueLoad
    let blobs: BlobLoad
    /// What the last entry says.
    private static let last = "test.v1.End"

    /// Opens the store, twice.
    init(_ configuration: JetStreamConfiguration) async throws {
        let keys = KeyRing()
        let first = try await JetStreamStore.open(configuration, keys: keys, leaseDuration: .seconds(2))
        let second = try await JetStreamStore.open(configuration, keys: keys, leaseDuration: .seconds(2))
        stores = [first, second]
        log = LogLoad(first.log)
        queue = QueueLoad([first.queue, second.queue])
        blobs = BlobLoad(second.blobs)
    }

    /// Begins to follow the log.
    func follow() -> Task<[LogEntry], any Error> {
        let log = stores[1].log
        return Task {
            var entries: [LogEntry] = []
            for try await entry in log.follow(after: .start) {
                entries.append(entry)
                if entry.events.first?.type == Self.last { break }
            }
            return entries
        }
    }

    /// Begins everything else.
    func begin(_ seed: UInt64) -> [Task<Void, any Error>] {
        let (log, queue, blobs) = (log, queue, blobs)
        var tasks = [Task { try await blobs.run(seed) }]
        for number in 0..<2 {
            tasks.append(Task { try await log.appendInTurn(number) })
            tasks.append(Task { try await log.appendAnyhow(number + 2) })
            tasks.append(Task { try await queue.produce(number) })
        }
        for worker in 0..<4 { tasks.append(Task { try await queue.work(worker, seed &+ UInt64(worker)) }) }
        return tasks
    }

    /// Waits until each has done more than it has now.
    func waitForMore() async throws {
        let (entries, jobs, contents) = (await log.count, await queue.count, await blobs.count)
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            if await log.count >= entries + 20, await queue.count >= jobs + 20, await blobs.count >= contents + 2 {
                return
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        let more = [await log.count - entries, await queue.count - jobs, await blobs.count - contents]
        throw Standstill(description: "in 60 s no more than \(more) entries, jobs and contents")
    }

    /// Lets everything come to an end.
    func end(_ tasks: [Task<Void, any Error>]) async throws {
        await log.end()
        await queue.end()
        await blobs.end()
        let impatience = cancelLater { for task in tasks { task.cancel() } }
        defer { impatience.cancel() }
        for task in tasks { try await task.value }
    }

    /// Does something in a minute, unless it is cancelled before: what does not end is made to.
    private func cancelLater(_ cancel: @escaping @Sendable () -> Void) -> Task<Void, any Error> {
        Task {
            try await Task.sleep(for: .seconds(60))
            cancel()
        }
    }

    /// Holds the stores to what they acknowledged.
    func check(_ follower: Task<[LogEntry], any Error>) async throws {
        let last = Event(type: Self.last, payload: [])
        _ = try await patiently {
            try await stores[0].log.append([last], to: StreamName("end"), expecting: .anything)
        }
        let impatience = cancelLater { follower.cancel() }
        defer { impatience.cancel() }
        try await log.check(try await follower.value)
        try await queue.check()
        try await blobs.check()
        print("  \(await log.count) entries, \(await queue.count) jobs, \(await blobs.count) contents")
    }

    /// Closes the stores.
    func close() async {
        for store in stores { await store.close() }
    }
}
