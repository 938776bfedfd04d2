internal import Glibc

/// How ``Operations/run(_:logger:options:)`` runs a daemon.
public struct RunOptions: Sendable {
    /// How long services may take to end after the first SIGTERM or SIGINT; then they are cancelled.
    public var shutdownDeadline = Duration.seconds(30)
    /// How long cancelled services may take; then the process exits with status 1.
    public var cancellationDeadline = Duration.seconds(5)
    /// What SIGHUP does: reads certificates and access lists anew. An error is logged, and what was there stays.
    public var reload: (@Sendable () async throws -> Void)?
    /// What the watchdog and systemd's READY=1 wait for: the liveness checks.
    public var health = Health()
    /// Who is told; nil: nobody.
    public var notifier: SystemdNotifier?
    /// Ends the process at once.
    var exit: @Sendable (Int32) -> Void = { _exit($0) }

    /// The defaults, without a hook for SIGHUP.
    public init() {}
}
