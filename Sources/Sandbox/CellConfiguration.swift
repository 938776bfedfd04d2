public import SystemPackage

/// What a cell is made of. Runs of equal configuration may share a warm cell, one after the other.
public struct CellConfiguration: Hashable, Sendable {
    /// Host files and directories that every run in the cell sees, read-only, without devices or set-uid programs.
    public var mounts: [Mount]
    /// Empty directories where a run's own directories and scratch file systems can be put.
    public var mountPoints: [String]
    /// What is started once and copied for each run that begins like it; nil: nothing is.
    public var warmStart: WarmStart?

    /// The mount points that every cell has.
    public static let standardMountPoints = ["/box", "/source", "/tmp", "/data", "/feedback", "/dev/shm"]

    /// A cell that shows `mounts` and nothing else of the host.
    public init(
        mounts: [Mount] = [], mountPoints: [String] = Self.standardMountPoints, warmStart: WarmStart? = nil
    ) {
        self.mounts = mounts
        self.mountPoints = mountPoints
        self.warmStart = warmStart
    }

    /// A cell that shows the host's installed programs with their libraries, and nothing else: no `/etc`, no `/home`, no
    /// `/var`. What the host does not have is left out.
    public static let hostPrograms = CellConfiguration(
        mounts: [
            "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc/ld.so.cache", "/etc/alternatives",
        ].map { Mount(hostPath: $0, isOptional: true) })

    /// A file or directory of the host shown in a cell.
    public struct Mount: Hashable, Sendable {
        /// Where it is on the host; symbolic links are followed.
        public var hostPath: FilePath
        /// Where the cell shows it.
        public var path: String
        /// Whether a host without it is no error.
        public var isOptional: Bool

        /// Shows `hostPath` at `path` (the same path if nil).
        public init(hostPath: FilePath, path: String? = nil, isOptional: Bool = false) {
            self.hostPath = hostPath
            self.path = path ?? hostPath.string
            self.isOptional = isOptional
        }
    }
}
