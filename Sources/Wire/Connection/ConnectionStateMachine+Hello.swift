internal import NIOCore
internal import SwiftProtobuf
internal import Units

extension ConnectionStateMachine {
    private static let longestName = 128

    /// The connection was made.
    mutating func connected() -> [ConnectionAction] {
        if side == .client {
            emit(.send(ownHello))
        }
        return takeActions()
    }

    /// Server: the peer may use the connection.
    mutating func admit() -> [ConnectionAction] {
        guard phase == .authenticating else { return [] }
        emit(.send(ownHello))
        begin()
        return takeActions()
    }

    /// Server: the peer may not use the connection.
    mutating func refuse(_ error: WireError) -> [ConnectionAction] {
        guard phase == .authenticating else { return [] }
        fail(error)
        return takeActions()
    }

    /// The other side's hello came.
    mutating func receivedHello(_ hello: Frame.Hello) {
        guard phase == .awaitingHello else {
            fail(WireError(.invalidArgument, "a second hello came"))
            return
        }
        if let objection = objection(to: hello) {
            fail(objection)
            return
        }
        self.hello = hello
        if side == .server {
            phase = .authenticating
            emit(.authenticate(hello))
        } else {
            begin()
        }
    }

    private mutating func begin() {
        phase = .open
        peerWindow = Int(hello.initialWindow)
        let peer = Peer(
            program: hello.program,
            version: hello.programVersion,
            negotiated: min(Self.versions.upperBound, hello.protocolMax),
            largestMessage: min(Int(negotiatedFrame), peerWindow / 2) - Frame.messageOverhead,
            maximumCalls: Int(hello.maximumCalls)
        )
        self.peer = peer
        emit(.ready(peer))
        hello.token = ""
    }

    private func objection(to hello: Frame.Hello) -> WireError? {
        guard hello.protocolMin <= hello.protocolMax, hello.protocolMax >= Self.versions.lowerBound,
            hello.protocolMin <= Self.versions.upperBound
        else {
            return WireError(
                .failedPrecondition,
                "this side speaks version \(Self.versions.lowerBound) to \(Self.versions.upperBound) of the protocol, "
                    + "the other \(hello.protocolMin) to \(hello.protocolMax); update the older program")
        }
        guard hello.maximumFrame >= Frame.smallestOffer, hello.initialWindow >= Frame.smallestOffer,
            hello.initialWindow <= Int32.max
        else {
            return WireError(
                .invalidArgument,
                "the hello offers frames of \(hello.maximumFrame) and a window of \(hello.initialWindow) bytes; "
                    + "both must be at least \(Frame.smallestOffer), the window at most \(Int32.max)")
        }
        guard hello.program.utf8.count <= Self.longestName, hello.programVersion.utf8.count <= Self.longestName else {
            return WireError(.invalidArgument, "the program's name or version is longer than \(Self.longestName) bytes")
        }
        return nil
    }

    private var ownHello: Frame {
        Frame(
            .hello(
                .with {
                    $0.protocolMin = Self.versions.lowerBound
                    $0.protocolMax = Self.versions.upperBound
                    $0.program = introduction.program
                    $0.programVersion = introduction.version
                    $0.maximumFrame = UInt32(clamping: limits.maximumFrame.bytes)
                    $0.initialWindow = UInt32(clamping: ownWindow)
                    $0.keepAliveNs = UInt64(clamping: limits.keepAlive.wholeNanoseconds)
                    $0.maximumCalls = side == .server ? UInt32(clamping: limits.maximumCalls) : 0
                    $0.token = introduction.token
                }))
    }

    /// The window that this side gives, in bytes.
    var ownWindow: Int {
        min(max(Int(limits.window.bytes), Frame.smallestOffer), Int(Int32.max))
    }
}
