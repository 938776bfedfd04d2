import FoundationEssentials
public import Units

/// An interpreter of Python that is started once for a cell, reads nothing of any program, and waits in its last step before
/// that; each run that begins like it is a copy.
///
/// What a run pays before its first line is then paid once. A copy has the walls of any other run, and a memory of its own from
/// its first instruction on. It differs from a start of its own in that modules are there already that it may import, that
/// addresses are laid out as in the other copies, and that what it has in common with them is not part of its memory.
///
/// Where the host or the run does not allow it, the run is started as any other: ``RunResult/isWarm`` says so.
public struct WarmStart: Hashable, Sendable {
    /// The interpreter and its arguments; the last one is the program's file, an absolute path.
    public var command: [String]
    /// The whole environment.
    public var environment: [String: String]
    /// The main thread's stack; nil: as large as the memory.
    public var stack: ByteCount?
    /// Modules that are imported beforehand, in that order. Only those that import nothing of a package but what the package
    /// itself imports, and remember nothing of when and where that was.
    public var modules: [String]

    /// A start for runs like `request`.
    /// - Parameters:
    ///   - request: a run of it.
    ///   - modules: what is imported beforehand.
    public init(like request: RunRequest, modules: [String]) {
        command = request.command
        environment = request.environment
        stack = request.limits.stack
        self.modules = modules
    }

    /// Whether `request` begins like this.
    func begins(_ request: RunRequest) -> Bool {
        command == request.command && environment == request.environment && stack == request.limits.stack
    }

    private static let openFilter = SystemCallFilter(.open)
    /// By `Run.filter`.
    private static let closingFilters = [RunRequest.SystemCallPolicy.run, .strict].map {
        SystemCallFilter(.closing($0))
    }

    /// The message that asks for it.
    /// - Parameter library: the path of what has an interpreter wait.
    func message(library: String) -> Verdict_Cell_V1_Warm {
        var message = Verdict_Cell_V1_Warm()
        message.arguments = command
        message.environment = environment.map { "\($0.key)=\($0.value)" }.sorted()
        message.stack = UInt64(stack?.bytes ?? 0)
        message.library = library
        message.modules = modules
        message.openFilter = .init(Self.openFilter.program)
        message.filters = Self.closingFilters.map { .init($0.program) }
        return message
    }
}
