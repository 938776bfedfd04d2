internal import NIOCore
internal import Synchronization
internal import Wire

/// The certificate that the client of one connection has shown. It shows one when the connection begins, and no other later.
final class ClientCertificate: Sendable {
    private enum State {
        case unknown
        case known(SecretDigest?)
    }

    private let state = Mutex(State.unknown)

    /// What the access list calls it; nil: it has shown none. Asked for by a request, which comes after the handshake.
    func digest(on channel: any Channel) async -> SecretDigest? {
        if case .known(let digest) = state.withLock({ $0 }) { return digest }
        do {
            let digest = try await channel.eventLoop.submit { channel.peerCertificate }.get()
            state.withLock { $0 = .known(digest) }
            return digest
        } catch {
            // The event loop has ended, and the connection with it.
            return nil
        }
    }
}
