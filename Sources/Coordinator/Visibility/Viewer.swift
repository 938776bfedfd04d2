public import Wire

/// Who asks, and what they may see: the one rule of what belongs to whom, for every call. A pure value.
///
/// An admin sees everything. A client sees what its own tenant submitted, the packages that its own tenant brought, and the
/// contents that its own tenant has put. A worker sees contents, which it needs, and otherwise only what its leases tell.
/// What somebody may not see is answered as what there is not: nobody learns which of the two it is.
public struct Viewer: Hashable, Sendable {
    /// Something that somebody asks for.
    enum Thing: Hashable, Sendable {
        /// A submission of that tenant.
        case submission(of: String)
        /// A package that these tenants have brought.
        case package(of: Set<String>)
        /// What was found on a test case of such a package, beyond verdict, time and memory: what the program wrote, what
        /// would have been right.
        case findings(packageOf: Set<String>, isSample: Bool)
        /// A content, which the viewer's own tenant has put, or not.
        case content(isOwn: Bool)
    }

    private let role: Role
    private let name: String

    /// The view of `principal`.
    public init(_ principal: Principal) {
        role = principal.role
        name = principal.name
    }

    /// The only tenant whose things it sees; nil: everybody's.
    var tenant: String? { role == .admin ? nil : name }

    /// Whether it may see that.
    func sees(_ thing: Thing) -> Bool {
        switch (role, thing) {
        case (.admin, _), (.worker, .content): true
        case (.worker, _): false
        case (.client, .submission(let tenant)): tenant == name
        case (.client, .package(let tenants)): tenants.contains(name)
        case (.client, .findings(let tenants, let isSample)): isSample || tenants.contains(name)
        case (.client, .content(let isOwn)): isOwn
        }
    }
}
