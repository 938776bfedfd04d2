import FoundationEssentials
import NIOCore
import SwiftProtobuf
import TestSupport
import Testing
import Units

@testable import Wire

@Suite("Flow control") struct FlowControlTests {
    private func client(window: UInt32) throws -> ConnectionStateMachine {
        var client = ConnectionStateMachine.openClient(window: window)
        _ = try client.open("a/b", metadata: [:], timeout: nil, now: .seconds(0))
        return client
    }

    @Test func senderStopsWhereItsCreditEnds() throws {
        var client = try client(window: 16384)
        for token in 1...10 as ClosedRange<UInt64> {
            try client.send(Data(count: 4096 - 64), on: 1, token: token)
        }
        #expect(client.sendAll().sentBytes.count == 4)
        #expect(client.sendNext() == nil)
        _ = client.take(1, .credit(4095))
        #expect(client.sendAll().isEmpty)
        _ = client.take(1, .credit(1))
        let more = client.sendAll()
        #expect(more.sentBytes == [4032])
        #expect(more.contains(.sent(1, token: 5)))
    }

    @Test func emptyMessagesCostToo() throws {
        var client = try client(window: 16384)
        for token in 1...300 as ClosedRange<UInt64> {
            try client.send(Data(), on: 1, token: token)
        }
        #expect(client.sendAll().sentBytes.count == 16384 / 64)
    }

    @Test func halfCloseAndStatusComeAfterWhatWaits() throws {
        var client = try client(window: 16384)
        for token in 1...3 as ClosedRange<UInt64> {
            try client.send(Data(count: 8192 - 64), on: 1, token: token)
        }
        client.halfClose(1)
        #expect(client.sendAll().frames.count == 2)
        _ = client.take(1, .credit(8192))
        let rest = client.sendAll().frames
        #expect(rest.count == 2)
        #expect(rest.last == Frame(call: 1, .halfClose(.init())))
        #expect(throws: WireError.self) { try client.send(Data(), on: 1, token: 4) }
    }

    @Test func messageThatNeverFitsIsRefusedAtOnce() throws {
        var client = try client(window: 16384)
        #expect(throws: Never.self) { try client.send(Data(count: 8192 - 64), on: 1, token: 1) }
        let error = #expect(throws: WireError.self) { try client.send(Data(count: 8192 - 63), on: 1, token: 2) }
        #expect(error?.code == .resourceExhausted)
    }

    @Test func callsTakeTurns() throws {
        var client = ConnectionStateMachine.openClient()
        for id in 1...3 as ClosedRange<UInt64> {
            _ = try client.open("a/b", metadata: [:], timeout: nil, now: .seconds(0))
            for token in 0..<3 as Range<UInt64> {
                try client.send(Data([UInt8(id)]), on: id, token: id * 10 + token)
            }
        }
        #expect(client.sendAll().frames.map(\.callID) == [1, 2, 3, 1, 2, 3, 1, 2, 3])
    }

    @Test func blockedCallDoesNotBlockOthers() throws {
        var client = ConnectionStateMachine.openClient(window: 16384)
        for id in 1...2 as ClosedRange<UInt64> {
            _ = try client.open("a/b", metadata: [:], timeout: nil, now: .seconds(0))
            for token in 0..<3 as Range<UInt64> where id == 1 || token == 0 {
                try client.send(Data(count: 8000), on: id, token: id * 10 + token)
            }
        }
        #expect(client.sendAll().frames.map(\.callID) == [1, 2, 1])
    }

    @Test func moreThanTheCreditEndsTheConnection() {
        var server = ConnectionStateMachine.openServer { $0.window = .kibibytes(16) }
        _ = server.take(1, .open())
        #expect(server.take(1, .message(16384 - 64)).closing == nil)
        #expect(server.take(1, .message(0)).fatalGoodbye?.code == .resourceExhausted)
    }

    @Test(arguments: [0, UInt32(Int32.max), .max])
    func creditThatIsNoneOrTooMuchEndsTheConnection(bytes: UInt32) {
        var server = ConnectionStateMachine.openServer()
        _ = server.take(1, .open())
        #expect(server.take(1, .credit(bytes)).closing?.code == .invalidArgument)
    }

    @Test(arguments: [1, 16383, UInt32.max])
    func windowOfACallHasBounds(bytes: UInt32) {
        var server = ConnectionStateMachine.openServer()
        #expect(server.take(1, .open(window: bytes)).closing?.code == .invalidArgument)
    }

