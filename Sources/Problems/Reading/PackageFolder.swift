import Glibc
import SystemPackage

/// Finds a package's directory, and says what is wrong where there is none.
enum PackageFolder {
    /// The real path of the directory `package`.
    static func locate(_ package: FilePath) throws(ProblemError) -> FilePath {
        guard !package.isEmpty else {
            throw failure(".", "the path given is empty; name a package's folder")
        }
        let root: FilePath
        var status = stat()
        do throws(Errno) {
            root = try RealPath.resolve(package)
            guard unsafe root.withPlatformString({ unsafe lstat($0, &status) }) == 0 else {
                throw Errno(rawValue: errno)
            }
        } catch {
            let reason = error == .noSuchFileOrDirectory ? "there is no such folder; correct the path" : "\(error)"
            throw failure(package, reason)
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            let isArchive = ["zip", "kpp", "tgz", "gz", "tar"].contains(package.extension ?? "")
            throw failure(package, "not a folder; " + (isArchive ? "unpack it first" : "name the package's folder"))
        }
        return root
    }

    /// The error for a directory without `problem.yaml`.
    static func withoutSettings(_ folder: PackageEntry, package: FilePath, errors: [Diagnostic]) -> ProblemError {
        let inner = folder.children.filter { $0.child(ProblemSettings.file) != nil }.map(\.label)
        let message: String
        if let first = inner.first {
            message = "no problem.yaml; name one of the packages in it, such as \(first)"
        } else if folder.children.isEmpty, errors.isEmpty {
            message = "the folder is empty; name a package's folder"
        } else {
            message = "not a package: no problem.yaml; add one (an empty file will do) or name another folder"
        }
        return ProblemError(.notAPackage, errors + [Diagnostic(file: display(package), message: message)])
    }

    private static func failure(_ package: FilePath, _ message: String) -> ProblemError {
        ProblemError(.notAPackage, [Diagnostic(file: display(package), message: message)])
    }

    private static func display(_ path: FilePath) -> String {
        PrintableText.escape(path.string)
    }
}
