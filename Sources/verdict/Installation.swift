import Glibc
import SystemPackage

/// Where Verdict's own data files are on this machine.
enum Installation {
    /// The directory of language files: the given one, or `Languages` below `VERDICT_HOME`, beside or above the
    /// executable (a build directory lies in the repository), or below `/usr/share/verdict`.
    static func languagesDirectory(given: String?) throws -> FilePath {
        if let given {
            guard isDirectory(FilePath(given)) else {
                throw CommandError("\(given) is no directory; name one that holds language files with --languages-dir")
            }
            return FilePath(given)
        }
        guard let found = candidates.first(where: isDirectory) else {
            throw CommandError(
                "no Languages directory in VERDICT_HOME, above the executable, or in /usr/share/verdict;"
                    + " name one with --languages-dir")
        }
        return found
    }

    private static var candidates: [FilePath] {
        var roots: [FilePath] = []
        if let home = Terminal.environment("VERDICT_HOME") { roots.append(FilePath(home)) }
        if var directory = executable?.removingLastComponent() {
            while !directory.components.isEmpty {
                roots.append(directory)
                directory = directory.removingLastComponent()
            }
        }
        roots.append("/usr/share/verdict")
        return roots.map { $0.appending("Languages") }
    }

    /// The running program's own file (`proc(5)`).
    private static var executable: FilePath? {
        guard let resolved = unsafe realpath("/proc/self/exe", nil) else { return nil }
        defer { unsafe free(resolved) }
        return FilePath(unsafe String(cString: resolved))
    }

    private static func isDirectory(_ path: FilePath) -> Bool {
        (try? path.stat())?.type == .directory
    }
}