    @Test func callMayHaveAWindowOfItsOwn() throws {
        var server = ConnectionStateMachine.openServer()
        _ = server.take(1, .open(.with { $0.window = 16384 }))
        for token in 1...3 as ClosedRange<UInt64> {
            try server.send(Data(count: 8000), on: 1, token: token)
        }
        #expect(server.sendAll().sentBytes.count == 2)
    }

    @Test func creditComesBackWhenTheProgramReads() {
        var server = ConnectionStateMachine.openServer { $0.window = .kibibytes(16) }
        _ = server.take(1, .open())
        #expect(server.take(1, .message(4000)).frames.isEmpty)
        #expect(server.consumed(4000, on: 1).frames.isEmpty)
        #expect(server.take(1, .message(4000)).frames.isEmpty)
        let credit = server.consumed(4064, on: 1).frames
        #expect(credit == [Frame(call: 1, .credit(8064))])
    }

    @Test func senderAndReaderNeverWaitForEachOther() throws {
        // Messages of any size go through a small window as long as the reader reads: no credit is kept back for ever.
        var client = ConnectionStateMachine.openClient(window: 16384)
        var server = ConnectionStateMachine.openServer { $0.window = .kibibytes(16) }
        var random = SeededGenerator(seed: 1)
        let (id, opening) = try client.open("a/b", metadata: [:], timeout: nil, now: .seconds(0))
        _ = server.received(opening.frames[0], now: .seconds(0))
        var inFlight = 0
        for token in 1...5000 as ClosedRange<UInt64> {
            let size = random.below(3) == 0 ? 8128 : random.below(8129)
            try client.send(Data(count: size), on: id, token: token)
            inFlight += 1
            for frame in client.sendAll().frames {
                inFlight -= 1
                for case .message(_, let payload) in server.received(frame, now: .seconds(0)) {
                    for credit in server.consumed(payload.count + 64, on: id).frames {
                        #expect(client.received(credit, now: .seconds(0)).closing == nil)
                    }
                }
            }
            #expect(server.phase == .open)
        }
        while inFlight > 0 {
            let frames = client.sendAll().frames
            try #require(!frames.isEmpty)
            for frame in frames {
                inFlight -= 1
                for case .message(_, let payload) in server.received(frame, now: .seconds(0)) {
                    for credit in server.consumed(payload.count + 64, on: id).frames {
                        _ = client.received(credit, now: .seconds(0))
                    }
                }
            }
        }
    }

    @Test func readingStopsWhenTooMuchIsUnreadInAll() {
        var server = ConnectionStateMachine.openServer {
            $0.maximumBuffered = .mebibytes(4)
            $0.maximumCalls = 8
        }
        var actions: [ConnectionAction] = []
        for id in 1...5 as ClosedRange<UInt64> {
            actions += server.take(id, .open())
            actions += server.take(id, .message(1_000_000))
        }
        #expect(actions.filter { $0 == .pauseReading }.count == 1)
        #expect(server.consumed(1_000_064, on: 1).contains(.resumeReading) == false)
        #expect(server.consumed(1_000_064, on: 2).contains(.resumeReading) == false)
        #expect(server.consumed(1_000_064, on: 3).contains(.resumeReading))
    }

    @Test func callThatEndsUnreadFreesItsShare() {
        var server = ConnectionStateMachine.openServer {
            $0.maximumBuffered = .mebibytes(1)
            $0.maximumCalls = 2
        }
        _ = server.take(1, .open())
        _ = server.take(1, .message(1_000_000))
        #expect(server.take(1, .message(500_000)).contains(.pauseReading))
        _ = server.finish(1, WireError(.aborted, "no"))
        #expect(server.sendAll().contains(.resumeReading))
        #expect(server.consumed(1_000_064, on: 1).isEmpty)
    }

    @Test func answersDoNotPileUpForWhoReadsNone() {
        var server = ConnectionStateMachine.openServer()
        server.writable(false, now: .seconds(0))
        var end: WireError?
        for _ in 0..<2000 where end == nil {
            end = server.take(0, .ping(.init())).closing
        }
        #expect(end?.code == .resourceExhausted)
    }

    @Test func refusedCallsLeaveNothingBehind() {
        var server = ConnectionStateMachine.openServer { $0.maximumCalls = 4 }
        for id in 1...100_000 as ClosedRange<UInt64> {
            let actions = server.take(id, .open())
            #expect(id <= 4 || actions.statuses.count == 1)
        }
        #expect(server.calls.count == 4)
        #expect(server.turns.isEmpty)
    }
}
