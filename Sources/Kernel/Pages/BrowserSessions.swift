/// A person whose browser shows that they have logged in.
public struct BrowserSession: Sendable {
    /// Who it is.
    public var actor: Actor
    /// What the session is called as long as it lasts, also when its cookie changes.
    public var id: String
    /// What the person is called; nil where nobody can read it.
    public var name: String?
    /// Whether its cookie has been used for so long that the next one is due.
    public var isDue: Bool

    /// A session from its parts.
    public init(actor: Actor, id: String, name: String?, isDue: Bool = false) {
        (self.actor, self.id, self.name, self.isDue) = (actor, id, name, isDue)
    }
}

/// Keeps people logged in whose browsers show a cookie.
public protocol BrowserSessions: Sendable {
    /// Whose session a cookie is; nil: nobody's, or one that is over.
    /// - Parameters:
    ///   - cookie: what the browser shows.
    ///   - address: where it is.
    /// - Throws: where nobody can tell now: that is no reason to take somebody for logged out.
    func session(of cookie: String, from address: String) async throws -> BrowserSession?

    /// Who somebody is now whose session was found before; nil: it is over. For what stays open.
    /// - Throws: where nobody can tell now.
    func person(in session: BrowserSession) async throws -> Actor?

    /// Gives the next cookie of a session.
    /// - Returns: nil if the session goes on with the one that it has.
    func nextCookie(after cookie: String, from address: String) async -> String?
}
