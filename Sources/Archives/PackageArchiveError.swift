internal import PackageFiles
internal import SystemPackage

/// An archive cannot be unpacked, or not be taken for a package.
public struct PackageArchiveError: Error, Hashable, Sendable {
    /// What kind of failure it is.
    public struct Code: Hashable, Sendable {
        private enum Kind: Hashable { case noArchive, damaged, encrypted, refused, tooLarge, noRoom, system }
        private var kind: Kind

        /// It is no file, or of no format that is read.
        public static let noArchive = Code(kind: .noArchive)
        /// It cannot be read to its end.
        public static let damaged = Code(kind: .damaged)
        /// It needs a password.
        public static let encrypted = Code(kind: .encrypted)
        /// Something in it is named as nothing in a package may be, or named twice.
        public static let refused = Code(kind: .refused)
        /// There is more in it than `TreeLimits` allow.
        public static let tooLarge = Code(kind: .tooLarge)
        /// There is more in it than the disk has room for.
        public static let noRoom = Code(kind: .noRoom)
        /// The kernel refused something.
        public static let system = Code(kind: .system)
    }

    /// What kind of failure it is.
    public let code: Code
    /// The archive as it was named, printable.
    public let location: String
    /// What is wrong, and what to do.
    public let message: String

    init(_ code: Code, _ path: FilePath, _ message: String) {
        self.code = code
        location = PrintableText.escape(path.string)
        self.message = message
    }

    /// The kernel refused to do something at `path`.
    init(_ error: Errno, _ path: FilePath, _ action: String) {
        let isFull = error == .noSpace || error == .diskQuotaExceeded
        let advice = isFull ? "; make room there, or set TMPDIR to a directory that has it" : ""
        self.init(isFull ? .noRoom : .system, path, "cannot \(action): \(error)\(advice)")
    }
}

extension PackageArchiveError: CustomStringConvertible {
    /// `sum.zip: data/1.in is in it twice; …`
    public var description: String { "\(location): \(message)" }
}
