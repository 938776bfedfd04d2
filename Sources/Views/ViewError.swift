/// What a view was asked could not be done: a value of the domain, which the edge makes a status of.
public struct ViewError: Error, Hashable, Sendable {
    /// What kind of failure it is.
    public enum Code: Hashable, Sendable {
        /// The views have not come as far as was asked for, in the time that there was.
        case behind
        /// So many read now that there was no turn.
        case busy
        /// A query, or whoever takes what an export gives, took longer than it may.
        case tooSlow
        /// More rows or bytes than one answer may have.
        case tooLarge
        /// A cursor that was not made for this list, or not by this program.
        case badCursor
        /// A statement that SQLite does not understand, or that touches what is not its view's.
        case refused
        /// A value is not of the type that is asked for.
        case wrongType
        /// A view's declaration contradicts itself or another one.
        case badDeclaration
        /// The disk is full.
        case full
        /// The file cannot be used now.
        case unavailable
        /// The file is damaged: it is made again from the log.
        case damaged
        /// The views were closed.
        case closed
    }

    /// What kind of failure it is.
    public var code: Code
    /// What was being done: `read accounts`.
    public var stage: String
    /// What was found, where there is more to say.
    public var reason: String?
    /// What to do about it, where that is known.
    public var advice: String?
    /// After how long it may be otherwise, where waiting helps.
    public var retryAfter: Duration?

    /// An error of `code` while doing `stage`.
    public init(
        _ code: Code, stage: String, reason: String? = nil, advice: String? = nil, retryAfter: Duration? = nil
    ) {
        (self.code, self.stage, self.reason, self.advice) = (code, stage, reason, advice)
        self.retryAfter = retryAfter
    }
}

extension ViewError: CustomStringConvertible {
    /// `read accounts: the log was applied up to 17 only; try again soon`.
    public var description: String {
        stage + (reason.map { ": \($0)" } ?? "") + (advice.map { "; \($0)" } ?? "")
    }
}

extension ViewError {
    /// What `failure` means to whoever did `stage`.
    init(_ failure: SQLiteFailure, stage: String) {
        self.init(failure.meaning, stage: stage, reason: failure.message)
        switch code {
        case .tooSlow: advice = "ask for less, or for something that an index answers"
        case .full: (advice, retryAfter) = ("make room on the disk of the views", .seconds(5))
        case .unavailable: retryAfter = .seconds(1)
        case .damaged: (advice, retryAfter) = ("wait until the views are made again from the log", .seconds(10))
        default: break
        }
    }

    /// The disk may get room, or the file be usable, by itself.
    var isOutage: Bool { code == .full || code == .unavailable }
}
