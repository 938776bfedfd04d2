/// Keeps the first answers to requests that may be sent again, by the keys that their clients gave.
public protocol IdempotencyStore: Sendable {
    /// A request with a key came.
    ///
    /// - Parameters:
    ///   - key: Whose key it is, and which.
    ///   - request: The hash of the request.
    func begin(_ key: IdempotencyKey, request: [UInt8]) async throws -> IdempotencyDecision

    /// The request was answered; the answer counts from now on.
    func finish(_ key: IdempotencyKey, with answer: StoredAnswer) async throws

    /// The request failed so that it may be tried again as if it had never come.
    func abandon(_ key: IdempotencyKey) async throws
}

/// A key of a caller: nobody sees another's answers.
public struct IdempotencyKey: Hashable, Sendable {
    /// The caller, as role, name and tenant.
    public var principal: String
    /// What it gave.
    public var key: String

    /// A key from its parts.
    public init(principal: String, key: String) {
        self.principal = principal
        self.key = key
    }
}

/// What to do with a request that has a key.
public enum IdempotencyDecision: Hashable, Sendable {
    /// It is the first: do it, and say how it went.
    case proceed
    /// It was done: this was the answer.
    case replay(StoredAnswer)
    /// The first is still being done.
    case wait
    /// The key was another request's.
    case mismatch
    /// There is no room for another key now.
    case full
}

/// An answer that is kept.
public struct StoredAnswer: Hashable, Sendable {
    /// Its status.
    public var status: Int
    /// The fields of its header.
    public var headers: [Field]
    /// Its body.
    public var body: [UInt8]

    /// A field of a header.
    public struct Field: Hashable, Sendable {
        /// Its name.
        public var name: String
        /// Its value.
        public var value: String

        /// A field from its parts.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// An answer from its parts.
    public init(status: Int, headers: [Field], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
