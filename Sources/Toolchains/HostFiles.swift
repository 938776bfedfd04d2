import Glibc
import SystemPackage

/// What the toolchains need to know of the host's files. Nothing here opens a file.
enum HostFiles {
    /// The existing files that `pattern` names, in order. Only `*`, `?` and `[…]` are special (`glob(7)`).
    static func matches(_ pattern: String) -> [String] {
        var result = unsafe glob_t()
        defer { unsafe globfree(&result) }
        guard unsafe glob(pattern, 0, nil, &result) == 0 else { return [] }
        return unsafe (0..<Int(result.gl_pathc)).compactMap { index in
            unsafe result.gl_pathv[index].map { unsafe String(cString: $0) }
        }
    }

    static func isPattern(_ path: String) -> Bool {
        path.contains { "*?[".contains($0) }
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
