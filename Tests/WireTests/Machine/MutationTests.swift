import FoundationEssentials
import NIOCore
import SwiftProtobuf
import TestSupport
import Testing
import Units

@testable import Wire

/// What must hold of the decoder and of both sides' machines, whatever bytes come.
@Suite("Whatever bytes come") struct MutationTests {
    /// A conversation that a client might have with a server, as bytes, with changes.
    private static func conversation(_ random: inout SeededGenerator) throws -> [UInt8] {
        var bytes = try Frame.hello().wire
        for _ in 0..<random.below(20) {
            let id = UInt64(random.below(6))
            let kinds: [Frame.OneOf_Kind] = [
                .open(), .open(timeout: UInt64(random.below(1_000_000))), .message(random.below(3000)),
                .halfClose(.init()), .cancel(1), .credit(UInt32(random.below(100_000))),
                .ping(.init()), .pong(.init()), .status(.init()), .goodbye(.init()),
            ]
            bytes += try Frame(call: id, kinds[random.below(kinds.count)]).wire
        }
        for _ in 0..<random.below(6) {
            let place = random.below(bytes.count)
            switch random.below(5) {
            case 0: bytes[place] = UInt8(random.below(256))
            case 1: bytes[place] ^= 1 << UInt8(random.below(8))
            case 2: bytes.removeSubrange(place..<min(place + random.below(20), bytes.count))
            case 3: bytes.insert(contentsOf: (0..<random.below(20)).map { _ in UInt8(random.below(256)) }, at: place)
            default: bytes.insert(contentsOf: bytes[place..<min(place + random.below(200), bytes.count)], at: place)
            }
        }
        return bytes
    }

    @Test(arguments: 0..<8)
    func endsWellAndStaysBounded(part: Int) throws {
        var random = SeededGenerator(seed: UInt64(1000 + part))
        var closed = 0
        for _ in 0..<1500 {
            let bytes = try Self.conversation(&random)
            let side: ConnectionStateMachine.Side = random.below(3) == 0 ? .client : .server
            var peer = MachineExercise(side: side)
            var rest = ByteBuffer(bytes: bytes)
            while rest.readableBytes > 0, let piece = rest.readSlice(length: 1 + random.below(rest.readableBytes)) {
                peer.take(piece)
            }
            closed += peer.machine.phase == .closed ? 1 : 0
            peer.checkAtTheEnd()
        }
        // Both kinds have to come up, or the conversations are no good.
        #expect(closed > 200 && closed < 1500)
    }

    @Test func decoderCutsTheSameFramesHoweverTheBytesCome() throws {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<300 {
            let frames = (0..<random.below(10)).map { _ in (0...random.below(300)).map { _ in UInt8(random.below(256)) }
            }
            var stream = ByteBuffer()
            for frame in frames {
                stream.writeInteger(UInt32(frame.count))
                stream.writeBytes(frame)
            }
            var decoder = FrameDecoder(maximumFrame: 400)
            var seen: [[UInt8]] = []
            while stream.readableBytes > 0, let piece = stream.readSlice(length: 1 + random.below(stream.readableBytes))
            {
                decoder.append(piece)
                while let frame = try decoder.next() {
                    seen.append(Array(frame.readableBytesView))
                }
            }
            #expect(seen == frames)
            #expect(!decoder.isInsideFrame)
        }
    }

    @Test func announcedLengthIsBelievedOnlyAsFarAsBytesCome() throws {
        var decoder = FrameDecoder(maximumFrame: 1 << 30)
        decoder.append(ByteBuffer(bytes: [0x3f, 0xff, 0xff, 0xff, 1, 2, 3]))
        #expect(try decoder.next() == nil)
        #expect(decoder.waitingBytes == 7)
        #expect(decoder.isInsideFrame)
    }

    @Test(
        arguments: [(0, StatusCode.invalidArgument), (401, .resourceExhausted), (.max, .resourceExhausted)]
            as [(UInt32, StatusCode)])
    func badLengthIsRefusedBeforeItsBytesCome(length: UInt32, code: StatusCode) {
        var decoder = FrameDecoder(maximumFrame: 400)
        decoder.append(ByteBuffer(integer: length))
        let error = #expect(throws: WireError.self) { _ = try decoder.next() }
        #expect(error?.code == code)
    }

    @Test func framesOfEveryKindComeBackAsTheyWere() throws {
        let frames: [Frame] = [
            .hello(), Frame(call: 1, .open("a/b", timeout: 5)), Frame(call: .max, .message(1000)),
            Frame(call: 3, .halfClose(.init())),
            Frame(call: 4, .status(WireError(.internal, "x", details: [ErrorDetail(type: "t", bytes: [1])]).status)),
            Frame(.goodbye(.with { $0.fatal = true })), Frame(call: 1, .credit(.max)),
        ]
        for frame in frames {
            #expect(try Frame(parsing: ByteBuffer(bytes: frame.wire.dropFirst(4))) == frame)
        }
    }

    @Test func statusIsCutToWhatAFrameHolds() {
        let long = WireError(
            .internal, String(repeating: "ü", count: 5000),
            details: [ErrorDetail(type: "t", bytes: [UInt8](repeating: 0, count: 9000))])
        #expect(long.status.message.utf8.count == 4096)
        #expect(long.status.details.isEmpty)
        #expect(WireError(long.status)?.message == String(repeating: "ü", count: 2048))
    }
}
