import Storage

extension StorageError.Code {
    /// A word for it, as metrics' labels have it: `full`.
    var label: String {
        switch self {
        case .conflict: "conflict"
        case .notFound: "not_found"
        case .corrupted: "corrupted"
        case .full: "full"
        case .tooLarge: "too_large"
        case .unavailable: "unavailable"
        case .badRequest: "bad_request"
        case .incompatible: "incompatible"
        case .wrongKey: "wrong_key"
        case .closed: "closed"
        default: "other"
        }
    }
}
