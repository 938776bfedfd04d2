// What libFuzzer calls with bytes of its own making: a connection's decoder and state machine take them as a peer's, a
// program answers, and what must always hold is held against what happens. Built by Scripts/fuzz-wire together with the
// sources it looks at.
import FoundationEssentials
import NIOCore
import Units

/// The first byte chooses the side; each following piece is as long as its first byte says, so that frames come in parts.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzConnection(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    guard let first = input.first else { return 0 }
    var peer = FuzzedPeer(side: first & 1 == 0 ? .server : .client, greets: first & 2 == 0)
    var rest = input.dropFirst()
    while let length = rest.popFirst() {
        let piece = rest.prefix(length == 0 ? rest.count : Int(length))
        peer.take(ByteBuffer(bytes: piece))
        rest = rest.dropFirst(piece.count)
    }
    peer.end()
    return 0
}

/// One side of a connection that gets any bytes, with a program that does what it is told.
private struct FuzzedPeer {
    private var machine: ConnectionStateMachine
    private var decoder: FrameDecoder
    private var open: Set<UInt64> = []
    private var now = NIODeadline.uptimeNanoseconds(1_000_000_000_000)
    private var isClosed = false

    /// With `greets` the hellos are over, and the bytes are about calls.
    init(side: ConnectionStateMachine.Side, greets: Bool) {
        var limits = ConnectionLimits()
        limits.maximumCalls = 4
        limits.window = ByteCount(32 * 1024)
        limits.maximumFrame = ByteCount(16 * 1024)
        machine = ConnectionStateMachine(
            side: side, limits: limits, introduction: .init(program: "fuzzed", version: "1"), now: now)
        decoder = FrameDecoder(maximumFrame: machine.maximumFrame)
        perform(machine.connected())
        guard greets else { return }
        var hello = Frame.Hello()
        hello.protocolMin = 1
        hello.protocolMax = 1
        hello.maximumFrame = 1 << 20
        hello.initialWindow = 1 << 16
        hello.maximumCalls = 4
        perform(machine.received(Frame(.hello(hello)), now: now))
        decoder.maximumFrame = machine.maximumFrame
    }

    mutating func take(_ bytes: ByteBuffer) {
        now = now + .milliseconds(10)
        guard machine.phase != .closed else { return }
        decoder.append(bytes)
        do {
            while machine.phase != .closed, let frame = try decoder.next() {
                perform(machine.received(try Frame(parsing: frame), now: now))
                decoder.maximumFrame = machine.maximumFrame
            }
        } catch let error as WireError {
            perform(machine.abort(error))
        } catch {
            precondition(false, "an error of another kind: \(error)")
        }
        precondition(machine.phase == .closed || decoder.waitingBytes <= machine.maximumFrame + 4, "too much is held")
        perform(machine.timePassed(now: now))
        while let actions = machine.sendNext() {
            perform(actions)
        }
        precondition(machine.calls.count <= 4, "more calls than may be")
        precondition(machine.turns.count <= machine.calls.count, "turns for calls that are not there")
    }

    mutating func end() {
        perform(machine.disconnected(WireError(.unavailable, "gone")))
        precondition(
            machine.phase == .closed && machine.calls.isEmpty && machine.takeActions().isEmpty, "not all ended")
        precondition(machine.side == .server || open.isEmpty, "a call that never ends")
    }

    private mutating func perform(_ actions: [ConnectionAction]) {
        for action in actions {
            precondition(!isClosed, "something follows the end: \(action)")
            switch action {
            case .send(let frame): check(frame)
            case .authenticate: perform(machine.admit())
            case .ready where machine.side == .client: openCalls()
            case .opened(let id, _, _): precondition(open.insert(id).inserted, "a call opened twice")
            case .message(let id, let payload):
                precondition(open.contains(id), "a message of no call")
                perform(machine.consumed(CallState.cost(of: payload), on: id))
                if machine.side == .server {
                    try? machine.send(payload, on: id, token: 1)
                }
            case .halfClosed(let id): perform(machine.finish(id, nil))
            case .ended(let id, _):
                precondition(open.remove(id) != nil, "a call ended twice")
                perform(machine.finish(id, nil))
            case .close: isClosed = true
            default: break
            }
        }
    }

    private mutating func openCalls() {
        for _ in 0..<3 {
            guard let (id, actions) = try? machine.open("a/b", metadata: ["a": "b"], timeout: .seconds(1), now: now)
            else {
                continue
            }
            open.insert(id)
            perform(actions)
            try? machine.send(Data(count: 1000), on: id, token: id)
        }
    }

    /// What this side sends is what the other may be sent.
    private func check(_ frame: Frame) {
        var buffer = ByteBuffer()
        do {
            try frame.write(to: &buffer)
        } catch {
            precondition(false, "a frame that cannot be written: \(error)")
        }
        precondition(buffer.readableBytes <= Frame.largestHello + 4, "a frame that is too long")
    }
}
