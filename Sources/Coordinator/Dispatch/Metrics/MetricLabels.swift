import Events
import Storage

// What metrics call verdicts, priorities and failures of stores.

extension LoggedVerdict {
    /// As people abbreviate it: `AC`, `WA`.
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
    /// A word for it, as metrics' labels have it: `contest`.
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
