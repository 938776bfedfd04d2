internal import Synchronization

/// Whether a daemon turns, and whether it can work: checks with names, each with a timeout.
///
/// A failing *liveness* check says that only a restart helps; it takes `/healthz` to 503 and stops feeding systemd's
/// watchdog. A failing *readiness* check says that the daemon cannot work now; it takes `/readyz` to 503, and so do
/// liveness checks and the daemon's end.
public final class Health: Sendable {
    /// What a failing check means.
    public enum Kind: Hashable, Sendable {
        /// Only a restart helps.
        case liveness
        /// The daemon cannot work now.
        case readiness
    }

    /// What a check found.
    public struct CheckResult: Hashable, Sendable {
        /// The check's name.
        public let name: String
        /// What is wrong, in one line; nil if nothing is.
        public let problem: String?
    }

    private struct Check: Sendable {
        var name: String
        var kind: Kind
        var timeout: Duration
        var probe: Probe<Void>
    }

    private struct State: Sendable {
        var checks: [Check] = []
        var isEnding = false
    }

    private let state = Mutex(State())

    /// Nothing is checked.
    public init() {}

    /// Adds a check. It is not run a second time before it has ended, so one that hangs costs no more than once.
    ///
    /// - Parameters:
    ///   - name: What is checked, in a word: `store`.
    ///   - kind: What it means when it fails.
    ///   - timeout: After how long no answer is a failure.
    ///   - body: Throws if something is wrong; the error's text is shown to whoever asks, without authentication.
    public func check(
        _ name: String, _ kind: Kind = .readiness, timeout: Duration = .seconds(2),
        _ body: @escaping @Sendable () async throws -> Void
    ) {
        let check = Check(name: name, kind: kind, timeout: timeout, probe: Probe(timeout: timeout, body))
        state.withLock { $0.checks.append(check) }
    }

    /// The daemon ends: it is not ready any more, and its watchdog is still fed.
    public func end() {
        state.withLock { $0.isEnding = true }
    }

    /// Runs the checks side by side. The liveness checks alone, or all of them.
    public func results(_ kind: Kind) async -> [CheckResult] {
        let (checks, isEnding) = state.withLock { state in
            (state.checks.filter { kind == .readiness || $0.kind == .liveness }, state.isEnding)
        }
        var results = await withTaskGroup(of: (Int, CheckResult).self) { group in
            for (index, check) in checks.enumerated() {
                group.addTask { (index, await Self.run(check)) }
            }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
        if isEnding, kind == .readiness {
            results.append(CheckResult(name: "process", problem: "is shutting down"))
        }
        return results
    }

    private static func run(_ check: Check) async -> CheckResult {
        switch await check.probe.run() {
        case .answered: CheckResult(name: check.name, problem: nil)
        case .failed(let problem): CheckResult(name: check.name, problem: LogText.escaped(problem))
        case .late: CheckResult(name: check.name, problem: "no answer within \(check.timeout)")
        }
    }
}
