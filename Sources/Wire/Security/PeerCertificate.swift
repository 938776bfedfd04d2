package import NIOCore
internal import NIOSSL

extension Channel {
    /// What the access list calls the certificate that the client of this server's channel has shown; nil: it has shown none, or the
    /// handshake has not ended. On the channel's event loop.
    package var peerCertificate: SecretDigest? {
        guard let handler = try? pipeline.syncOperations.handler(type: NIOSSLServerHandler.self),
            let certificate = try? handler.peerCertificate?.toDERBytes()
        else { return nil }
        return SecretDigest(of: certificate)
    }
}
