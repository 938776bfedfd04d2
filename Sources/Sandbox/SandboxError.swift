public import SystemPackage

/// The sandbox itself failed: never the program's doing, never its verdict.
public struct SandboxError: Error, Hashable, Sendable {
    /// What kind of failure it is.
    public struct Code: Hashable, Sendable {
        private enum Kind: Hashable { case unsupportedHost, cellFailed, launchFailed, badRequest, systemCall, closed }
        private var kind: Kind

        /// The host cannot give a layer; the message says which and what to do.
        public static let unsupportedHost = Code(kind: .unsupportedHost)
        /// A cell could not be made, or broke.
        public static let cellFailed = Code(kind: .cellFailed)
        /// The program could not be started: no such file, not executable.
        public static let launchFailed = Code(kind: .launchFailed)
        /// The request contradicts itself or the cell's configuration.
        public static let badRequest = Code(kind: .badRequest)
        /// A system call of the worker failed.
        public static let systemCall = Code(kind: .systemCall)
        /// The sandbox was closed.
        public static let closed = Code(kind: .closed)
    }

    /// What kind of failure it is.
    public var code: Code
    /// What was being done: `mount /usr`, `execve /box/prog`.
    public var stage: String
    /// The kernel's answer, where there was one.
    public var errno: Errno?
    /// What to do about it, where that is known.
    public var advice: String?
    /// Which step it was, where something is decided by that.
    var step: Step?

    /// A step whose failure says more than that it failed.
    enum Step: Hashable, Sendable {
        /// The user ids of a cell's user namespace are written: the namespace can be made, and is of no use.
        case writingIDMaps
        /// A run's first process is made: no process of its own can be had, whatever its user.
        case cloning
    }

    /// An error of `code` while doing `stage`.
    public init(_ code: Code, stage: String, errno: Errno? = nil, advice: String? = nil) {
        self.code = code
        self.stage = stage
        self.errno = errno
        self.advice = advice
    }
}

extension SandboxError: CustomStringConvertible {
    /// `mount /usr: Operation not permitted; run as root or allow user namespaces`.
    public var description: String {
        stage + (errno.map { ": \($0)" } ?? "") + (advice.map { "; \($0)" } ?? "")
    }
}
