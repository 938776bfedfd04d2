public import Coordinator
internal import Hummingbird
import Storage

extension Problem {
    /// What a caller is told of an error of the domain.
    public init(_ error: DomainError) {
        let (status, code) = Self.status(of: error.code)
        self.init(status, error.message, code: code, advice: error.advice, retryAfter: error.retryAfter)
    }

    /// The one table: which status an error of each code has, and what it is called.
    static func status(of code: DomainError.Code) -> (HTTPResponse.Status, String) {
        switch code {
        case .invalid: (.badRequest, "invalid")
        case .forbidden: (.forbidden, "forbidden")
        case .notFound: (.notFound, "not_found")
        case .alreadyExists: (.conflict, "already_exists")
        case .wrongState: (.conflict, "wrong_state")
        case .conflict: (.conflict, "conflict")
        case .exhausted: (.tooManyRequests, "exhausted")
        case .unavailable: (.serviceUnavailable, "unavailable")
        // Nobody reads it: the client has gone.
        case .cancelled: (.init(code: 499, reasonPhrase: "Client Closed Request"), "cancelled")
        case .damaged: (.internalServerError, "damaged")
        case .failed: (.internalServerError, "failed")
        }
    }
}
