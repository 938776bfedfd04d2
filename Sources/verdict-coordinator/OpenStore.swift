import Coordinator
import EmbeddedStorage
import Files
import JetStream
import Storage
import SystemPackage
import Wire

/// The store that the settings name.
struct OpenStore: Sendable {
    let log: any EventLog
    let queue: any JobQueue
    let blobs: any BlobStore
    /// The keys of people; nil where nobody may have an account.
    let people: (any PersonKeys)?
    /// What other coordinators tell; nil where there are none.
    let announcements: (any Announcements)?
    /// Lets go of it.
    let close: @Sendable () async throws -> Void
    /// What an operator should change about where it is kept, in a sentence; nil: nothing.
    let warning: String?
    /// The store of this machine; nil for a cluster's.
    private let embedded: EmbeddedStore?

    /// Opens it.
    static func open(_ configuration: CoordinatorConfiguration, keys: KeyRing) async throws -> OpenStore {
        switch configuration.store {
        case .embedded:
            let store = try await EmbeddedStore.open(
                configuration.data.appending("store"), keys: keys, leaseDuration: configuration.lease)
            var people: EmbeddedPersonKeys?
            if configuration.accounts.origin != nil {
                let folder = configuration.accounts.people ?? configuration.data.appending("people")
                people = try await EmbeddedPersonKeys.open(folder, keys: keys)
            }
            return OpenStore(
                log: store.log, queue: store.queue, blobs: store.blobs, people: people, announcements: nil,
                close: { [people] in
                    await people?.close()
                    try await store.close()
                }, warning: nil, embedded: store)
        case .nats:
            let store = try await JetStreamStore.open(
                configuration.cluster(), keys: keys, leaseDuration: configuration.lease)
            return OpenStore(
                log: store.log, queue: store.queue, blobs: store.blobs, people: store.people,
                announcements: store.announcements,
                close: { await store.close() },
                warning: store.warning, embedded: nil)
        }
    }

    /// Whether other coordinators may serve it at the same time.
    var isShared: Bool { embedded == nil }

    /// Where old entries of its log go; nil for a cluster, which keeps all of it.
    var archive: (any LogArchive)? { embedded?.archive }

    /// What copies it, below `folder`; nil for a store that is copied by its own means.
    func backup(into folder: FilePath) -> AdminService.Backup? {
        guard let embedded else { return nil }
        return { name, progress in
            try folder.makeDirectory()
            do {
                try await embedded.backup(to: folder.appending(name.text))
            } catch let error as StorageError {
                throw DomainError(error)
            }
            var step = Verdict_V1_BackupProgress()
            step.complete = true
            try await progress(step)
        }
    }
}
