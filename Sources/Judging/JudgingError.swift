/// The package or the engine is at fault: nothing can be said of a submission.
public struct JudgingError: Error, Hashable, Sendable {
    /// What kind of failure it is.
    public struct Code: Hashable, Sendable {
        private enum Kind: Hashable { case unsupportedPackage, badPackage, unknownLanguage, missingCompiler, files }
        private var kind: Kind

        /// The package asks for something that this judge does not do yet.
        public static let unsupportedPackage = Code(kind: .unsupportedPackage)
        /// The package contradicts itself: a validator that does not compile, no way to a time limit.
        public static let badPackage = Code(kind: .badPackage)
        /// No language is known for these files, or none has this id.
        public static let unknownLanguage = Code(kind: .unknownLanguage)
        /// The language is known, but its compiler or interpreter is not on this host.
        public static let missingCompiler = Code(kind: .missingCompiler)
        /// A file could not be read or written.
        public static let files = Code(kind: .files)
    }

    /// What kind of failure it is.
    public var code: Code
    /// What happened and what to do about it.
    public var message: String

    /// An error of `code`, explained by `message`.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

extension JudgingError: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}
