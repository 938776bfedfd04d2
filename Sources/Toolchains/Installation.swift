import Glibc
public import SystemPackage

/// Where Verdict's own data files are on this machine.
public enum Installation {
    /// The directory of language files: the given one, or `Languages` below `VERDICT_HOME`, beside or above the
    /// executable (a build directory lies in the repository), or below `/usr/share/verdict`.
    public static func languagesDirectory(given: String?) throws(ToolchainError) -> FilePath {
        try directory("Languages", given: given, advice: "name one with --languages-dir")
    }

    /// The directory of hostile programs: the given one, or `Testcases/hostile`, found as the languages are.
    public static func hostilePrograms(given: String?) throws(ToolchainError) -> FilePath {
        try directory("Testcases/hostile", given: given, advice: "name the directory of hostile programs")
    }

    /// The package of the programs that show whether languages work, `Testcases/languages`, found as the languages are.
    public static func languagePrograms() throws(ToolchainError) -> FilePath {
        try directory("Testcases/languages", given: nil, advice: "set VERDICT_HOME to where Verdict's files are")
    }

    /// Where ``PreparedToolchains`` keeps what it makes (XDG base directories); nil if the user has no home.
    public static var preparedToolchains: FilePath? { cache?.appending("toolchains") }

    /// Where test files are kept that programs have made; nil if the user has no home.
    public static var generatedTests: FilePath? { cache?.appending("tests") }

    private static var cache: FilePath? {
        let cache = environment("XDG_CACHE_HOME") ?? environment("HOME").map { $0 + "/.cache" }
        return cache.map { FilePath($0).appending("verdict") }
    }

    private static func directory(
        _ name: String, given: String?, advice: String
    ) throws(ToolchainError) -> FilePath {
        if let given {
            guard isDirectory(FilePath(given)) else {
                throw ToolchainError(.unreadable, "\(given) is no directory; \(advice)")
            }
            return FilePath(given)
        }
        guard let found = roots.map({ $0.pushing(FilePath(name)) }).first(where: isDirectory) else {
            throw ToolchainError(
                .unreadable,
                "no \(name) in VERDICT_HOME, above the executable, or in /usr/share/verdict; \(advice)")
        }
        return found
    }

    private static var roots: [FilePath] {
        var roots: [FilePath] = []
        if let home = environment("VERDICT_HOME") { roots.append(FilePath(home)) }
        if var directory = executable?.removingLastComponent() {
            while !directory.components.isEmpty {
                roots += [directory, directory.appending("share/verdict")]
                directory = directory.removingLastComponent()
            }
        }
        roots.append("/usr/share/verdict")
        return roots
    }

    /// The running program's own file (`proc(5)`).
    public static var executable: FilePath? {
        guard let resolved = unsafe realpath("/proc/self/exe", nil) else { return nil }
        defer { unsafe free(resolved) }
        return FilePath(unsafe String(cString: resolved))
    }

    private static func isDirectory(_ path: FilePath) -> Bool {
        (try? path.stat())?.type == .directory
    }

    private static func environment(_ name: String) -> String? {
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }
}
