import Concurrency
import Fleet
import Judging
import PackageFiles
import Problems
import SystemPackage
import Units
import Wire

/// Packages on the worker's file system in memory, each with its judge, whose checker is built once.
struct PackageCache: Sendable {
    private let place: CachePlace
    private let host: JudgeHost
    private let caps: ProgramLimits
    private let download: ContentDownload
    private let directories: DirectoryCache<PackageID, Judge>

    /// A cache in `place`, of packages that come through `download` and ask for no more than `caps`.
    init(
        place: CachePlace, capacity: ByteCount, host: JudgeHost, caps: ProgramLimits, download: ContentDownload,
        metrics: WorkerMetrics
    ) {
        self.place = place
        self.host = host
        self.caps = caps
        self.download = download
        directories = DirectoryCache(capacity: capacity, metrics: metrics)
    }

    /// The package `id`, brought here if it is not. Who uses it keeps the reference.
    /// - Throws: `WireError`, ``CacheFull``, `TreeWriterError`; `ProblemError` and `JudgingError` if the package is at fault;
    ///   ``UnusableJob`` if it asks for more than this worker gives.
    func package(_ id: PackageID) async throws -> CachedDirectory<Judge> {
        try await directories.directory(id) { try await load(id) }
    }

    /// Lets go of all packages that nobody uses.
    func clear() async {
        await directories.clear()
    }

    /// How much is taken.
    var size: ByteCount {
        get async { await directories.size }
    }

    private func load(_ id: PackageID) async throws -> CachedDirectory<Judge> {
        let tree = try await download.tree(of: id)
        let files = try await directories.filled(room: tree.room) {
            try await place.fill(tree.files, name: "\(id)", through: download)
        }
        do {
            let directory = PackageDirectory(root: files.path, listing: tree.listing(name: "\(id)"))
            let package = try await BlockingWork.run { _ in try ProblemPackage(directory) }
            let excesses = package.problem.excesses(over: caps)
            guard excesses.isEmpty else {
                throw UnusableJob(
                    "its package asks this worker for more than it gives: \(excesses.joined(separator: "; "))")
            }
            let judge = try Judge(package, host: host)
            return files.with(judge)
        } catch {
            await directories.release(tree.room)
            throw error
        }
    }
}

extension FileManifest {
    /// What its files take on a file system of 4 KiB blocks, with a block besides for each, and the directories.
    var room: ByteCount {
        let directories = Set(files.compactMap { TreePath($0.path) }.flatMap(\.directories)).count
        let blocks = files.reduce(Int64(directories) + 1) { $0 + Int64(($1.content.size + 4095) / 4096) + 1 }
        return .kibibytes(4 * blocks)
    }
}
