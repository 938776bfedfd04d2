internal import SystemPackage

/// A folder cannot be listed as a package, or a file of it cannot be read.
public struct PackageFolderError: Error, Hashable, Sendable {
    /// What kind of failure it is.
    public struct Code: Hashable, Sendable {
        private enum Kind: Hashable { case noPackage, unreadable, tooLarge }
        private var kind: Kind

        /// There is no folder, or no file in it.
        public static let noPackage = Code(kind: .noPackage)
        /// The folder, or a file in it, cannot be read.
        public static let unreadable = Code(kind: .unreadable)
        /// There is more in it than ``TreeLimits`` allow.
        public static let tooLarge = Code(kind: .tooLarge)
    }

    /// What kind of failure it is.
    public let code: Code
    /// The folder as it was named, or the file's path in the package, printable.
    public let location: String
    /// What is wrong, and what to do.
    public let message: String

    init(_ code: Code, _ path: FilePath, _ message: String) {
        self.code = code
        location = PrintableText.escape(path.string)
        self.message = message
    }
}

extension PackageFolderError: CustomStringConvertible {
    /// `sum: not a folder; …`
    public var description: String { "\(location): \(message)" }
}
