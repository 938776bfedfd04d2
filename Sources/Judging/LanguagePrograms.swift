public import Problems
public import SystemPackage
public import Toolchains

/// The programs that show whether languages work on a host: submissions to one package, in each language one for every
/// verdict that it can come to.
public struct LanguagePrograms: Sendable {
    /// The package that they are submissions to.
    public let package: ProblemPackage
    private let byName: [String: [Submission]]

    /// The programs of the package in `directory`. Waits for the file system.
    /// - Throws: `ProblemError` with every error found in the package.
    public init(in directory: FilePath) throws(ProblemError) {
        package = try ProblemPackage(directory)
        byName = Dictionary(grouping: package.problem.submissions) { FilePath($0.path).stem ?? "" }
    }

    /// The programs in `language`: those whose files are called like it. If there are none, those of the language that it is
    /// another way to run: clang's C has those of C.
    public func programs(in language: Language) -> [Submission] {
        byName[language.id] ?? byName[language.code] ?? []
    }
}
