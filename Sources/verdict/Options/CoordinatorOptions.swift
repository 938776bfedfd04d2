import ArgumentParser
import Reporting
import SystemPackage
import Wire

/// Where the coordinators of a fleet are, and how they are spoken to.
struct CoordinatorOptions: ParsableArguments {
    /// Where a coordinator on this machine listens.
    static let usualAddress = "unix:/run/verdict/coordinator.sock"

    @Option(
        help: ArgumentHelp(
            "Where the coordinator listens: unix:PATH or tcp://HOST:PORT; where there are several, all of them with commas "
                + "between (default: VERDICT_COORDINATOR, else \(usualAddress)).",
            valueName: "address"))
    var coordinator: String?

    @Option(
        name: .customLong("token-file"),
        help: ArgumentHelp(
            "The file with this client's token (default: VERDICT_TOKEN_FILE).", valueName: "file"),
        completion: .file())
    var tokenFile: String?

    @Flag(help: "Use TLS; the next three options imply it.")
    var tls = false

    @Option(
        help: ArgumentHelp("TLS: the certificate authorities to trust (default: the system's).", valueName: "file"),
        completion: .file())
    var ca: String?

    @Option(help: ArgumentHelp("TLS: this client's certificate, in PEM.", valueName: "file"), completion: .file())
    var certificate: String?

    @Option(help: ArgumentHelp("TLS: the certificate's private key, in PEM.", valueName: "file"), completion: .file())
    var key: String?

    @Flag(help: "Allow tcp:// to other machines without TLS: everyone on the way can read everything.")
    var allowUnencrypted = false

    func validate() throws {
        guard (certificate == nil) == (key == nil) else {
            throw ValidationError("--certificate and --key belong together; give both or neither.")
        }
        if let coordinator, Self.client(of: coordinator) == nil {
            throw ValidationError(
                "--coordinator \(coordinator) is not an address; write unix:PATH or tcp://HOST:PORT, or several with commas."
            )
        }
    }

    /// How a client reaches the coordinator.
    /// - Throws: ``CommandError`` if the environment names no address; `WireError` for a token file that others can read.
    func configuration() throws -> ClientConfiguration {
        let text = coordinator ?? Self.variable("VERDICT_COORDINATOR") ?? Self.usualAddress
        guard var configuration = Self.client(of: text) else {
            throw CommandError(
                "VERDICT_COORDINATOR is \(text), which is not an address; set it to unix:PATH or tcp://HOST:PORT")
        }
        if let file = tokenFile ?? Self.variable("VERDICT_TOKEN_FILE") {
            configuration.token = try SecretFile.token(FilePath(file))
        }
        if tls || ca != nil || certificate != nil {
            configuration.tls = TLSFiles(
                certificate: certificate.map { FilePath($0) }, privateKey: key.map { FilePath($0) },
                authorities: ca.map { FilePath($0) })
        }
        configuration.version = VerdictTool.configuration.version
        configuration.allowsUnencrypted = allowUnencrypted
        try requireTLS(configuration)
        return configuration
    }

    /// A client of the coordinators at the addresses of `text`, which has commas between them; nil if one of them is none.
    private static func client(of text: String) -> ClientConfiguration? {
        ClientConfiguration(parsing: text.split(separator: ",", omittingEmptySubsequences: false).map { String($0) })
    }

    private func requireTLS(_ configuration: ClientConfiguration) throws {
        guard configuration.tls == nil, let open = configuration.addresses.first(where: { !$0.isLocal }) else { return }
        let place = PrintableText.line("\(open)")
        guard allowUnencrypted else {
            throw CommandError(
                "\(place) is not on this machine, so everyone on the way could read everything; use --tls, "
                    + "or --allow-unencrypted")
        }
        try Output.error.write("warning: everything goes to \(place) unencrypted: everyone on the way can read it\n")
    }

    private static func variable(_ name: String) -> String? {
        Terminal.environment(name).flatMap { $0.isEmpty ? nil : $0 }
    }
}
