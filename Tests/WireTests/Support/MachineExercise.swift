import FoundationEssentials
import NIOCore
import Testing
import Units

@testable import Wire

/// One side that gets any bytes, does what it is told to do, and answers calls as a program would. Checks the promises.
struct MachineExercise {
    var machine: ConnectionStateMachine
    private var decoder: FrameDecoder
    private var open: Set<UInt64> = []
    private var time = 0.0
    private var isClosed = false

    init(side: ConnectionStateMachine.Side) {
        machine = .fresh(side) {
            $0.maximumCalls = 4
            $0.window = .init(32 * 1024)
        }
        decoder = FrameDecoder(maximumFrame: machine.maximumFrame)
        perform(machine.connected())
    }

    mutating func take(_ bytes: ByteBuffer) {
        guard machine.phase != .closed else { return }
        time += 0.01
        decoder.append(bytes)
        do {
            while machine.phase != .closed, let frame = try decoder.next() {
                perform(machine.received(try Frame(parsing: frame), now: .seconds(time)))
                decoder.maximumFrame = machine.maximumFrame
            }
        } catch {
            perform(machine.abort(error))
        }
        #expect(decoder.waitingBytes <= machine.maximumFrame + 4 || machine.phase == .closed)
        perform(machine.timePassed(now: .seconds(time)))
        while let actions = machine.sendNext() {
            perform(actions)
        }
        #expect(machine.calls.count <= 4)
        #expect(machine.turns.count <= machine.calls.count)
    }

    /// After everything, the end: nothing is left, and who waits is told.
    mutating func checkAtTheEnd() {
        perform(machine.disconnected(WireError(.unavailable, "gone")))
        #expect(machine.phase == .closed)
        #expect(machine.calls.isEmpty)
        #expect(machine.takeActions().isEmpty)
        #expect(machine.nextTimer == .distantFuture)
        #expect(open.isEmpty || machine.side == .server)
    }

    private mutating func perform(_ actions: [ConnectionAction]) {
        for action in actions {
            #expect(!isClosed)
            switch action {
            case .authenticate: perform(machine.admit())
            case .ready where machine.side == .client:
                for _ in 0..<3 {
                    guard let (id, actions) = try? machine.open("a/b", metadata: [:], timeout: nil, now: .seconds(time))
                    else { continue }
                    open.insert(id)
                    perform(actions)
                }
            case .opened(let id, _, _): open.insert(id)
            case .message(let id, let payload):
                #expect(open.contains(id))
                perform(machine.consumed(CallState.cost(of: payload), on: id))
                if machine.side == .server {
                    try? machine.send(payload.prefix(1000), on: id, token: 1)
                }
            case .halfClosed(let id):
                perform(machine.finish(id, nil))
            case .ended(let id, _):
                #expect(open.remove(id) != nil)
                perform(machine.finish(id, nil))
            case .close: isClosed = true
            default: break
            }
        }
    }
}
