import Accounts
import Coordinator
import HTTP
import Kernel
import Mail
import OpenIDConnect
import Operations
import Storage
import SystemPackage
import Units
import Wire

/// The settings of people's accounts, and of the mails that they need.
struct AccountSettings: Configuration {
    var origin: String?
    var secrets: FilePath?
    var people: FilePath?
    var providers: FilePath?
    var providerNetworks: [String] = []
    var server: String?
    var folder: FilePath?
    var port: String?
    var security = MailServer.Security.startTLS
    var user: String?
    var password: FilePath?
    var sender = "verdict@localhost.localdomain"

    static let settings: [Setting<Self>] = [
        Setting(
            \.origin, "accounts.origin", .optional(.string, "off"),
            "where people find this service, such as https://judge.example: lets people make accounts"
        ) { origin in
            guard let origin else { return nil }
            return isOrigin(origin) ? nil : "must be https://HOST or http://HOST, without a slash at the end, or off"
        },
        Setting(\.secrets, "accounts.secrets", .optional(.path, "data"), "the file of the secrets of accounts"),
        Setting(
            \.people, "accounts.people", .optional(.path, "data"),
            "the folder of the keys that people's names and addresses are sealed with, with the embedded store"),
        Setting(
            \.providers, "accounts.oidc", .optional(.path, "none"),
            "the file of those at whom people can log in by OpenID Connect"),
        Setting(
            \.providerNetworks, "accounts.oidc-networks", .list,
            "networks such as 10.0.0.0/8 where these are, although they are not the Internet"
        ) { networks in
            networks.contains { NetworkRange(parsing: $0) == nil } ? "must be networks such as 10.0.0.0/8" : nil
        },
        Setting(\.server, "mail.server", .optional(.string, "none"), "the host that mails are given to"),
        Setting(
            \.folder, "mail.folder", .optional(.path, "none"),
            "a folder that mails are written to as files, in place of a server: for a machine that has none"),
        Setting(\.port, "mail.port", .optional(.string, "usual"), "its port") { port in
            guard let port else { return nil }
            let isPort = Int(port).map { (1...65_535).contains($0) } ?? false
            return isPort ? nil : "must be a number from 1 to 65535, or usual"
        },
        Setting(\.security, "mail.security", .choice, "how mails are kept from others on the way there"),
        Setting(\.user, "mail.user", .optional(.string, "none"), "who logs in there"),
        Setting(\.password, "mail.password", .optional(.path, "none"), "the file of that user's password"),
        Setting(\.sender, "mail.from", .string, "the address that mails are from") { sender in
            MailAddress(sender) == nil ? "must be an address such as judge@example.org" : nil
        },
    ]

    private static func isOrigin(_ text: String) -> Bool {
        guard let scheme = ["https://", "http://"].first(where: { text.hasPrefix($0) }) else { return false }
        let host = text.dropFirst(scheme.count)
        return !host.isEmpty
            && host.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."),
                    UInt8(ascii: "-"), UInt8(ascii: ":"):
                    true
                default: false
                }
            }
    }

    /// What contradicts the other settings.
    var contradictions: [String] {
        guard origin != nil else {
            return providers == nil ? [] : ["accounts.oidc is set, but accounts.origin is not; set it, too"]
        }
        var found: [String] = []
        if server == nil, folder == nil {
            found.append("accounts.origin is set, but mail.server is not; accounts are confirmed by mail")
        }
        if server != nil, folder != nil {
            found.append("mail.server and mail.folder are both set; mails go to one of them")
        }
        if (user == nil) != (password == nil) {
            found.append("mail.user and mail.password belong together; set both, or neither")
        }
        if user != nil, security == .none {
            found.append("mail.user is set, but mail.security is none; a password needs TLS")
        }
        return found
    }

    /// People's accounts, and what sends their mails; nil if nobody may have one.
    /// - Parameters:
    ///   - services: what modules stand on.
    ///   - people: the keys of people.
    ///   - data: the folder of what has no place of its own.
    ///   - creates: whether what is missing is made.
    func accounts(
        _ services: PlatformServices, people: any PersonKeys, data: FilePath, creates: Bool
    ) throws -> (accounts: Accounts, mail: AccountMail)? {
        guard let origin, let sender = MailAddress(sender), let send = try mailing() else { return nil }
        let keys = try AccountKeyFile(secrets ?? data.appending("account-secrets"), isNew: creates)
        var options = AccountOptions(origin: origin)
        options.providers = try providers.map { providerOptions(try ProviderFile.providers($0)) }
        let accounts = try Accounts(
            services, options: options, secret: keys.secret, signing: keys.signing,
            people: people)
        let mail = AccountMail(sender: sender) { mail, time in try await send(mail, time.nanoseconds / 1_000_000_000) }
        return (accounts, mail)
    }

    /// Takes mails, with the seconds since 1970; nil if nothing does.
    private func mailing() throws -> (@Sendable (MailMessage, Int64) async throws -> Void)? {
        if let folder {
            let folder = MailFolder(folder)
            return { try await folder.send($0, at: $1) }
        }
        guard let server else { return nil }
        let login = try password.map { file in (user: user ?? "", password: try SecretFile.token(file)) }
        let client = SMTPClient(
            MailServer(host: server, port: port.flatMap { Int($0) }, security: security, login: login))
        return { try await client.send($0, at: $1) }
    }

    /// How providers are asked: each answer is bounded, and only where they are may anything be asked.
    private func providerOptions(_ providers: [OpenIDProvider]) -> ProviderOptions {
        var client = GuardedClient()
        client.timeout = .seconds(10)
        client.allowed = providerNetworks.compactMap(NetworkRange.init(parsing:))
        return ProviderOptions(providers) { [client] request in
            try await client.fetch(
                request.url, headers: request.headers, form: request.form, atMost: request.most)
        }
    }
}
