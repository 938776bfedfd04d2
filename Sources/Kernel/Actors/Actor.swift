/// Who does something on the platform, and from where.
public struct Actor: Hashable, Sendable {
    /// Who that is.
    public enum Identity: Hashable, Sendable {
        /// Nobody who is known.
        case anybody
        /// A person with an account.
        case person(EntityID)
        /// A program or operator that has a token of the fleet.
        case program(String)
        /// The platform itself: one of its timers or reactions, by its name.
        case platform(String)
    }

    /// Who it is.
    public var identity: Identity
    /// The roles that it has, each in a scope.
    public var grants: Set<RoleGrant>
    /// The session of a person who has logged in, as the audit names it; nil if there is none.
    public var session: String?
    /// The network address; nil for the platform itself.
    public var address: String?

    /// What a token is good for with which a program acts for somebody: modules' names, actions, or `*`; nil: there is no such
    /// token, and so no limit.
    public var scopes: Set<String>?

    /// An actor from its parts.
    public init(
        _ identity: Identity, grants: Set<RoleGrant> = [], session: String? = nil, address: String? = nil,
        scopes: Set<String>? = nil
    ) {
        (self.identity, self.grants, self.session, self.address) = (identity, grants, session, address)
        self.scopes = scopes
    }

    /// Whether its token is good for that.
    func isGood(for action: Action) -> Bool {
        guard let scopes else { return true }
        let module = action.rawValue.prefix { $0 != "." }
        return scopes.contains("*") || scopes.contains(String(module)) || scopes.contains(action.rawValue)
    }

    /// The person; nil if it is none. Not inlined: the optimizer of Swift 6.3.1 fails on async functions that it is part of.
    @inline(never)
    public var person: EntityID? {
        guard case .person(let id) = identity else { return nil }
        return id
    }
}

extension Actor.Identity: CustomStringConvertible {
    /// `person 3r8w…`, `program course-42`, `platform contests.freeze`, `anybody`: no two identities share one.
    public var description: String {
        switch self {
        case .anybody: "anybody"
        case .person(let id): "person \(id)"
        case .program(let name): "program \(name)"
        case .platform(let name): "platform \(name)"
        }
    }
}

/// What somebody is in some part of the platform: `judge`, `setter`. Which roles there are is said by the modules' permissions.
public struct RoleName: Hashable, Sendable, RawRepresentable, ExpressibleByStringLiteral {
    /// The name.
    public var rawValue: String

    /// The role of that name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The role of that name.
    public init(stringLiteral name: String) { self.init(rawValue: name) }

    /// Looks after everything in its scope.
    public static let admin: RoleName = "admin"
}

/// A part of the platform that roles are given in: all of it, or one organization, contest or problem.
public struct Scope: Hashable, Sendable {
    /// What it is: `contest`.
    public var kind: String
    /// Which one.
    public var id: String

    /// One thing of a kind.
    public init(_ kind: String, _ id: String) { (self.kind, self.id) = (kind, id) }

    /// All of the platform: a role in it is a role everywhere.
    public static let site = Scope("site", "")
}

/// A role in a scope.
public struct RoleGrant: Hashable, Sendable {
    /// The role.
    public var role: RoleName
    /// Where.
    public var scope: Scope

    /// A role in a scope.
    public init(_ role: RoleName, in scope: Scope) { (self.role, self.scope) = (role, scope) }
}
