public import SystemPackage

/// How a program talks with a manager.
public enum ManagedStreams: Hashable, Sendable {
    /// It reads standard input and writes standard output.
    case standard
    /// It opens pipes whose names are its first two arguments: what it reads, and what it writes.
    case named

    /// Where programs and managers see the directory with their pipes.
    public static let path = "/pipes"
    static let inputName = "in"
    static let outputName = "out"

    /// The arguments of a program of its own directory, before its others.
    fileprivate static let arguments = ["\(path)/\(inputName)", "\(path)/\(outputName)"]
}

/// How a manager and the programs that it talked with went.
public struct ManagedRuns: Sendable {
    /// How the manager went.
    public var manager: RunResult
    /// How the programs went, in their order.
    public var programs: [RunResult]

    /// These results.
    public init(manager: RunResult, programs: [RunResult]) {
        self.manager = manager
        self.programs = programs
    }
}

extension Executor {
    /// Runs a manager and the programs that it talks with, all at once.
    ///
    /// The manager gets the names of two pipes for each program as further arguments: the one that it reads, then the one that it
    /// writes. Of several programs each gets its number as its last argument, from 0. They see nothing of each other's. As with all pipes with names, whoever opens one waits until the other end is
    /// open, too; a program that talks over ``ManagedStreams/standard`` is started when the manager has opened both.
    ///
    /// Who reads from one that has ended reads an end, and who writes to it gets `SIGPIPE`, as among programs anywhere. All have limits
    /// of their own; give them wall-clock limits, for all may wait for each other. They take one place of ``parallelism``.
    ///
    /// A run with a `/proc` of its own cannot be shown the pipes, for what it is shown must not tell where on the host it is: neither
    /// a manager, nor a program that opens pipes by name.
    ///
    /// Cancelling the task stops all.
    /// - Parameters:
    ///   - manager: the manager; its standard streams are its own.
    ///   - programs: the programs; their standard input and output are replaced where they talk over these.
    ///   - streams: how the programs talk.
    ///   - directory: an empty directory below ``store``, in which the pipes are made.
    /// - Throws: ``SandboxError`` if one could not be run; the others are then stopped.
    public func manage(
        _ manager: Placement, _ programs: [Placement], over streams: ManagedStreams, in directory: FilePath
    ) async throws(SandboxError) -> ManagedRuns {
        try Placement.requireNoProc([manager] + (streams == .named ? programs : []))
        let managerIsOver = Eventual<Void>()
        var pipes: [ManagedPipes] = []
        for number in programs.indices {
            pipes.append(try ManagedPipes(in: directory.appending("\(number)"), managerIsOver: managerIsOver))
        }
        var runs = [Self.run(manager, of: pipes.count, in: directory) { managerIsOver.set(()) }]
        for (number, program) in programs.enumerated() {
            var run = Self.run(program, over: streams, pipes[number], in: directory.appending("\(number)"))
            if programs.count > 1 { run.placement.request.command.append("\(number)") }
            runs.append(run)
        }
        let results = try await runTogether(runs, attending: pipes.flatMap { [$0.input, $0.output] })
        return ManagedRuns(manager: results[0], programs: Array(results.dropFirst()))
    }

    private static func run(
        _ manager: Placement, of programs: Int, in directory: FilePath, whenOver: @escaping @Sendable () -> Void
    ) -> JoinedRun {
        var manager = manager
        for number in 0..<programs {
            let place = "\(ManagedStreams.path)/\(number)"
            manager.request.command += [
                "\(place)/\(ManagedStreams.outputName)", "\(place)/\(ManagedStreams.inputName)",
            ]
        }
        manager.show(directory)
        return JoinedRun(manager, prepare: { _ in }, whenOver: whenOver)
    }

    private static func run(
        _ program: Placement, over streams: ManagedStreams, _ pipes: ManagedPipes, in directory: FilePath
    ) -> JoinedRun {
        var program = program
        if streams == .named {
            program.request.command += ManagedStreams.arguments
            program.show(directory)
        }
        return JoinedRun(
            program,
            prepare: { request throws(SandboxError) in
                if streams == .standard { try await pipes.wire(&request) }
            },
            whenOver: { pipes.leaveProgram() })
    }
}

extension Placement {
    /// Shows the run a directory with pipes.
    mutating func show(_ directory: FilePath) {
        request.directories.append(RunRequest.Directory(hostPath: directory, path: ManagedStreams.path))
        if !cell.mountPoints.contains(ManagedStreams.path) { cell.mountPoints.append(ManagedStreams.path) }
    }

    /// Throws if one of `shown`, which are to be shown pipes, has a `/proc`.
    static func requireNoProc(_ shown: [Placement]) throws(SandboxError) {
        guard shown.contains(where: \.request.proc) else { return }
        throw SandboxError(
            .badRequest, stage: "show pipes to a program with a /proc", advice: "write it in another language")
    }
}
