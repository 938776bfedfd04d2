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

    /// The last match, which is the newest where the pattern stands for a version; `pattern` itself if nothing matches,
    /// so that the error names what was looked for.
    static func newest(_ pattern: String) -> String {
        isPattern(pattern) ? matches(pattern).last ?? pattern : pattern
    }

    /// The names in `directory`, in order, without `.` and `..`.
    static func names(in directory: FilePath) throws(Errno) -> [String] {
        guard let stream = unsafe opendir(directory.string) else { throw Errno(rawValue: errno) }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe String(cString: UnsafeRawPointer(pointer).assumingMemoryBound(to: CChar.self))
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}
