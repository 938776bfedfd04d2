import Glibc
public import SystemPackage
public import Wire

/// Certificates for a test, made by `openssl`.
public struct Certificates: Sendable {
    /// Whether this host has `openssl`.
    public static let isPossible = unsafe access("/usr/bin/openssl", X_OK) == 0

    /// Where they are.
    public let directory: TemporaryDirectory
    /// The certificate of the authority that signs them.
    public var authority: FilePath { directory.path.appending("ca.pem") }

    /// Makes an authority.
    public init(_ directory: TemporaryDirectory) throws {
        self.directory = directory
        try openssl(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=authority "
                + "-keyout ca.key -out ca.pem")
    }

    /// A certificate of `name` for hosts of these alternative names, signed by the authority.
    /// - Parameters:
    ///   - name: what it is called.
    ///   - alternatives: the hosts.
    ///   - days: for how long it is valid; less than 0: it was until then.
    public func make(
        _ name: String, alternatives: String = "DNS:localhost,IP:127.0.0.1", days: Int = 2
    ) throws -> TLSFiles {
        try directory.write("\(name).ext", "subjectAltName=\(alternatives)\n")
        try openssl(
            "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=\(name) -keyout \(name).key -out \(name).csr"
        )
        try openssl(
            "x509 -req -in \(name).csr -CA ca.pem -CAkey ca.key -CAcreateserial -days \(days) -extfile \(name).ext -out \(name).pem"
        )
        return TLSFiles(
            certificate: directory.path.appending("\(name).pem"), privateKey: directory.path.appending("\(name).key"),
            authorities: authority)
    }

    /// The SHA-256 fingerprint of the certificate of `name`, as openssl prints it.
    public func fingerprint(_ name: String) throws -> SecretDigest {
        try openssl("x509 -in \(name).pem -noout -fingerprint -sha256 -out \(name).print")
        let descriptor = try FileDescriptor.open(directory.path.appending("\(name).print"), .readOnly)
        defer { try? descriptor.close() }
        var bytes = [UInt8](repeating: 0, count: 512)
        let count = try unsafe bytes.withUnsafeMutableBytes { buffer in try unsafe descriptor.read(into: buffer) }
        let text = String(decoding: bytes[..<count], as: UTF8.self)
        let digits = text.split(separator: "=").last?.filter(\.isHexDigit) ?? ""
        guard let digest = SecretDigest(hexadecimal: digits) else { throw Errno.badFileDescriptor }
        return digest
    }

    private func openssl(_ arguments: String) throws {
        let log = directory.path.appending("log").string
        guard Shell.run("cd '\(directory.path)' && openssl \(arguments)", log: log) == 0 else {
            throw WireError(.internal, "openssl \(arguments) failed")
        }
    }
}
