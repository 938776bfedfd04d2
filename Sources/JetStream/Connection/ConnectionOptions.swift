import CNats
import Glibc

/// The library's options for a connection; owns them.
@safe struct ConnectionOptions: ~Copyable {
    /// The library's object.
    let handle: OpaquePointer

    /// The library's defaults.
    init() throws(NATSFailure) {
        var created: OpaquePointer?
        try NATSFailure.check { unsafe natsOptions_Create(&created) }
        guard let created = unsafe created else { throw NATSFailure(text: "no options") }
        unsafe handle = unsafe created
    }

    /// Sets what `configuration` asks for.
    func set(_ configuration: JetStreamConfiguration) throws(NATSFailure) {
        try setConnecting(configuration)
        try setCredentials(configuration.credentials)
        if let tls = configuration.tls { try setTLS(tls) }
    }

    deinit { unsafe natsOptions_Destroy(handle) }

    private func setConnecting(_ configuration: JetStreamConfiguration) throws(NATSFailure) {
        let options = unsafe handle
        try setServers(configuration.servers)
        try NATSFailure.check { unsafe natsOptions_SetName(options, configuration.prefix) }
        try NATSFailure.check { unsafe natsOptions_SetTimeout(options, 2000) }
        try NATSFailure.check { unsafe natsOptions_SetAllowReconnect(options, true) }
        try NATSFailure.check { unsafe natsOptions_SetMaxReconnect(options, -1) }
        // A server that stands still is noticed after 3 s and left.
        try NATSFailure.check { unsafe natsOptions_SetPingInterval(options, 1500) }
        try NATSFailure.check { unsafe natsOptions_SetMaxPingsOut(options, 1) }
        try NATSFailure.check { unsafe natsOptions_SetWriteDeadline(options, 3000) }
    }

    /// The library copies what it is given: here as in all that follows.
    private func setServers(_ servers: [String]) throws(NATSFailure) {
        let copies = unsafe servers.map { unsafe strdup($0) }
        defer { unsafe copies.forEach { unsafe free($0) } }
        var pointers = unsafe copies.map { unsafe UnsafePointer<CChar>($0) }
        try NATSFailure.check { unsafe natsOptions_SetServers(handle, &pointers, Int32(pointers.count)) }
    }

    private func setCredentials(_ credentials: JetStreamConfiguration.Credentials) throws(NATSFailure) {
        let options = unsafe handle
        switch credentials {
        case .none: return
        case .password(let user, let password):
            try NATSFailure.check { unsafe natsOptions_SetUserInfo(options, user, password) }
        case .token(let token):
            try NATSFailure.check { unsafe natsOptions_SetToken(options, token) }
        case .credentialsFile(let path):
            try NATSFailure.check { unsafe natsOptions_SetUserCredentialsFromFiles(options, path, nil) }
        case .nkey(let publicKey, let seedFile):
            try NATSFailure.check { unsafe natsOptions_SetNKeyFromSeed(options, publicKey, seedFile) }
        }
    }

    private func setTLS(_ tls: JetStreamConfiguration.TLS) throws(NATSFailure) {
        let options = unsafe handle
        try NATSFailure.check { unsafe natsOptions_SetSecure(options, true) }
        if let authorities = tls.authorityFile {
            try NATSFailure.check { unsafe natsOptions_LoadCATrustedCertificates(options, authorities) }
        }
        if let certificate = tls.certificateFile, let key = tls.keyFile {
            try NATSFailure.check { unsafe natsOptions_LoadCertificatesChain(options, certificate, key) }
        }
    }
}
