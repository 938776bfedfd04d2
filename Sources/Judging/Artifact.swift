public import SystemPackage

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
