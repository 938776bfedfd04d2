/// How log lines are written.
public enum LogFormat: String, CaseIterable, Hashable, Sendable {
    /// `2026-03-01T12:00:00.250Z info fleet: leased job=7 worker="judge 3"`.
    case text
    /// `{"time":"2026-03-01T12:00:00.250Z","level":"info","label":"fleet","message":"leased","job":"7"}`.
    case json
}
