public import SystemPackage

/// A source file: where it is, and what it is called beside its fellows.
public struct SourceFile: Hashable, Sendable {
    /// The file on the host, symbolic links resolved.
    public var path: FilePath
    /// Its name relative to the program's directory, `Main.java` or `util/a.h`.
    public var name: String
    /// Whether its owner may execute it: a `build` or `run` script.
    public var isExecutable: Bool

    /// The file at `path`, called `name`.
    public init(path: FilePath, name: String, isExecutable: Bool = false) {
        self.path = path
        self.name = name
        self.isExecutable = isExecutable
    }
}
