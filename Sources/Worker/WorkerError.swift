/// A worker cannot begin, or cannot go on.
public struct WorkerError: Error, Hashable, Sendable {
    /// What kind of failure it is.
    public struct Code: Hashable, Sendable {
        private enum Kind: Hashable { case options, cache, sandbox }
        private var kind: Kind

        /// The options contradict themselves.
        public static let options = Code(kind: .options)
        /// The directory for packages cannot be used.
        public static let cache = Code(kind: .cache)
        /// The sandbox does not do any more what it should.
        public static let sandbox = Code(kind: .sandbox)
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

extension WorkerError: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}
