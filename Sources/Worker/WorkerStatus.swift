import Synchronization

/// How a worker stands, for whoever asks whether it is ready.
final class WorkerStatus: Sendable {
    private let state = Mutex((isConnected: false, isRegistered: false))

    /// Whether it is connected and the coordinator knows it and may give it work.
    var isReady: Bool { state.withLock { $0.isConnected && $0.isRegistered } }

    func change(isConnected: Bool) {
        state.withLock { $0.isConnected = isConnected }
    }

    func change(isRegistered: Bool) {
        state.withLock { $0.isRegistered = isRegistered }
    }
}
