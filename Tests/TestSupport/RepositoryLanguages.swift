public import SystemPackage
public import Toolchains

/// The languages of the repository's folder `Languages`.
public enum RepositoryLanguages {
    private static let root = FilePath(#filePath).removingLastComponent().removingLastComponent()
        .removingLastComponent()
    private static let read = Result { try LanguageCatalog(directory: folder) }

    /// The folder of all.
    public static var folder: FilePath { root.appending("Languages") }

    /// All of them. They are read once for all tests of a process: without optimizations that takes a third of a second.
    public static var catalog: LanguageCatalog { get throws { try read.get() } }

    /// The folder of C, C++, Python and PyPy, for workers that judge nothing else: they ask each compiler for its version when they
    /// start, and all of them take four seconds of a processor.
    public static var few: FilePath { root.appending("Testcases/few-languages") }
}
