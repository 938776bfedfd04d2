import Files
import Glibc
import Synchronization
import SystemPackage

/// What the toolchains need to know of the host's files. Nothing here opens a file.
enum HostFiles {
    /// The existing files that `pattern` names, in order. Only `*`, `?` and `[…]` are special (`glob(7)`).
    static func matches(_ pattern: String) -> [String] { matches(below: "", pattern[...]) }

    /// The same of a pattern that follows the path `place`, in which nothing is special.
    private static func matches(below place: String, _ pattern: Substring) -> [String] {
        guard let special = pattern.firstIndex(where: isSpecial) else {
            let path = place + pattern
            return identity(of: path) == nil ? [] : [path]
        }
        let start = pattern[..<special].lastIndex(of: "/").map { pattern.index(after: $0) } ?? pattern.startIndex
        let end = pattern[special...].firstIndex(of: "/") ?? pattern.endIndex
        let directory = place + pattern[..<start]
        return KnownNames.names(in: directory, like: String(pattern[start..<end])).flatMap {
            matches(below: directory + $0, pattern[end...])
        }
    }

    private static func isSpecial(_ character: Character) -> Bool { "*?[".contains(character) }

    static func isPattern(_ path: String) -> Bool {
        path.contains(where: isSpecial)
    }

    /// The newest match, where the pattern stands for a version, or the last one; `pattern` itself if nothing matches,
    /// so that the error names what was looked for.
    static func newest(_ pattern: String) -> String {
        isPattern(pattern) ? matches(pattern).max(by: isOlder) ?? pattern : pattern
    }

    /// Whether `first` stands for an older version than `second`: numbers in them are compared as numbers, `java-8` < `java-17`.
    static func isOlder(_ first: String, _ second: String) -> Bool {
        var (first, second) = (first.utf8[...], second.utf8[...])
        while let left = first.first, let right = second.first {
            if isDigit(left), isDigit(right) {
                let (one, other) = (takeNumber(&first), takeNumber(&second))
                if one.count != other.count { return one.count < other.count }
                if !one.elementsEqual(other) { return one.lexicographicallyPrecedes(other) }
            } else {
                if left != right { return left < right }
                (first, second) = (first.dropFirst(), second.dropFirst())
            }
        }
        return first.isEmpty && !second.isEmpty
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    /// The digits that `text` begins with, without leading zeros.
    private static func takeNumber(_ text: inout Substring.UTF8View) -> Substring.UTF8View {
        let digits = text.prefix(while: isDigit)
        text = text.dropFirst(digits.count)
        return digits.drop { $0 == UInt8(ascii: "0") }
    }

    /// What tells one version of a file from another, symbolic links followed; nil if it is not there.
    static func identity(of path: String) -> [Int]? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        return [Int(status.st_ino), Int(status.st_size), Int(status.st_mtim.tv_sec), Int(status.st_mtim.tv_nsec)]
    }
}

/// Which names in a directory are like a pattern: looked for again when the directory has changed.
private enum KnownNames {
    private struct Search: Hashable {
        var directory: String
        var pattern: String
    }

    private struct Found {
        /// What tells the directory as it was from the directory as it is.
        var identity: [Int]
        var names: [String]
    }

    /// Many more than there are patterns in language files.
    private static let most = 4096
    /// A directory may change twice within a tick of its file system's clock; then nothing tells the two apart.
    private static let tick = 2

    private static let known = Mutex<[Search: Found]>([:])

    static func names(in directory: String, like pattern: String) -> [String] {
        guard let identity = HostFiles.identity(of: directory.isEmpty ? "." : directory) else { return [] }
        let search = Search(directory: directory, pattern: pattern)
        if let found = known.withLock({ $0[search] }), found.identity == identity { return found.names }
        let all = (try? FilePath(directory.isEmpty ? "." : directory).names()) ?? []
        let names = all.filter { unsafe fnmatch(pattern, $0, FNM_PERIOD) == 0 }
        guard identity[2] + tick < time(nil) else { return names }
        known.withLock { known in
            if known.count >= most { known = [:] }
            known[search] = Found(identity: identity, names: names)
        }
        return names
    }
}
