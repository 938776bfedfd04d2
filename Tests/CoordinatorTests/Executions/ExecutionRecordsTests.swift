import EmbeddedStorage
import Events
import Executions
import Storage
import SwiftProtobuf
import Testing

@testable import Coordinator

@Suite("Executions in a log", .timeLimit(.minutes(1))) struct ExecutionRecordsTests {
    private static func accepted() -> ExecutionAccepted {
        var accepted = ExecutionAccepted()
        (accepted.tenant, accepted.language, accepted.timeToLiveNs) = ("course", "python3", 3_600_000_000_000)
        return accepted
    }

    @Test("Of two coordinators on one log each knows what the other one has done")
    func twoSides() async throws {
        let folder = try ClientSideFolder()
        let store = try await folder.open(leaseDuration: .seconds(2))
        let sides = (0..<2).map { _ in ExecutionRecords(log: store.log, blobs: store.blobs) }
        let id = ExecutionID.random()
        let none = try await sides[0].load(id)
        #expect(none == nil)
        _ = try await sides[0].accept(id, Self.accepted())
        let open = try await sides[1].load(id)
        #expect(open?.isOpen == true)
        let cancelled = try Event(ExecutionCancelled.with { $0.by = "alice" })
        let changed = try await sides[0].change(id) { $0.isOpen ? cancelled : nil }
        #expect(changed?.isOpen == false)
        // This one remembers it as open, and has to decide again.
        var decisions: [Bool] = []
        let again = try await sides[1].change(id) { state in
            decisions.append(state.isOpen)
            return state.isOpen ? cancelled : nil
        }
        #expect(decisions == [true, false] && again?.position == changed?.position)
        let known = try await sides[1].accept(id, Self.accepted())
        #expect(known.wasKnown && !known.state.isOpen)
        try await store.close()
    }

    @Test("What came of it is the same for whoever remembers it and whoever reads it")
    func results() async throws {
        let folder = try ClientSideFolder()
        let store = try await folder.open(leaseDuration: .seconds(2))
        let (one, other) = (
            ExecutionRecords(log: store.log, blobs: store.blobs), ExecutionRecords(log: store.log, blobs: store.blobs)
        )
        let id = ExecutionID.random()
        _ = try await one.accept(id, Self.accepted())
        let result = ExecutionResult(compilation: ExecutionCompilation(succeeded: false), worker: "judge-1")
        for _ in 0..<2 { try await one.finish(id, with: result) }
        for side in [one, other] {
            guard let state = try await side.load(id) else {
                Issue.record("it is not there")
                continue
            }
            let found = try await side.result(of: state)
            #expect(found == result)
        }
        try await store.close()
    }

    @Test("One whose last entry is passed over can be changed all the same")
    func passedOver() async throws {
        let folder = try ClientSideFolder()
        let store = try await folder.open(leaseDuration: .seconds(2))
        let id = ExecutionID.random()
        let strange = Event(type: ExecutionFinished.persistedType, payload: [0xff, 0xff])
        let before = ExecutionRecords(log: store.log, blobs: store.blobs)
        _ = try await before.accept(id, Self.accepted())
        let position = try await store.log.append([strange], to: try id.stream, expecting: .anything)
        let records = ExecutionRecords(log: store.log, blobs: store.blobs) { $0.position == position }
        let cancelled = try Event(ExecutionCancelled.with { $0.by = "alice" })
        let changed = try await records.change(id) { $0.isOpen ? cancelled : nil }
        #expect(changed?.isOpen == false)
        try await store.close()
    }

    @Test("Of one whose first entry is passed over nothing is known")
    func headless() async throws {
        let folder = try ClientSideFolder()
        let store = try await folder.open(leaseDuration: .seconds(2))
        let id = ExecutionID.random()
        let damaged = Event(type: ExecutionAccepted.persistedType, payload: [0xff, 0xff])
        let position = try await store.log.append([damaged], to: try id.stream, expecting: .anything)
        let told = try Event(ExecutionTold())
        let last = try await store.log.append([told], to: try id.stream, expecting: .anything)
        let records = ExecutionRecords(log: store.log, blobs: store.blobs) { $0.position == position }
        let state = try await records.load(id)
        #expect(state == nil)
        // And it is marked as a whole, as a submission is.
        let maintenance = LogMaintenance(log: store.log, blobs: store.blobs)
        let (first, later) = (
            try await maintenance.skip(position, reason: "lost", by: "ops"),
            try await maintenance.skip(last, reason: "lost", by: "ops")
        )
        #expect(first?.wholeStream == true && later == nil)
        try await store.close()
    }
}
