import Concurrency
import Fleet
import SystemPackage
import Units

/// Directories of contents, each brought here once however many want it; those not used for longest are let go when there
/// is no more room, but none that is in use.
actor DirectoryCache<Key: Hashable & Sendable, Value: Sendable> {
    typealias Directory = CachedDirectory<Value>

    private struct Loading {
        var task: Task<Directory, any Error>
        var waiting: Int
        var number: Int
        /// Nobody waited for it any more: it is about to end.
        var isGivenUp = false
    }

    private let capacity: ByteCount
    private let metrics: WorkerMetrics
    private var entries = RecentlyUsed<Key, Directory>()
    private var loading: [Key: Loading] = [:]
    private var serial = 0
    /// What is taken, by directories and for those that are on their way.
    private(set) var size = ByteCount(0)

    /// A cache that holds at most `capacity`.
    init(capacity: ByteCount, metrics: WorkerMetrics) {
        self.capacity = capacity
        self.metrics = metrics
    }

    /// The directory of `key`, if it is here.
    func known(_ key: Key) -> Directory? {
        entries.use(key)
    }

    /// The directory of `key`, brought here by `load` unless somebody has done so, or is about to. What `load` reserves
    /// with ``reserve(_:)`` must be the directory's size. It is cancelled when nobody waits for it any more.
    func directory(_ key: Key, _ load: @escaping @Sendable () async throws -> Directory) async throws -> Directory {
        while let entry = loading[key], entry.isGivenUp { _ = await entry.task.result }
        if let known = known(key) { return known }
        try Task.checkCancellation()
        if loading[key] == nil {
            metrics.cacheMissed()
            let task = Task { try await self.load(key, load) }
            serial += 1
            loading[key] = Loading(task: task, waiting: 0, number: serial)
        }
        loading[key]?.waiting += 1
        guard let entry = loading[key] else { throw CancellationError() }
        return try await withTaskCancellationHandler {
            try await entry.task.value
        } onCancel: {
            Task { await self.leave(key, entry.number) }
        }
    }

    /// Keeps a directory that somebody else made and owns.
    func add(_ directory: Directory, _ key: Key) {
        guard !entries.contains(key), loading[key] == nil, directory.size <= capacity, makeRoom(directory.size) else {
            return
        }
        change(by: directory.size.bytes)
        keep(directory, key)
    }

    /// Takes room for something that is to be brought here.
    /// - Throws: ``CacheFull`` if there is none even without all that nobody uses.
    func reserve(_ size: ByteCount) throws(CacheFull) {
        guard size <= capacity else { throw .tooSmall(wanted: size, capacity: capacity) }
        guard makeRoom(size) else { throw .inUse }
        change(by: size.bytes)
    }

    /// Gives back what was reserved for something that did not come.
    func release(_ size: ByteCount) {
        change(by: -size.bytes)
    }

    /// Lets `fill` write something of size `room` where there is room for it. If its file system has none all the same,
    /// all that nobody uses goes first.
    /// - Throws: ``CacheFull``; what `fill` throws. Nothing is reserved then.
    nonisolated func filled(
        room: ByteCount, _ fill: @Sendable () async throws -> FilePath
    ) async throws -> CachedDirectory<Void> {
        try await reserve(room)
        do {
            return CachedDirectory(path: try await fillPatiently(room, fill), size: room, value: ())
        } catch {
            await release(room)
            throw error
        }
    }

    private nonisolated func fillPatiently(
        _ room: ByteCount, _ fill: @Sendable () async throws -> FilePath
    ) async throws -> FilePath {
        do {
            return try await fill()
        } catch let error as TreeWriterError where error.isForWantOfRoom {
            await clear()
        }
        do {
            return try await fill()
        } catch let error as TreeWriterError where error.isForWantOfRoom {
            throw CacheFull.fileSystem
        }
    }

    /// Lets go of all that nobody uses.
    func clear() {
        _ = makeRoom(capacity)
    }

    private func load(
        _ key: Key, _ load: @Sendable () async throws -> Directory
    ) async throws -> Directory {
        defer { loading[key] = nil }
        let directory = try await load()
        keep(directory, key)
        return directory
    }

    private func keep(_ directory: Directory, _ key: Key) {
        entries.add(directory, size: directory.size.bytes, for: key)
    }

    private func leave(_ key: Key, _ number: Int) {
        guard loading[key]?.number == number else { return }
        loading[key]?.waiting -= 1
        guard loading[key]?.waiting == 0 else { return }
        loading[key]?.isGivenUp = true
        loading[key]?.task.cancel()
    }

    private func change(by bytes: Int64) {
        size = ByteCount(size.bytes + bytes)
        metrics.cacheChanged(by: bytes)
    }

    /// Lets go of unused directories, oldest first, until `wanted` more fit in; whether they do.
    private func makeRoom(_ wanted: ByteCount) -> Bool {
        guard size + wanted > capacity else { return true }
        let missing = (size + wanted).bytes - capacity.bytes
        let removed = entries.remove(while: { $0 < missing }, where: { isKnownUniquelyReferenced(&$0) })
        for directory in removed { change(by: -directory.size.bytes) }
        return size + wanted <= capacity
    }
}

extension TreeWriterError {
    /// Whether it is the file system that has no room.
    var isForWantOfRoom: Bool { reason == .noSpace || reason == .diskQuotaExceeded }
}

/// There is no room for something.
enum CacheFull: Error, Hashable {
    /// It is larger than the cache may be.
    case tooSmall(wanted: ByteCount, capacity: ByteCount)
    /// Too much of the cache is in use, now.
    case inUse
    /// The cache may hold more, but its file system cannot, now.
    case fileSystem
}

extension CacheFull: CustomStringConvertible {
    var description: String {
        switch self {
        case .tooSmall(let wanted, let capacity):
            "\(wanted) are wanted of a cache of \(capacity); give the worker a larger one"
        case .inUse: "all of the worker's cache is in use"
        case .fileSystem: "the file system of the worker's cache is full; make room there, or give it a smaller cache"
        }
    }
}
