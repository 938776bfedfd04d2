import Events
import Executions
import Grading
import Identity
import Storage
import SwiftProtobuf
import Synchronization
import Testing

@testable import Coordinator

@Suite("Progress at other coordinators", .timeLimit(.minutes(1)))
struct ProgressExchangeTests {
    /// What one coordinator tells, another one hears.
    private final class Line: Announcements {
        private struct State {
            var readers: [(isWanted: @Sendable (StreamName) -> Bool, stream: AsyncStream<Announcement>.Continuation)] =
                []
            var told: [Announcement] = []
        }

        private let state = Mutex(State())

        /// All that was told.
        var told: [Announcement] { state.withLock { $0.told } }

        func announce(_ message: [UInt8], about stream: StreamName) {
            state.withLock { state in
                let told = Announcement(message, about: stream)
                state.told.append(told)
                for reader in state.readers where reader.isWanted(stream) { reader.stream.yield(told) }
            }
        }

        func announcements(
            about isWanted: @escaping @Sendable (StreamName) -> Bool
        ) async -> AsyncStream<Announcement> {
            let (announcements, continuation) = AsyncStream.makeStream(of: Announcement.self)
            state.withLock { $0.readers.append((isWanted, continuation)) }
            return announcements
        }

        var hasReader: Bool { state.withLock { !$0.readers.isEmpty } }
    }

    private static let alice = Principal(role: .client, name: "alice")

    /// Two coordinators with a line between them; what the first tells is heard by those who follow at the second.
    private func withTwo(
        _ body: (_ first: ProgressExchange, _ second: LogFanout, Line) async throws -> Void
    ) async throws {
        let line = Line()
        let (first, second) = (LogFanout(), LogFanout())
        let hearing = Task { await ProgressExchange(fanout: second, others: line).run() }
        defer { hearing.cancel() }
        while !line.hasReader { await Task.yield() }
        try await body(ProgressExchange(fanout: first, others: line), second, line)
    }

    @Test("Who follows a submission there is told what workers say here, in order")
    func submissions() async throws {
        try await withTwo { first, second, line in
            let id = SubmissionID(tenant: "course", key: "a")
            let subscription = try second.subscribe(to: try id.stream, for: Self.alice)
            let steps =
                [SubmissionProgress.compiling(worker: "one", language: "cpp")]
                + (UInt32(0)..<20).map { index in
                    SubmissionProgress.testFinished(
                        index, .with { ($0.verdict, $0.message) = (.wrongAnswer, "word \(index)") })
                }
            first.tell(steps, of: id)
            var heard: [SubmissionProgress] = []
            var incoming = subscription.makeIterator()
            while heard.count < steps.count, let news = await incoming.next(isolation: #isolation) {
                guard case .progress(let progress, let stream) = news else { continue }
                #expect(stream == (try id.stream))
                heard.append(progress)
            }
            #expect(heard == steps)
            // Test cases are told together, but not too many.
            #expect(line.told.count == 4)
        }
    }

    @Test("Who follows an execution there is told so, too; what nobody follows, or nobody knows, is passed over")
    func executions() async throws {
        try await withTwo { first, second, line in
            let (id, other) = (ExecutionID.random(), ExecutionID.random())
            let subscription = try second.subscribe(to: try id.stream, for: Self.alice)
            var test = ExecutedTest(index: 3, verdict: .partial, ending: .signaled(9))
            (test.output, test.points) = ([1, 2, 0, 255], .part(Score(1) / Score(3)))
            var failed = ExecutionCompilation(succeeded: false)
            failed.log = "error"
            let events: [ExecutionEvent] = [
                .compiled(ExecutionCompilation(succeeded: true)), .compiledChecker(failed), .tested(test),
            ]
            first.tell(.tested(test), of: other)
            line.announce([0xFF, 0xFF, 0x01], about: try id.stream)
            line.announce([], about: try id.stream)
            for event in events { first.tell(event, of: id) }
            var heard: [ExecutionEvent] = []
            var incoming = subscription.makeIterator()
            while heard.count < events.count, let news = await incoming.next(isolation: #isolation) {
                if case .executed(let event) = news { heard.append(event) }
            }
            #expect(heard == events)
        }
    }

    @Test("Without others nothing is told but here")
    func alone() async throws {
        let fanout = LogFanout()
        let exchange = ProgressExchange(fanout: fanout, others: nil)
        let id = SubmissionID(tenant: "course", key: "a")
        let subscription = try fanout.subscribe(to: try id.stream, for: Self.alice)
        exchange.tell([.compiling(worker: "one", language: "c")], of: id)
        var incoming = subscription.makeIterator()
        guard case .progress(.compiling(worker: "one", language: "c"), _)? = await incoming.next(isolation: #isolation)
        else { return _ = Issue.record("it was not told") }
        await exchange.run()
    }
}
