import Fleet
import Judging
import SystemPackage
import Units
import Wire

/// What was built, here or elsewhere, where the sandbox can show it to runs. What was built here lies where the judge's
/// host put it and never crosses the network again.
struct ArtifactCache: Sendable {
    private let place: CachePlace
    private let download: ContentDownload
    private let directories: DirectoryCache<PackageID, BuiltProgram?>

    /// A cache in `place`, below the store of the executor that runs what is in it.
    init(place: CachePlace, capacity: ByteCount, download: ContentDownload, metrics: WorkerMetrics) {
        self.place = place
        self.download = download
        directories = DirectoryCache(capacity: capacity, metrics: metrics)
    }

    /// The artifact of these files, brought here if it is not. Who runs it keeps the reference.
    /// - Throws: `WireError`, ``CacheFull``, `TreeWriterError`.
    func artifact(_ tree: FileManifest) async throws -> CachedDirectory<BuiltProgram?> {
        try await directories.directory(tree.id) {
            try await directories.filled(room: tree.room) {
                try await place.fill(tree.files, name: "\(tree.id)", through: download)
            }.with(nil)
        }
    }

    /// Keeps in mind where the artifact of these files is: `program` was just built.
    func add(_ program: BuiltProgram, _ tree: FileManifest) async {
        guard case .built(let artifact) = program.result else { return }
        let directory = CachedDirectory<BuiltProgram?>(
            path: artifact.directory, size: tree.room, value: program, isOwned: false)
        await directories.add(directory, tree.id)
    }

    /// How much is taken.
    var size: ByteCount {
        get async { await directories.size }
    }
}
