import Storage
public import Wire

extension WireError {
    /// What a caller is told of an error of the domain: message and advice, and the status of its code.
    public init(_ error: DomainError) {
        self.init(StatusCode(error.code), "\(error)", retryAfter: error.retryAfter)
    }

    /// Does `body`; what the domain, or the store below it, throws becomes what a caller is told of it.
    static func translating<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as DomainError {
            throw WireError(error)
        } catch let error as StorageError {
            throw WireError(DomainError(error))
        }
    }
}

extension StatusCode {
    /// How a call ends that fails with an error of this code.
    init(_ code: DomainError.Code) {
        self =
            switch code {
            case .invalid: .invalidArgument
            case .forbidden: .permissionDenied
            case .notFound: .notFound
            case .alreadyExists: .alreadyExists
            case .wrongState: .failedPrecondition
            case .conflict: .aborted
            case .exhausted: .resourceExhausted
            case .unavailable: .unavailable
            case .cancelled: .cancelled
            case .damaged: .dataLoss
            case .failed: .internal
            }
    }
}
