/// A package cannot be sent, or what was sent is none.
public struct FileManifestError: Error, Hashable, Sendable {
    /// What kind of failure it is.
    public struct Code: Hashable, Sendable {
        private enum Kind: Hashable { case unreadable, odd, tooLarge, invalid }
        private var kind: Kind

        /// There is no folder to read, or a file in it cannot be read.
        public static let unreadable = Code(kind: .unreadable)
        /// There is something odd where readers of packages look: a pipe, a link that leads out, a name that is no text.
        public static let odd = Code(kind: .odd)
        /// More than a package may have.
        public static let tooLarge = Code(kind: .tooLarge)
        /// These bytes are no tree, or not as ``FileManifest`` writes it.
        public static let invalid = Code(kind: .invalid)
    }

    /// What kind of failure it is.
    public var code: Code
    /// Everything that is wrong, each with what to do; never empty.
    public var problems: [String]

    /// An error of `code`.
    public init(_ code: Code, _ problems: [String]) {
        self.code = code
        self.problems = problems
    }

    init(_ code: Code, _ problem: String) {
        self.init(code, [problem])
    }
}

extension FileManifestError: CustomStringConvertible {
    /// One problem a line.
    public var description: String { problems.joined(separator: "\n") }
}
