import EmbeddedStorage
import Storage
import StorageConformance
import SystemPackage
import TestSupport
import Units

/// Appends, enqueues, works and uploads, all at once and without end. Every change is told in a line when it is
/// acknowledged (capital letter), and where it takes something away also before it is asked for (small letter).
struct Churn: Sendable {
    let folder: FilePath
    let keys: KeyRing
    let round: UInt64

    func run() async throws {
        let store = try await EmbeddedStore.open(folder, keys: keys, leaseDuration: .seconds(600))
        StorageVictim.report("ready")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for author in 0..<3 { group.addTask { try await append(to: store.log, by: author) } }
            for author in 0..<2 { group.addTask { try await enqueue(to: store.queue, by: author) } }
            for worker in 0..<2 { group.addTask { try await work(on: store.queue, as: worker) } }
            for author in 0..<2 { group.addTask { try await upload(to: store.blobs, by: author) } }
            try await group.waitForAll()
        }
    }

    private func append(to log: any EventLog, by author: Int) async throws {
        let stream = try StreamName("round-\(round)-\(author)")
        var last = LogPosition.start
        for number in 0... {
            last = try await log.append(
                ChurnContent.events(stream.text, number), to: stream, expecting: .last(last))
            StorageVictim.report("A \(stream.text) \(number) \(last.number)")
        }
    }

    private func enqueue(to queue: any JobQueue, by author: Int) async throws {
        for batch in 0... {
            let jobs = (0...(batch % 4)).map { ChurnContent.job("round-\(round)-\(author)-\(batch)-\($0)") }
            for job in jobs { StorageVictim.report("e \(job.id)") }
            try await queue.enqueue(jobs)
            for job in jobs { StorageVictim.report("E \(job.id)") }
        }
    }

    private func work(on queue: any JobQueue, as worker: Int) async throws {
        var random = SeededGenerator(seed: round << 8 + UInt64(worker))
        while true {
            let lane = ChurnContent.lanes[Int.random(in: 0..<2, using: &random)]
            for lease in try await queue.lease(3, from: lane) {
                let id = lease.job.id
                StorageVictim.report("L \(id) \(lease.token.text)")
                switch Int.random(in: 0..<8, using: &random) {
                case 0: continue
                case 1:
                    StorageVictim.report("b \(id)")
                    try await queue.bury(lease.token, reason: "no")
                    StorageVictim.report("B \(id)")
                case 2:
                    StorageVictim.report("g \(id)")
                    try await queue.giveBack(lease.token, after: .zero)
                default:
                    StorageVictim.report("c \(id)")
                    try await queue.complete(lease.token)
                    StorageVictim.report("C \(id)")
                }
            }
        }
    }

    private func upload(to blobs: any BlobStore, by author: Int) async throws {
        var random = ChurnContent.contents(round: round, author: author)
        for number in 0... {
            let content = ChurnContent.content(&random)
            let hash = ContentHash(of: content)
            let upload = try await blobs.upload(hash, size: ByteCount(Int64(content.count)))
            var offset = Int(await upload.offset)
            while offset < content.count {
                let piece = content[offset..<min(offset + 50_000, content.count)]
                try await upload.append(Array(piece))
                offset += piece.count
            }
            try await upload.finish()
            StorageVictim.report("U \(hash) \(content.count)")
            guard number % 5 == 4 else { continue }
            StorageVictim.report("r \(hash)")
            try await blobs.remove(hash)
            StorageVictim.report("R \(hash)")
        }
    }
}
