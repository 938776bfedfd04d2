import EmbeddedStorage
import Events
import Storage
import SwiftProtobuf
import TestSupport

@testable import Coordinator

/// What happens to contents on two coordinators of one store, drawn at random, and what the log refers to by then.
struct RandomRetention {
    private enum Phase { case open, built(String), judged }

    private let store: EmbeddedStore
    var sides: [RetentionSide]
    private var random: SeededGenerator
    private var lasting: Set<ContentHash> = []
    private var submissions: [(id: SubmissionID, generation: UInt32, phase: Phase)] = []
    /// How many contents were forgotten.
    private(set) var forgotten = 0

    init(_ store: EmbeddedStore, seed: UInt64) {
        self.store = store
        sides = (0..<2).map { _ in RetentionSide(store.blobs, store.log) }
        random = SeededGenerator(seed: seed)
    }

    /// What the log refers to.
    var referredTo: Set<ContentHash> {
        lasting.union(
            submissions.compactMap { submission in
                if case .built(let artifact) = submission.phase { artifact.contentHash } else { nil }
            })
    }

    private mutating func number(_ limit: Int) -> Int { Int(random.next() % UInt64(limit)) }

    /// One of few contents: most are put again and again.
    private mutating func content() -> String { "content \(number(12))" }

    /// Does one thing.
    /// - Returns: what it was.
    mutating func step() async throws -> String {
        let side = sides[number(2)]
        try await side.catchUp()
        switch number(8) {
        case 0:
            try await side.put(content())
            return "a content"
        case 1:
            let (id, source) = (SubmissionID(tenant: "a", key: "\(submissions.count)"), "source \(number(6))")
            try await side.submit(id, source)
            lasting.insert(source.contentHash)
            submissions.append((id, 1, .open))
            return "a submission"
        case 2, 3: return try await build(on: side)
        case 4: return try await judge(on: side)
        case 5:
            guard number(4) == 0 else { return "nothing" }
            let files = ["file \(number(5))", "file \(number(5))"]
            lasting.insert(try await side.add(package: files))
            lasting.formUnion(files.map(\.contentHash))
            return "a package"
        default:
            try await sweep(number(2))
            return "a sweep"
        }
    }

    private mutating func sweep(_ side: Int) async throws {
        forgotten += try await sides[side].sweep.sweep().forgotten
    }

    /// A worker puts what it compiled, and then says so: at most one sweep is between, as it takes less than the age.
    private mutating func build(on side: RetentionSide) async throws -> String {
        let open = submissions.indices.filter { if case .open = submissions[$0].phase { true } else { false } }
        guard !open.isEmpty else { return "nothing" }
        let (place, artifact) = (open[number(open.count)], content())
        let reference = try await side.put(artifact)
        if number(2) == 0 { try await sweep(number(2)) }
        let built = SubmissionBuilt.with { event in
            event.generation = submissions[place].generation
            event.result.artifact = [reference]
        }
        try await side.append(built, to: submissions[place].id.stream)
        submissions[place].phase = .built(artifact)
        return "a build"
    }

    /// A submission's judgement, or that it is to be judged again.
    private mutating func judge(on side: RetentionSide) async throws -> String {
        guard !submissions.isEmpty else { return "nothing" }
        let place = number(submissions.count)
        let submission = submissions[place]
        if case .judged = submission.phase {
            let again = RejudgeRequested.with { $0.generation = submission.generation + 1 }
            try await side.append(again, to: submission.id.stream)
            submissions[place] = (submission.id, submission.generation + 1, .open)
            return "a rejudging"
        }
        let judged = SubmissionJudged.with { $0.generation = submission.generation }
        try await side.append(judged, to: submission.id.stream)
        submissions[place].phase = .judged
        return "a judgement"
    }

    /// Ends the judging of all submissions.
    mutating func endAll() async throws {
        for place in submissions.indices {
            let submission = submissions[place]
            let cancelled = SubmissionCancelled.with { $0.generation = submission.generation }
            try await sides[0].append(cancelled, to: submission.id.stream)
            submissions[place].phase = .judged
        }
    }
}
