import Files
import PackageFiles
public import Problems
import SystemPackage
public import Toolchains

/// Finds the submissions that a user names.
public struct SubmissionSelection: Sendable {
    private let package: ProblemPackage
    private var problem: Problem { package.problem }

    /// A selection among the submissions of `package`, and of any other files.
    public init(_ package: ProblemPackage) {
        self.package = package
    }

    /// The submissions named by `names`, in that order.
    ///
    /// A name is a path below the package's `submissions` (or in the package, in formats without that folder), such a path's
    /// beginning (`accepted`), or the path of a file
    /// or directory on this host. One that lies in the package keeps what its place promises; others promise nothing.
    /// - Throws: ``JudgingError`` if a name finds nothing.
    public func select(_ names: [String]) throws -> [Submission] {
        try names.flatMap(find)
    }

    /// All submissions of the package that are programs in one of `languages`, and the rest: packages that people made
    /// have compiled programs and notes lying about among them.
    /// - Throws: ``JudgingError`` if none is left.
    public func all(
        in languages: LanguageCatalog
    ) throws(JudgingError) -> (submissions: [Submission], ignored: [Submission]) {
        let isKnown = { (submission: Submission) in
            submission.language.map { languages.submissionLanguage($0) != nil }
                ?? (languages.language(forFiles: submission.names) != nil)
        }
        let submissions = problem.submissions.filter(isKnown)
        guard !submissions.isEmpty else {
            throw JudgingError(
                .badPackage, "\(problem.shortName) has no submissions in a known language; name a file to judge")
        }
        return (submissions, problem.submissions.filter { !isKnown($0) })
    }

    private func find(_ name: String) throws -> [Submission] {
        let trimmed = name.hasSuffix("/") && name.count > 1 ? String(name.dropLast()) : name
        let known = known(at: trimmed)
        if !known.isEmpty { return known }
        let path = FilePath(trimmed)
        guard let resolved = path.resolved else {
            throw JudgingError(.files, "no submission \(name): neither below submissions/ nor a file on this host")
        }
        // In formats without that folder a submission is called by its path in the package.
        for inside in [package.directory.root.appending("submissions"), package.directory.root] {
            var relative = resolved
            guard relative.removePrefix(inside), !relative.isEmpty else { continue }
            let known = self.known(at: relative.string)
            if !known.isEmpty { return known }
        }
        return [Submission(path: name, sources: .onDisk(try Self.files(at: name)))]
    }

    /// The package's submissions at `path` or below it; a path may begin with the name of their folder.
    private func known(at path: String) -> [Submission] {
        let folder = "submissions/"
        let paths = path.hasPrefix(folder) ? [path, String(path.dropFirst(folder.count))] : [path]
        return problem.submissions.filter { submission in
            paths.contains { submission.path == $0 || submission.path.hasPrefix($0 + "/") }
        }
    }

    /// The source files of a program on this host: the file named `name`, or all below the directory of that name,
    /// but for those whose name begins with a dot.
    /// - Throws: ``JudgingError`` if there is none.
    public static func files(at name: String) throws(JudgingError) -> [LocalSource] {
        let files: [LocalSource]
        do {
            guard let path = FilePath(name).resolved else { throw Errno.noSuchFileOrDirectory }
            files = try Self.files(at: path, named: "")
        } catch {
            throw JudgingError(.files, "cannot read \(name): \(error)")
        }
        guard !files.isEmpty else { throw JudgingError(.files, "\(name) holds no source files") }
        return files
    }

    /// The file at `path`, or all files below the directory there.
    private static func files(at path: FilePath, named name: String) throws -> [LocalSource] {
        let type = try path.stat().type
        if type == .regular {
            return [LocalSource(path: path, name: name.isEmpty ? path.lastComponent?.string ?? "source" : name)]
        }
        guard type == .directory else { return [] }
        return try path.names().filter { !$0.hasPrefix(".") }.flatMap { entry in
            try files(at: path.appending(entry), named: name.isEmpty ? entry : "\(name)/\(entry)")
        }
    }
}
