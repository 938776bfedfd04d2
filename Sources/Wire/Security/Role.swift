/// What somebody who calls may do; each method says which roles may call it.
public enum Role: String, Hashable, Sendable, CaseIterable {
    /// Takes jobs and returns results.
    case worker
    /// Hands in submissions and follows them.
    case client
    /// Looks after the fleet.
    case admin
}

/// Who calls.
public struct Principal: Hashable, Sendable {
    /// What it may do.
    public var role: Role
    /// The tenant or machine that a token or certificate was given to; several may share a name and its limits.
    public var name: String

    /// A principal from its parts.
    public init(role: Role, name: String) {
        self.role = role
        self.name = name
    }
}

extension Principal: CustomStringConvertible {
    /// `worker judge-7`.
    public var description: String { "\(role.rawValue) \(name)" }
}
