import Events
import Storage

// The labels of metrics for verdicts, priorities and errors of stores.

extension LoggedVerdict {
    /// The abbreviation: `AC`, `WA`.
    var abbreviation: String {
        switch self {
        case .accepted: "AC"
        case .wrongAnswer: "WA"
        case .timeLimit: "TLE"
        case .memoryLimit: "MLE"
        case .runTimeError: "RE"
        case .compileError: "CE"
        case .outputLimit: "OLE"
        case .idleLimit: "ILE"
        case .presentationError: "PE"
        case .securityViolation: "SV"
        case .partiallyCorrect: "PC"
        case .skipped: "SK"
        case .judgeError: "JE"
        case .unspecified, .UNRECOGNIZED: "?"
        }
    }
}

extension LoggedPriority {
    /// The label in metrics: `contest`.
    var label: String {
        switch self {
        case .contest: "contest"
        case .interactive: "interactive"
        case .unspecified, .normal, .UNRECOGNIZED: "normal"
        case .rejudge: "rejudge"
        }
    }
}

extension StorageError.Code {
    /// The label in metrics: `full`.
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
