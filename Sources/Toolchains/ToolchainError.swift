/// A language file is wrong, or a program's files do not fit its language.
public struct ToolchainError: Error, Hashable, Sendable {
    /// What kind of failure it is.
    public struct Code: Hashable, Sendable {
        private enum Kind: Hashable { case unreadable, invalidRecipe, badSource, entryPoint, preparation }
        private var kind: Kind

        /// The folder of languages cannot be read.
        public static let unreadable = Code(kind: .unreadable)
        /// A language file is wrong; the message names file and line.
        public static let invalidRecipe = Code(kind: .invalidRecipe)
        /// What a language wants to have made once could not be made or kept; builds work without it.
        public static let preparation = Code(kind: .preparation)
        /// A source's name cannot be used, or nothing can be compiled. The submission's fault.
        public static let badSource = Code(kind: .badSource)
        /// Where the program starts is not clear. The submission's fault.
        public static let entryPoint = Code(kind: .entryPoint)
    }

    /// What kind of failure it is.
    public var code: Code
    /// What is wrong, and what to do.
    public var message: String

    /// An error of `code`.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

extension ToolchainError: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}
