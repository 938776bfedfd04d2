import Files
public import SystemPackage
import Units

/// A build that has ended: what came of it, and what is known of how.
struct Build: Sendable {
    /// What can be run.
    var result: BuildResult<Artifact>
    /// CPU time of the compiler.
    var cpuTime = Duration.zero
    /// What the compiler printed.
    var log = ""
    /// Whether it would end in the same way each time: with a program, or with the compiler's refusal. What a limit, a signal or
    /// the host put an end to says nothing of the next time.
    var isRepeatable: Bool
    /// Where the artifact lies; nil if there is none.
    var directory: BuildDirectory?
    /// What is kept takes, log included.
    var size = ByteCount(0)
    /// For how long it had its turn.
    var workTime = Duration.zero
}

/// What came of building something.
public enum BuildResult<Product: Sendable>: Sendable {
    /// It is there.
    case built(Product)
    /// It is not, for this reason, and that is the program's own doing.
    case failed(String)
}

/// Something that was built and can be run: a directory below the executor's store, shown to runs at `/box`.
public struct Artifact: Hashable, Sendable {
    /// The directory on the host.
    public var directory: FilePath
    /// The files in it, by their paths from there, in order.
    public var files: [String]

    /// The files of `directory`, which nobody changes any more.
    public init(directory: FilePath, files: [String]) {
        self.directory = directory
        self.files = files
    }
}

/// A directory of the judge's own with what came of a build, given up with the last reference. Whoever uses what lies in it
/// keeps one.
final class BuildDirectory: Sendable {
    /// The directory.
    let path: FilePath
    private let giveUp: @Sendable (FilePath) -> Void

    /// The directory at `path`, which belongs to nobody else.
    /// - Parameter giveUp: what becomes of it in the end; it is removed, unless something else is said.
    init(_ path: FilePath, giveUp: @escaping @Sendable (FilePath) -> Void = remove) {
        self.path = path
        self.giveUp = giveUp
    }

    deinit { giveUp(path) }

    // What resists is removed with the executor's store, which it lies in.
    private static let remove: @Sendable (FilePath) -> Void = { try? $0.removeTree() }
}
