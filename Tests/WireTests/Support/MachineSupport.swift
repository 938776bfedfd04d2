import FoundationEssentials
import NIOCore
import SwiftProtobuf
import Units

@testable import Wire

extension NIODeadline {
    /// A moment of the tests' own time.
    static func seconds(_ seconds: Double) -> NIODeadline {
        .uptimeNanoseconds(UInt64(1e12 + seconds * 1e9))
    }
}

extension ConnectionStateMachine {
    /// A machine that has not seen anything.
    static func fresh(_ side: Side, _ change: (inout ConnectionLimits) -> Void = { _ in }) -> ConnectionStateMachine {
        var limits = ConnectionLimits()
        change(&limits)
        return ConnectionStateMachine(
            side: side, limits: limits, introduction: .init(program: "test", version: "1", token: "secret"),
            now: .seconds(0))
    }

    /// A server to which a client with these offers said hello.
    static func openServer(
        frame: UInt32 = 1 << 20, window: UInt32 = 2 << 20, _ change: (inout ConnectionLimits) -> Void = { _ in }
    ) -> ConnectionStateMachine {
        var server = fresh(.server, change)
        _ = server.connected()
        _ = server.received(.hello(frame: frame, window: window), now: .seconds(0))
        _ = server.admit()
        return server
    }

    /// A client to which a server with these offers said hello.
    static func openClient(
        frame: UInt32 = 1 << 20, window: UInt32 = 2 << 20, calls: UInt32 = 256,
        _ change: (inout ConnectionLimits) -> Void = { _ in }
    ) -> ConnectionStateMachine {
        var client = fresh(.client, change)
        _ = client.connected()
        _ = client.received(.hello(frame: frame, window: window, calls: calls), now: .seconds(0))
        return client
    }

    /// Everything that can be sent now.
    mutating func sendAll() -> [ConnectionAction] {
        var actions: [ConnectionAction] = []
        while let next = sendNext() {
            actions += next
        }
        return actions
    }

    /// What follows from a frame.
    mutating func take(_ call: UInt64, _ kind: Frame.OneOf_Kind, at time: Double = 0) -> [ConnectionAction] {
        received(Frame(call: call, kind), now: .seconds(time))
    }
}

extension Frame {
    static func hello(
        frame: UInt32 = 1 << 20, window: UInt32 = 2 << 20, calls: UInt32 = 256, versions: ClosedRange<UInt32> = 1...1,
        token: String = "secret", program: String = "peer"
    ) -> Frame {
        Frame(
            .hello(
                .with {
                    $0.protocolMin = versions.lowerBound
                    $0.protocolMax = versions.upperBound
                    $0.program = program
                    $0.maximumFrame = frame
                    $0.initialWindow = window
                    $0.maximumCalls = calls
                    $0.token = token
                }))
    }
}

// Swift 6.3.1 gives closures within #expect the names of others in the same function, and runs the wrong one: so frames
// and messages are made by functions there.
extension Frame.OneOf_Kind {
    static func message(_ bytes: Int) -> Frame.OneOf_Kind { .message(.with { $0.payload = Data(count: bytes) }) }
    static func credit(_ bytes: UInt32) -> Frame.OneOf_Kind { .windowUpdate(.with { $0.bytes = bytes }) }
    static func open(_ method: String = "a/b", timeout: UInt64 = 0, window: UInt32 = 0) -> Frame.OneOf_Kind {
        .open(
            .with {
                $0.method = method
                $0.timeoutNs = timeout
                $0.window = window
            })
    }
    static func ping(_ token: UInt64) -> Frame.OneOf_Kind { .ping(.with { $0.token = token }) }
    static func pong(_ token: UInt64) -> Frame.OneOf_Kind { .pong(.with { $0.token = token }) }
    static func cancel(_ code: UInt32) -> Frame.OneOf_Kind { .cancel(.with { $0.code = code }) }
}

extension [ConnectionAction] {
    /// The frames that are to be sent.
    var frames: [Frame] {
        compactMap { action in
            guard case .send(let frame) = action else { return nil }
            return frame
        }
    }

    /// The payloads of the messages that are to be sent.
    var sentBytes: [Int] {
        frames.compactMap { frame in
            guard case .message(let message)? = frame.kind else { return nil }
            return message.payload.count
        }
    }

    /// The connection's end, where it comes to that.
    var closing: WireError? {
        lazy.compactMap { action in
            guard case .close(let error) = action else { return nil }
            return error
        }.first
    }

    /// The fatal goodbye that is said.
    var fatalGoodbye: WireError? {
        frames.lazy.compactMap { frame in
            guard case .goodbye(let goodbye)? = frame.kind, goodbye.fatal else { return nil }
            return WireError(goodbye.status)
        }.first
    }

    /// How a call ended: nil if it did not, else its error, or nil inside for OK.
    func end(of id: UInt64) -> WireError?? {
        for case .ended(id, let error) in self {
            return .some(error)
        }
        return nil
    }

    /// The statuses that are sent, by call.
    var statuses: [UInt64: StatusCode] {
        frames.reduce(into: [:]) { statuses, frame in
            guard case .status(let status)? = frame.kind else { return }
            statuses[frame.callID] = StatusCode(rawValue: Int(status.code))
        }
    }
}
