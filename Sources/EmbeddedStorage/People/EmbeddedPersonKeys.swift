public import Cryptography
import Files
public import Storage
import Synchronization
public import SystemPackage

/// People's keys in a file of their own, in a folder beside the store's: no backup of the store has them.
///
/// A key is destroyed by overwriting its bytes in the file, in place. What the file system or the disk keep beside that no
/// program can reach: file systems that copy on write and their snapshots, and flash disks, which write elsewhere. What is
/// found there is sealed with the ``Storage/KeyRing``.
///
/// One process has the folder open at a time.
public final class EmbeddedPersonKeys: PersonKeys {
    private struct Opened {
        var file: PersonKeyFile
        let lock: StoreLock

        mutating func change<Value>(_ change: (inout PersonKeyFile) throws -> Value) throws -> Value {
            try change(&file)
        }
    }

    private let path: FilePath
    private let keys: KeyRing
    private let work: SerialWork
    private let opened: Mutex<Opened?>

    private init(_ path: FilePath, keys: KeyRing, work: SerialWork, opened: consuming sending Opened) {
        self.path = path
        self.keys = keys
        self.work = work
        self.opened = Mutex(opened)
    }

    /// Opens the keys in `folder`, which is made if it is not there; what is above it must be there. Reads all of them.
    /// - Parameters:
    ///   - folder: the keys' own folder, which is not the store's.
    ///   - keys: what the keys are sealed with, and were before.
    /// - Throws: ``StorageError``: `unavailable` if another process has it open; `corrupted`; `incompatible`; `full`.
    public static func open(_ folder: FilePath, keys: KeyRing) async throws(StorageError) -> EmbeddedPersonKeys {
        let work = SerialWork(label: "verdict.people")
        return try await work.perform("open the keys of people in \(folder)") {
            if try folder.makeDirectory() { try folder.parent.syncDirectory() }
            let lock = try StoreLock(folder)
            let path = folder.appending(fileName)
            return EmbeddedPersonKeys(
                path, keys: keys, work: work, opened: Opened(file: try PersonKeyFile(path), lock: lock))
        }
    }

    private static let fileName = "people.keys"

    /// How the person's key stands.
    public func key(of person: PersonID) async throws(StorageError) -> PersonKey {
        try await perform("read the key of the person \(person)") { file, keys, _ in
            guard let slot = try file.slot(of: person) else { return .missing }
            return slot.state == .destroyed ? .destroyed : .present(try keys.openKey(slot.sealedKey, of: person))
        }
    }

    /// The person's key, made if there never was one.
    public func create(for person: PersonID) async throws(StorageError) -> SymmetricKey? {
        try await perform("make a key for the person \(person)") { file, keys, stage in
            if let slot = try file.slot(of: person) {
                return slot.state == .destroyed ? nil : try keys.openKey(slot.sealedKey, of: person)
            }
            let key = SymmetricKey()
            try file.add(try keys.seal(key, of: person), of: person, stage)
            return key
        }
    }

    /// Destroys the person's key for good.
    public func destroy(_ person: PersonID) async throws(StorageError) {
        try await destroy(person) { _ in }
    }

    /// Destroys the person's key for good.
    /// - Parameter reached: is told of each step when it is done; what it throws ends the call there.
    package func destroy(
        _ person: PersonID, reached: @escaping @Sendable (DestructionStep) throws -> Void
    ) async throws(StorageError) {
        let stage = "destroy the key of the person \(person)"
        try await perform(stage) { file, _, stage in try file.destroy(person, stage, reached: reached) }
    }

    /// At most `limit` people after `person`, in order.
    public func list(after person: PersonID?, limit: Int) async throws(StorageError) -> [PersonKeyListing] {
        try await perform("list the keys of people") { file, _, _ in file.list(after: person, limit: limit) }
    }

    /// Copies the keys as they are at one moment into the folder `backup`, which must not be there, while they are used.
    ///
    /// Whoever has that copy, and the ring, can read what is left of people who are erased later: keep it for as short a time
    /// as you promise, apart from backups of the store. It is put back by opening it as the folder of the keys; then whoever
    /// the log says to be erased has to be erased again.
    /// - Throws: ``StorageError``: `badRequest` if `backup` is there; `full`.
    public func backup(to backup: FilePath) async throws(StorageError) {
        try await perform("back up the keys of people to \(backup)") { [path] _, _, stage in
            try StoreCopy.make(backup, stage: stage) { copy in
                try StoreCopy.copy(path, to: copy.appending(Self.fileName))
            }
        }
    }

    /// Ends all that is under way, and lets another process open the keys.
    public func close() async {
        await work.finishAll()
        opened.withLock { opened in
            opened?.lock.release()
            opened = nil
        }
    }

    private func perform<Value: Sendable>(
        _ stage: String, _ change: @escaping @Sendable (inout PersonKeyFile, KeyRing, String) throws -> Value
    ) async throws(StorageError) -> Value {
        try await work.perform(stage) { [self] in
            try opened.withLock { opened in
                let made = try opened?.change { file in try change(&file, keys, stage) }
                guard let made else { throw StorageError(closedAt: stage) }
                return made
            }
        }
    }
}
