/// Who calls: a user or program, in the name of a tenant, in a role.
public struct Principal: Hashable, Sendable {
    /// What it may do; see ``Permission/reach``.
    public var role: Role
    /// The user, the program or the machine that a token or certificate was given to: who did something is kept by this
    /// name. Several tokens may share a name and its limits.
    public var name: String
    /// Whose things it uses: packages, submissions, contents, quotas and turns are a tenant's, whichever of its users calls.
    public var tenant: String

    /// A principal from its parts.
    /// - Parameter tenant: nil: it is a tenant of its own, which is called as it is.
    public init(role: Role, name: String, tenant: String? = nil) {
        self.role = role
        self.name = name
        self.tenant = tenant ?? name
    }
}

extension Principal: CustomStringConvertible {
    /// `worker judge-7`, `client alice of course-42`.
    public var description: String { "\(role.rawValue) \(name)" + (tenant == name ? "" : " of \(tenant)") }
}

/// What somebody who calls is to the fleet. What each role may do is said in one table, ``Permission/reach``.
public enum Role: String, Hashable, Sendable, CaseIterable {
    /// Takes jobs and returns results.
    case worker
    /// Hands in submissions and follows them.
    case client
    /// Looks after the fleet.
    case admin
}
