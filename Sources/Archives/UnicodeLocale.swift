internal import Glibc
internal import SystemPackage

/// The locale in which file names are UTF-8. In a program's own, which may be "C", libarchive loses all others than ASCII.
enum UnicodeLocale {
    /// Runs `body` in it, and only this thread.
    /// - Throws: `Errno` if there is no such locale; what `body` throws.
    static func inThisThread(_ body: () throws -> Void) throws {
        guard let locale = unsafe newlocale(LC_CTYPE_MASK, "C.UTF-8", nil) else { throw Errno(rawValue: errno) }
        let before = unsafe uselocale(locale)
        defer {
            _ = unsafe uselocale(before)
            unsafe freelocale(locale)
        }
        try body()
    }
}
