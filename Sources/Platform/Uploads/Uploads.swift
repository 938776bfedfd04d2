package import Coordinator
internal import Identity
package import Kernel
package import Storage
package import SystemPackage
package import Units

/// Files that are too large for one request, sent part by part, whichever way the connection or the coordinator ends in between: then
/// problems' packages are made of them.
package final class Uploads: Sendable {
    /// The largest part. It is in memory while it is taken.
    package static let largestPart = 8 << 20

    let services: PlatformServices
    /// How much people may upload.
    package let limits: UploadLimits
    let files = AfterStart<FileDesk>()

    /// Uploads of a platform.
    /// - Parameters:
    ///   - services: what modules stand on.
    ///   - limits: how much people may upload.
    package init(_ services: PlatformServices, limits: UploadLimits = UploadLimits()) {
        (self.services, self.limits) = (services, limits)
    }

    /// What keeps the files is there.
    package func connect(to files: FileDesk) { self.files.set(files) }

    /// Writes a file that somebody has sent whole to a new file.
    /// - Throws: `DomainError`: `notFound` if they have sent no such file, or not all of it; what the store's failures mean.
    package func copy(_ hash: ContentHash, of actor: Actor, to path: FilePath) async throws {
        try await files.get().copy(hash, of: Self.principal(actor), to: path)
    }

    /// The files that a person has begun to send lately, those of the last week and perhaps some before, the oldest first.
    package func sent(by person: EntityID) async throws -> [(hash: ContentHash, size: Int64, begun: Timestamp)] {
        let stream = try await DomainError.mapping { () async throws(StorageError) in
            try person.stream(SentFiles.prefix)
        }
        let sent: SentFiles = try await services.commands.state(of: stream)
        return sent.files.map { ($0.hash, $0.size, $0.begun) }
    }

    /// Whose stream it is.
    static func sender(_ actor: Actor) -> EntityID { actor.person ?? EntityID("upload", by: actor, key: "") }

    /// Whose the contents are: each sender's own, so that nobody learns what others have sent. No name in an access list has a
    /// space.
    static func principal(_ actor: Actor) -> Principal { Principal(role: .client, name: "upload \(sender(actor))") }

    // MARK: The module

    static let read: Action = "uploads.read"

    /// Who may do what: whoever makes problems somewhere sends files, and everybody reads of their own alone.
    static let permits: [Permit] = [
        Permit(BeginUpload.action, .role(setter), .role(.admin)), Permit(read, .people, .role(.admin)),
    ]

    /// Makes problems, or looks after some.
    private static let setter: RoleName = "setter"

    /// The module, as the platform takes it.
    package func module() -> Module {
        var module = Module(SentFiles.prefix)
        module.commands = [BeginUpload.action]
        module.permits = Self.permits
        module.routes = routes
        return module
    }
}
