import PackageFiles

/// A test case that `generators.yaml` lists.
struct PlannedCase {
    /// Where the bytes of one of its files come from.
    enum Source {
        /// They stand there.
        case text(String)
        /// They are those of another file of the package.
        case copy(PackageFile)
        /// A program of `generators` writes them.
        case command(program: String, arguments: [String], line: Int)
    }

    /// Who writes an answer that is not given.
    enum Solution {
        /// One that is accepted.
        case usual
        /// Nobody.
        case none
        /// The one at that path in the package.
        case named(String, line: Int)
    }

    /// Where its files are below `data`, without extensions: `secret/01-small`.
    var path: String
    /// Its files by their extensions, without the dot.
    var files: [String: Source] = [:]
    var solution: Solution
    /// Where the list has it.
    var line: Int

    /// The folder directly in `data` that it is in.
    var root: String { String(path.prefix { $0 != "/" }) }
}

/// A test case that a folder has from another place.
struct IncludedCase {
    /// Where it is put below `data`, without extensions.
    var path: String
    /// Which of the planned cases it is.
    var origin: Int
}
