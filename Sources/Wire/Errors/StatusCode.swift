/// How a call ended, in gRPC's codes.
///
/// The numbers and their meaning are gRPC's: <https://grpc.io/docs/guides/status-codes/>.
public enum StatusCode: Int, Hashable, Sendable, CaseIterable {
    /// The call did what it was asked to do.
    case ok = 0
    /// The caller cancelled it.
    case cancelled = 1
    /// A failure that nobody described better.
    case unknown = 2
    /// The request is wrong, whatever state the server is in.
    case invalidArgument = 3
    /// The deadline passed; what was asked may have been done or not.
    case deadlineExceeded = 4
    /// What was asked for does not exist.
    case notFound = 5
    /// What should be made exists.
    case alreadyExists = 6
    /// The caller is known and may not do this.
    case permissionDenied = 7
    /// A limit or quota is reached, or something is full.
    case resourceExhausted = 8
    /// The server is not in a state to do this; asking again does not help until somebody changes that state.
    case failedPrecondition = 9
    /// Somebody else changed the same thing first: begin anew from reading it.
    case aborted = 10
    /// Beyond the end, such as an offset past a blob's last byte.
    case outOfRange = 11
    /// The server has no such method.
    case unimplemented = 12
    /// A fault of the server's own.
    case `internal` = 13
    /// The server cannot be reached, or is about to leave; asking again later helps.
    case unavailable = 14
    /// Stored data is lost or damaged.
    case dataLoss = 15
    /// The caller did not say who it is, or said something wrong.
    case unauthenticated = 16
}

extension StatusCode: CustomStringConvertible {
    /// gRPC's spelling: `DEADLINE_EXCEEDED`.
    public var description: String {
        switch self {
        case .ok: "OK"
        case .cancelled: "CANCELLED"
        case .unknown: "UNKNOWN"
        case .invalidArgument: "INVALID_ARGUMENT"
        case .deadlineExceeded: "DEADLINE_EXCEEDED"
        case .notFound: "NOT_FOUND"
        case .alreadyExists: "ALREADY_EXISTS"
        case .permissionDenied: "PERMISSION_DENIED"
        case .resourceExhausted: "RESOURCE_EXHAUSTED"
        case .failedPrecondition: "FAILED_PRECONDITION"
        case .aborted: "ABORTED"
        case .outOfRange: "OUT_OF_RANGE"
        case .unimplemented: "UNIMPLEMENTED"
        case .internal: "INTERNAL"
        case .unavailable: "UNAVAILABLE"
        case .dataLoss: "DATA_LOSS"
        case .unauthenticated: "UNAUTHENTICATED"
        }
    }
}
