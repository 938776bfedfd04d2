public import Logging

/// The levels of `log.level`, swift-log's own by name.
public enum LogLevel: String, CaseIterable, Hashable, Sendable {
    /// Every step; for the one who writes the daemon.
    case trace
    /// What helps to find a fault.
    case debug
    /// What a daemon does.
    case info
    /// What an operator may want to know.
    case notice
    /// What may become a fault.
    case warning
    /// What failed.
    case error
    /// What stops the daemon.
    case critical

    /// swift-log's level of the same name.
    public var level: Logger.Level {
        switch self {
        case .trace: .trace
        case .debug: .debug
        case .info: .info
        case .notice: .notice
        case .warning: .warning
        case .error: .error
        case .critical: .critical
        }
    }
}

/// How log lines are written.
public enum LogFormat: String, CaseIterable, Hashable, Sendable {
    /// `2026-03-01T12:00:00.250Z info fleet: leased job=7 worker="judge 3"`.
    case text
    /// `{"time":"2026-03-01T12:00:00.250Z","level":"info","label":"fleet","message":"leased","job":"7"}`.
    case json
}
