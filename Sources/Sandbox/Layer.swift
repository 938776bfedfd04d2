/// One of the walls around a run. All are on by default; a host that cannot give one is refused unless the user allows
/// it to be missing, and every result lists those that held.
public enum Layer: String, Hashable, Sendable, CaseIterable {
    /// A user namespace, with a uid of its own per cell where the host's root makes the cells (`user_namespaces(7)`).
    case user
    /// A mount namespace with a root of read-only binds (`mount_namespaces(7)`).
    case mount
    /// A PID namespace new for each run (`pid_namespaces(7)`).
    case pid
    /// No IPC objects shared between runs (`ipc_namespaces(7)`): with ``seccomp`` a run can make none at all, in an empty
    /// namespace of its cell; without it, each run has a namespace of its own.
    case ipc
    /// An empty network namespace (`network_namespaces(7)`).
    case network
    /// A UTS namespace with a fixed host name (`uts_namespaces(7)`).
    case uts
    /// A cgroup namespace (`cgroup_namespaces(7)`).
    case cgroup
    /// No capabilities and no way to new privileges (`capabilities(7)`, `PR_SET_NO_NEW_PRIVS`).
    case privileges
    /// A seccomp filter with all other ABIs closed (`seccomp(2)`).
    case seccomp
    /// The seccomp filter kills instead of answering an error.
    case strictSeccomp = "strict-seccomp"
    /// Resource limits of each process (`setrlimit(2)`).
    case rlimits
    /// The memory controller of a cgroup, swap included.
    case memory
    /// The process-number controller of a cgroup.
    case processes
    /// CPU time counted by a cgroup, children and threads included.
    case cpu
}
