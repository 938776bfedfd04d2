/// A checker cannot be used as asked: its arguments or its case table are wrong. Always the package's or the judge's
/// fault, never the submission's.
public struct CheckingError: Error, Hashable, Sendable {
    /// What kind of failure it is.
    public struct Code: Hashable, Sendable {
        private enum Kind: Hashable { case badArgument, badTable, unknownChecker }
        private var kind: Kind

        /// A validator argument is unknown, incomplete, out of range or contradicts another.
        public static let badArgument = Code(kind: .badArgument)
        /// A line of a case table cannot be read.
        public static let badTable = Code(kind: .badTable)
        /// No native checker has that name.
        public static let unknownChecker = Code(kind: .unknownChecker)
    }

    /// What kind of failure it is.
    public var code: Code
    /// What is wrong, in words, ending in what to do.
    public var message: String

    /// An error of `code` explained by `message`.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

extension CheckingError: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}
