internal import NIOCore
internal import Synchronization

/// The connections of an ``OperationsServer``: at most so many. For a new one the connection goes that has waited longest for
/// a request or its answer, so that who holds connections keeps nobody out.
final class OpenConnections: Sendable {
    private struct State {
        /// In the order of their last answer, or of their beginning.
        var waiting: [(id: ObjectIdentifier, channel: any Channel)] = []
    }

    private let most: Int
    private let patience: TimeAmount
    private let state = Mutex(State())

    /// At most `most` connections, each of which may take `patience` to its next answer.
    init(most: Int, patience: TimeAmount) {
        self.most = most
        self.patience = patience
    }

    /// What looks after one connection.
    func handler() -> Handler { Handler(connections: self, patience: patience) }

    private func opened(_ channel: any Channel) {
        let oldest = state.withLock { state -> (any Channel)? in
            state.waiting.append((ObjectIdentifier(channel), channel))
            return state.waiting.count > most ? state.waiting.removeFirst().channel : nil
        }
        oldest?.close(promise: nil)
    }

    private func answered(_ channel: any Channel) {
        state.withLock { state in
            guard let place = state.waiting.firstIndex(where: { $0.id == ObjectIdentifier(channel) }) else { return }
            state.waiting.append(state.waiting.remove(at: place))
        }
    }

    private func closed(_ channel: any Channel) {
        state.withLock { state in state.waiting.removeAll { $0.id == ObjectIdentifier(channel) } }
    }

    /// Closes a connection on which nothing was answered for so long, whatever came of a request: that it is trickling, or
    /// never comes.
    final class Handler: ChannelDuplexHandler, RemovableChannelHandler {
        typealias InboundIn = Never
        typealias OutboundIn = Never

        private let connections: OpenConnections
        private let patience: TimeAmount
        private var timer: Scheduled<Void>?

        init(connections: OpenConnections, patience: TimeAmount) {
            self.connections = connections
            self.patience = patience
        }

        func handlerAdded(context: ChannelHandlerContext) {
            connections.opened(context.channel)
            wait(context)
        }

        func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
            connections.answered(context.channel)
            wait(context)
            context.write(data, promise: promise)
        }

        func channelInactive(context: ChannelHandlerContext) {
            end(context)
            context.fireChannelInactive()
        }

        func handlerRemoved(context: ChannelHandlerContext) { end(context) }

        private func wait(_ context: ChannelHandlerContext) {
            timer?.cancel()
            let channel = context.channel
            timer = context.eventLoop.scheduleTask(in: patience) { channel.close(promise: nil) }
        }

        private func end(_ context: ChannelHandlerContext) {
            timer?.cancel()
            timer = nil
            connections.closed(context.channel)
        }
    }
}
