internal import Concurrency
internal import Coordinator
internal import Cryptography
internal import Kernel
internal import OpenIDConnect
internal import Synchronization
internal import Units

/// Logins at those who know people: their clients, and the tickets that are on their way.
final class ProviderLogins: Sendable {
    /// How many tickets that were used are remembered. Also who uses one of those before has a code that the provider takes once.
    private static let most = 65_536

    private let clients: [String: OpenIDClient]
    private let key: SymmetricKey
    private let clock: any PlatformClock
    private let used = Mutex(RecentlyUsed<[UInt8], Void>())

    init(_ options: AccountOptions, _ secrets: AccountSecrets, _ clock: any PlatformClock) {
        var clients: [String: OpenIDClient] = [:]
        for provider in options.providers?.providers ?? [] {
            guard let fetch = options.providers?.fetch else { continue }
            clients[provider.name] = OpenIDClient(
                provider, redirect: "\(options.origin)/login/oidc/\(provider.name)", now: { clock.now.seconds },
                fetch: fetch)
        }
        (self.clients, key, self.clock) = (clients, secrets.tickets, clock)
    }

    /// Those where people can log in, by their names.
    var providers: [OpenIDProvider] { clients.values.map(\.provider).sorted { $0.name < $1.name } }

    /// The provider of that name.
    /// - Throws: `DomainError` (`notFound`).
    func client(_ name: String) throws(DomainError) -> OpenIDClient {
        guard let client = clients[name] else {
            throw DomainError(
                .notFound, "there is no provider of that name", advice: "see auth/oidc for those there are")
        }
        return client
    }

    /// A ticket for a provider.
    /// - Parameters:
    ///   - provider: its name.
    ///   - step: how far the login is.
    ///   - next: where the browser goes afterwards; a path that is too long is forgotten.
    func ticket(for provider: String, _ step: LoginTicket.Step, next: String? = nil) throws -> String {
        let until = clock.now + LoginTicket.life
        var ticket = LoginTicket(provider: provider, step: step, until: until.nanoseconds)
        ticket.next = next.flatMap { $0.utf8.count <= LoginTicket.longestNext ? $0 : nil }
        return try ticket.sealed(with: key)
    }

    /// How far a login at that provider is.
    /// - Throws: `DomainError` (`forbidden`) if the text is no ticket for it, or not any more.
    func step(of text: String, at provider: String) throws(DomainError) -> LoginTicket.Step {
        try ticket(text, at: provider).step
    }

    /// What a ticket for that provider says.
    /// - Throws: `DomainError` (`forbidden`) if the text is no ticket for it, or not any more.
    func ticket(_ text: String, at provider: String) throws(DomainError) -> LoginTicket {
        guard let ticket = LoginTicket.open(text, with: key, at: clock.now), ticket.provider == provider,
            !used.withLock({ $0.contains(SHA256.hash(text.utf8)) })
        else { throw AccountRefusal.wrongTicket }
        return ticket
    }

    /// Uses a ticket up.
    /// - Throws: `DomainError` (`forbidden`) if it was used before.
    func use(_ text: String) throws(DomainError) {
        let hash = SHA256.hash(text.utf8)
        let isNew = used.withLock { used in
            guard !used.contains(hash) else { return false }
            used.add((), size: 1, for: hash)
            _ = used.trim(to: .max, count: Self.most)
            return true
        }
        guard isNew else { throw AccountRefusal.wrongTicket }
    }
}
