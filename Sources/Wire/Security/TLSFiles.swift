internal import NIOCore
package import NIOSSL
internal import Synchronization
public import SystemPackage

/// The files in PEM of one side of TLS.
public struct TLSFiles: Hashable, Sendable {
    /// This side's certificate and those up to its authority; a client without one has none.
    public var certificate: FilePath?
    /// The certificate's private key. Nobody but its owner may read it.
    public var privateKey: FilePath?
    /// The authorities that vouch for the other side. A server with them asks every client for a certificate; a client
    /// without them believes those of the system.
    public var authorities: FilePath?
    /// Whether a server with authorities takes no client without a certificate. One that is shown has to be theirs anyway.
    public var requiresCertificates = true

    /// Files from their paths.
    public init(certificate: FilePath? = nil, privateKey: FilePath? = nil, authorities: FilePath? = nil) {
        self.certificate = certificate
        self.privateKey = privateKey
        self.authorities = authorities
    }

    func serverContext() throws(WireError) -> NIOSSLContext {
        try context { () throws -> TLSConfiguration in
            guard let (chain, key) = try pair() else {
                throw WireError(.failedPrecondition, "a server with TLS needs a certificate and its private key")
            }
            var configuration = TLSConfiguration.makeServerConfiguration(certificateChain: chain, privateKey: key)
            configuration.minimumTLSVersion = .tlsv12
            if let authorities {
                configuration.trustRoots = .file(authorities.string)
                configuration.certificateVerification =
                    requiresCertificates ? .noHostnameVerification : .optionalVerification
            }
            return configuration
        }
    }

    func clientContext() throws(WireError) -> NIOSSLContext {
        try context { () throws -> TLSConfiguration in
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.minimumTLSVersion = .tlsv12
            if let authorities {
                configuration.trustRoots = .file(authorities.string)
            }
            if let (chain, key) = try pair() {
                configuration.certificateChain = chain
                configuration.privateKey = key
            }
            return configuration
        }
    }

    private func pair() throws -> ([NIOSSLCertificateSource], NIOSSLPrivateKeySource)? {
        guard let certificate, let privateKey else { return nil }
        let key = try NIOSSLPrivateKey(bytes: Array(SecretFile.read(privateKey).utf8), format: .pem)
        let chain = try NIOSSLCertificate.fromPEMFile(certificate.string)
        return (chain.map { .certificate($0) }, .privateKey(key))
    }

    private func context(_ make: () throws -> TLSConfiguration) throws(WireError) -> NIOSSLContext {
        do {
            return try NIOSSLContext(configuration: make())
        } catch let error as WireError {
            throw error
        } catch {
            throw WireError(
                .failedPrecondition,
                "the TLS files (\([certificate, privateKey, authorities].compactMap { $0?.string }.joined(separator: ", ")))"
                    + " cannot be used: \(error)")
        }
    }
}

/// The certificates that new connections get; can be read anew while the server runs.
package final class TLSCredentials: Sendable {
    private let files: TLSFiles
    private let current: Mutex<NIOSSLContext>

    /// Reads the files.
    package init(_ files: TLSFiles) throws(WireError) {
        self.files = files
        current = Mutex(try files.serverContext())
    }

    /// What the next connection gets.
    package var context: NIOSSLContext { current.withLock { $0 } }

    /// Reads the files again; the old ones stay in use if that fails.
    package func reload() throws(WireError) {
        let context = try files.serverContext()
        current.withLock { $0 = context }
    }
}
