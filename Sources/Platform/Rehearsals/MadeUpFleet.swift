internal import Events
internal import FoundationEssentials
internal import Kernel
internal import Storage
internal import SwiftProtobuf

/// Says of each submission, some time after it was taken, what a fleet would say that has judged it: as many events, as large.
struct MadeUpFleet {
    static let tests = 20

    let log: any EventLog
    /// How long each submission takes.
    let time: Duration
    /// Told of a submission of the platform when what came of it is in the log.
    let judged: @Sendable (EntityID) -> Void

    /// Judges what comes, until the task is cancelled.
    func run() async throws {
        let log = log
        try await withThrowingDiscardingTaskGroup { group in
            for try await entry in log.follow(after: .start) where SubmissionID(entry.stream) != nil {
                guard let event = entry.events.first, event.type == SubmissionAccepted.persistedType else { continue }
                let accepted: SubmissionAccepted = try event.unpacked()
                group.addTask { try await judge(accepted, at: entry.place) }
            }
        }
    }

    private func judge(_ accepted: SubmissionAccepted, at place: EntryPlace) async throws {
        try await Task.sleep(for: time)
        let built = SubmissionBuilt.with { built in
            (built.generation, built.worker, built.batches) = (1, "rehearsal", [UInt32(Self.tests)])
            built.result.compilation.succeeded = true
        }
        // A third of all are wrong.
        let isRight = !place.position.number.isMultiple(of: 3)
        let batch = BatchJudged.with { batch in
            (batch.generation, batch.worker) = (1, "rehearsal")
            batch.result.tests = (0..<UInt32(Self.tests)).map { index in
                .with { test in
                    test.index = index
                    test.result.verdict = isRight || index < 10 ? .accepted : .wrongAnswer
                    (test.result.cpuTimeNs, test.result.wallTimeNs) = (12_000_000, 13_000_000)
                    (test.result.memoryBytes, test.result.measurementsNs) = (4_000_000, [12_000_000])
                }
            }
        }
        let judged = SubmissionJudged.with {
            ($0.generation, $0.verdict) = (1, isRight ? .accepted : .wrongAnswer)
        }
        let position = try await log.append(
            [try Event(built)], to: place.stream, expecting: .last(place.position))
        _ = try await log.append(
            [try Event(batch), try Event(judged)], to: place.stream, expecting: .last(position))
        if let id = EntityID(accepted.reference.prefix { $0 != " " }) { self.judged(id) }
    }
}
