public import PackageFiles
public import SystemPackage

/// A source file of the package: which one it is, and what it is called beside its fellows.
public struct SourceFile: Hashable, Sendable {
    /// The file; a script that is to be executed is one that its owner may execute.
    public var file: PackageFile
    /// Its name relative to the program's directory, `Main.java` or `util/a.h`.
    public var name: String

    /// The file `file`, called `name`.
    public init(_ file: PackageFile, name: String) {
        self.file = file
        self.name = name
    }
}

/// A source file on this machine, in a package or anywhere else.
public struct LocalSource: Hashable, Sendable {
    /// Where it is, symbolic links resolved.
    public var path: FilePath
    /// Its name relative to the program's directory, `Main.java` or `util/a.h`.
    public var name: String

    /// The file at `path`, called `name`.
    public init(path: FilePath, name: String) {
        self.path = path
        self.name = name
    }
}
