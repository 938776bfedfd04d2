public import Coordinator

/// Something that may be done, or may not: the name of a command, or of what a route reads, such as `contests.freeze`.
public struct Action: Hashable, Sendable, RawRepresentable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The module's name, a dot, and what is done.
    public var rawValue: String

    /// The action of that name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The action of that name.
    public init(stringLiteral name: String) { self.init(rawValue: name) }

    /// The name.
    public var description: String { rawValue }
}

/// Who may do something.
public enum Allowance: Hashable, Sendable {
    /// Everybody, also who is not known.
    case anybody
    /// Every person with an account.
    case people
    /// The people whose thing it is.
    case owners
    /// Those with a role in one of the scopes that the thing belongs to, or everywhere.
    case role(RoleName)
    /// The platform itself, by its timers and reactions.
    case platform
}

/// One row of the table of permissions.
public struct Permit: Hashable, Sendable {
    /// What may be done.
    public var action: Action
    /// By whom: by each of them.
    public var allowances: Set<Allowance>

    /// `action` may be done by each of `allowances`.
    public init(_ action: Action, _ allowances: Allowance...) {
        self.action = action
        self.allowances = Set(allowances)
    }
}

/// What something is done to, as far as permissions go.
public struct Subject: Hashable, Sendable {
    /// The scopes that it belongs to; all of the platform is understood.
    public var scopes: Set<Scope>
    /// Whose it is.
    public var owners: Set<EntityID>

    /// Something of these scopes and owners; by default something that belongs to the platform, and to nobody.
    public init(scopes: Set<Scope> = [], owners: Set<EntityID> = []) {
        (self.scopes, self.owners) = (scopes, owners)
    }
}

/// Who may do what: all modules' rows in one table, which is asked before anything is done. What has no row is done by nobody.
public struct PermissionTable: Sendable {
    private let rows: [Action: Set<Allowance>]

    /// The table of these rows; several rows of an action count together.
    public init(_ permits: [Permit]) {
        rows = permits.reduce(into: [:]) { $0[$1.action, default: []].formUnion($1.allowances) }
    }

    /// The actions that have a row.
    public var actions: Set<Action> { Set(rows.keys) }

    /// Who may do `action`.
    public func allowances(of action: Action) -> Set<Allowance> { rows[action] ?? [] }

    /// Whether `actor` may do `action` to `subject`.
    public func allows(_ actor: Actor, _ action: Action, to subject: Subject = Subject()) -> Bool {
        guard actor.isGood(for: action) else { return false }
        return allowances(of: action).contains { allowance in
            switch allowance {
            case .anybody: true
            case .people: actor.person != nil
            case .owners: actor.person.map(subject.owners.contains) ?? false
            case .role(let role):
                actor.grants.contains { $0.role == role && ($0.scope == .site || subject.scopes.contains($0.scope)) }
            case .platform: if case .platform = actor.identity { true } else { false }
            }
        }
    }

    /// Whether `actor` may do `action` to something, which is not known yet: what is asked before a body is read.
    public func mayAllow(_ actor: Actor, _ action: Action) -> Bool {
        guard actor.isGood(for: action) else { return false }
        return allowances(of: action).contains { allowance in
            switch allowance {
            case .owners: actor.person != nil
            case .role(let role): actor.grants.contains { $0.role == role }
            default: allows(actor, action)
            }
        }
    }

    /// Asks that `actor` may do `action` to `subject`.
    /// - Throws: `DomainError` (`forbidden`).
    public func require(_ actor: Actor, _ action: Action, to subject: Subject = Subject()) throws(DomainError) {
        guard allows(actor, action, to: subject) else { throw Self.refusal(of: actor, action) }
    }

    /// What somebody is told who may not do `action`.
    public static func refusal(of actor: Actor, _ action: Action) -> DomainError {
        DomainError(
            .forbidden, "\(actor.identity) may not do \(action)",
            advice: !actor.isGood(for: action)
                ? "use a token that is good for it"
                : actor.identity == .anybody ? "log in first" : "ask whoever runs this site for a role that may")
    }
}
