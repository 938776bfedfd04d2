import EmbeddedStorage
import Events
import Foundation
import Storage
import SwiftProtobuf
import Synchronization
import TestSupport
import Testing
import Units

@testable import Coordinator

@Suite("A clock that steps ahead and comes back has nothing let go for good", .timeLimit(.minutes(1)))
struct SteadyTimeTests {
    private static let second: Int64 = 1_000_000_000
    private static let day = 86_400 * second

    /// A machine whose clock a test sets.
    private final class Machine: Sendable {
        let clock = ManualClock()
        let begun = SystemTime.now
        private let ahead = Mutex<Int64>(0)

        var sources: TimeSources { TimeSources(clock: MonotonicClock(clock)) { self.now } }
        var now: Int64 { begun + clock.now.offset.nanoseconds + ahead.withLock { $0 } }
        func setAhead(_ nanoseconds: Int64) { ahead.withLock { $0 = nanoseconds } }
    }

    @Test("A step ahead is believed when it has lasted for a day; one back, and what creeps, at once")
    func believes() {
        var time = SteadyTime()
        let start = 1_800_000_000 * Self.second
        #expect(time.read(start, at: .zero) == start)
        #expect(time.read(start + 10 * Self.second, at: .seconds(5)) == start + 10 * Self.second)
        // A year ahead.
        let far = start + 365 * Self.day
        #expect(time.read(far, at: .seconds(10)) == start + 15 * Self.second)
        #expect(time.read(far + 3600 * Self.second, at: .seconds(3610)) == start + 3615 * Self.second)
        // It comes back, and steps again.
        #expect(time.read(start + 4000 * Self.second, at: .seconds(4000)) == start + 4000 * Self.second)
        #expect(time.read(far, at: .seconds(4010)) == start + 4010 * Self.second)
        #expect(time.read(far + Self.day, at: .seconds(4010 + 86_400)) == far + Self.day)
        #expect(time.read(start, at: .seconds(100_000)) == start)
    }

    /// The entries of an execution, one hour of which is kept after its end.
    private static func entries(_ id: ExecutionID, at number: UInt64, ended: Int64?) throws -> [LogEntry] {
        var accepted = ExecutionAccepted()
        (accepted.tenant, accepted.timeToLiveNs) = ("course", 3600 * second)
        var events = [try Event(accepted)]
        if ended != nil { events.append(try Event(ExecutionFinished())) }
        return try events.enumerated().map { index, event in
            LogEntry(
                position: LogPosition(number + UInt64(index)), stream: try id.stream, recordedAt: ended ?? 0,
                events: [event])
        }
    }

    @Test("What is in no list for a clock that stepped ahead is there again afterwards, and gone when its time is over")
    func index() throws {
        let machine = Machine()
        let index = ExecutionIndex(machine.sources)
        let (done, open) = (ExecutionID.random(), ExecutionID.random())
        for entry in try Self.entries(done, at: 1, ended: machine.now) { try index.apply(entry, isLive: true) }
        for entry in try Self.entries(open, at: 3, ended: nil) { try index.apply(entry, isLive: true) }
        func listed() -> Set<ExecutionID> {
            Set(index.page(.init(), before: nil, limit: 9, at: machine.now).executions.map(\.id))
        }
        machine.setAhead(365 * Self.day)
        index.removeGone()
        #expect(listed() == [open])
        // One that ends now, as the log has it in a year: it is not kept for longer than others.
        let late = ExecutionID.random()
        for entry in try Self.entries(late, at: 5, ended: machine.now) { try index.apply(entry, isLive: true) }
        machine.clock.advance(by: .seconds(1800))
        index.removeGone()
        machine.setAhead(0)
        #expect(listed() == [done, open, late])
        machine.clock.advance(by: .seconds(1801))
        index.removeGone()
        #expect(listed() == [open] && index.count == 1 && index.open() == 1)
    }

    @Test("What was deleted is let go of at once, and the others keep their order")
    func deleted() throws {
        let machine = Machine()
        let index = ExecutionIndex(machine.sources)
        let ids = (0..<5000).map { _ in ExecutionID.random() }
        for (number, id) in ids.enumerated() {
            for entry in try Self.entries(id, at: UInt64(number * 2 + 1), ended: nil) {
                try index.apply(entry, isLive: true)
            }
        }
        for (number, id) in ids.enumerated() where number % 5 != 0 {
            try index.apply(
                LogEntry(
                    position: LogPosition(UInt64(20_000 + number)), stream: try id.stream, recordedAt: 0,
                    events: [try Event(ExecutionDeleted())]), isLive: true)
        }
        index.removeGone()
        let left = stride(from: 0, to: 5000, by: 5).map { ids[$0] }
        #expect(index.count == 1000 && index.open(of: "course") == 1000)
        #expect(index.openExecutions().map(\.id) == left)
        let (page, next) = index.page(.init(), before: LogPosition(9000), limit: 3, at: machine.now)
        #expect(page.map(\.id) == [4495, 4490, 4485].map { ids[$0] } && next == LogPosition(4485 * 2 + 1))
    }

    @Test("Contents of executions stay, and so does what nothing has referred to for a moment only")
    func sweep() async throws {
        let folder = try ClientSideFolder()
        let store = try await folder.open()
        let machine = Machine()
        var side = RetentionSide(store.blobs, store.log, age: .seconds(7 * 86_400), sources: machine.sources)
        var accepted = ExecutionAccepted()
        accepted.timeToLiveNs = 30 * Self.day
        accepted.content = try await side.put("what was asked for").content
        let id = ExecutionID.random()
        for event in [try Event(accepted), try Event(ExecutionFinished())] {
            _ = try await store.log.append([event], to: try id.stream, expecting: .anything)
        }
        try await side.put("not yet referred to")
        machine.clock.advance(by: .seconds(60))
        let before = try await side.sweep.sweep()
        machine.setAhead(365 * Self.day)
        machine.clock.advance(by: .seconds(60))
        let meanwhile = try await side.sweep.sweep()
        machine.setAhead(0)
        for _ in 0..<9 {
            machine.clock.advance(by: .seconds(86_400 - 3600))
            _ = try await side.sweep.sweep()
        }
        let left = try await store.contents()
        #expect(before.unused == 1 && meanwhile == ContentSweep.Outcome())
        #expect(left == ["what was asked for".contentHash])
        try await store.close()
    }
}
