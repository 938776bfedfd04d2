internal import Coordinator
public import Events
public import Storage
internal import Synchronization

/// The roles that people have.
public final class Roles: Sendable {
    fileprivate static let prefix = "roles"

    private let held = Mutex<[EntityID: Set<RoleGrant>]>([:])

    init() {}

    /// The roles of a person.
    public func grants(of person: EntityID) -> Set<RoleGrant> { held.withLock { $0[person] ?? [] } }
}

/// What the log says of them.
extension Roles: LogProjection {
    /// See `LogProjection`.
    public var name: String { "roles" }
    /// See `LogProjection`.
    public var version: UInt32 { 1 }
    /// See `LogProjection`.
    public var streams: StreamPattern { .prefixed(Self.prefix + "-") }

    /// See `LogProjection`.
    public func apply(_ entry: LogEntry, isLive: Bool) throws(StorageError) {
        guard let person = EntityID(entry.stream.text.dropFirst(Self.prefix.count + 1)) else { return }
        try held.withLock { held throws(StorageError) in
            var person = (id: person, roles: PersonRoles(held[person] ?? []))
            for event in entry.events { try person.roles.apply(event) }
            held[person.id] = person.roles.grants.isEmpty ? nil : person.roles.grants
        }
    }

    /// See `LogProjection`.
    public func snapshot() -> @Sendable (inout SnapshotWriter) throws -> Void {
        let held = held.withLock { $0 }
        return { writer in
            try writer.add(UInt32(held.count))
            for (person, grants) in held {
                try writer.add(person.number)
                try writer.add(UInt32(grants.count))
                for grant in grants {
                    for text in [grant.role.rawValue, grant.scope.kind, grant.scope.id] { try writer.add(text) }
                }
            }
        }
    }

    /// See `LogProjection`.
    public func restore(_ reader: inout SnapshotReader) throws -> @Sendable () -> Void {
        var restored: [EntityID: Set<RoleGrant>] = [:]
        for _ in 0..<(try reader.count()) {
            let person = EntityID(number: try reader.number())
            for _ in 0..<(try reader.count()) {
                let role = RoleName(rawValue: try reader.text())
                let grant = RoleGrant(role, in: Scope(try reader.text(), try reader.text()))
                restored[person, default: []].insert(grant)
            }
        }
        return { [self, restored] in held.withLock { $0 = restored } }
    }
}

extension RoleGrant {
    private static let longest = 64

    /// The role that an admin has written down; without kind and thing, everywhere.
    init(_ role: String, kind: String, thing: String) throws(DomainError) {
        guard (1...Self.longest).contains(role.utf8.count), max(kind.utf8.count, thing.utf8.count) <= Self.longest
        else {
            throw DomainError(.invalid, "a role is a name of 1 to \(Self.longest) bytes, and so are a kind and a thing")
        }
        guard kind.isEmpty == thing.isEmpty else {
            throw DomainError(.invalid, "a scope is a kind and a thing", advice: "say both, or neither")
        }
        self.init(RoleName(rawValue: role), in: kind.isEmpty ? .site : Scope(kind, thing))
    }
}

/// The roles of one person.
struct PersonRoles: Aggregate {
    private(set) var grants: Set<RoleGrant> = []

    init() {}

    init(_ grants: Set<RoleGrant>) { self.grants = grants }

    mutating func apply(_ event: Event) throws(StorageError) {
        switch event.type {
        case RoleGranted.persistedType:
            let grant: RoleGranted = try event.unpacked()
            grants.insert(RoleGrant(RoleName(rawValue: grant.role), in: Scope(grant.scopeKind, grant.scopeID)))
        case RoleRevoked.persistedType:
            let grant: RoleRevoked = try event.unpacked()
            grants.remove(RoleGrant(RoleName(rawValue: grant.role), in: Scope(grant.scopeKind, grant.scopeID)))
        default: break
        }
    }
}

/// Gives a person a role.
struct GrantRole: Command {
    static let action: Action = "roles.grant"

    var person: EntityID
    var grant: RoleGrant

    var stream: StreamName { get throws(StorageError) { try person.stream(Roles.prefix) } }

    func subject(in roles: PersonRoles) -> Subject { Subject(scopes: [grant.scope]) }

    func decide(_ roles: PersonRoles, _ context: CommandContext) throws(DomainError) -> Decision {
        guard !roles.grants.contains(grant) else { return Decision() }
        var granted = RoleGranted()
        granted.role = grant.role.rawValue
        (granted.scopeKind, granted.scopeID) = (grant.scope.kind, grant.scope.id)
        return try Decision(granted)
    }
}

/// Takes a role back from a person.
struct RevokeRole: Command {
    static let action: Action = "roles.revoke"

    var person: EntityID
    var grant: RoleGrant

    var stream: StreamName { get throws(StorageError) { try person.stream(Roles.prefix) } }

    func subject(in roles: PersonRoles) -> Subject { Subject(scopes: [grant.scope]) }

    func decide(_ roles: PersonRoles, _ context: CommandContext) throws(DomainError) -> Decision {
        guard roles.grants.contains(grant) else { return Decision() }
        var revoked = RoleRevoked()
        revoked.role = grant.role.rawValue
        (revoked.scopeKind, revoked.scopeID) = (grant.scope.kind, grant.scope.id)
        return try Decision(revoked)
    }
}
