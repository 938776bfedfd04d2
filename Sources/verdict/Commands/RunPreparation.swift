import Files
import Judging
import Problems
import Reporting
import Sandbox
import SystemPackage
import Toolchains
import Units

/// Makes the request of `verdict run` out of its options.
struct RunPreparation {
    let command: RunCommand
    /// What the program reads; nil: nothing, or what the request says.
    let input: [UInt8]?
    let executor: any Executor

    /// A request for a program of the host, and the cell for it.
    func command(_ arguments: [String]) throws -> (RunRequest, CellConfiguration) {
        var cell = CellConfiguration.hostPrograms
        var request = RunRequest(command: arguments, environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"])
        if let program = arguments.first, let file = hostFile(program) {
            let box = executor.store.appending("run")
            try HostFile.copyProgram(at: file, into: box)
            request.command[0] = "/box/\(file.lastComponent?.string ?? program)"
            request.workingDirectory = "/box"
            request.directories = [RunRequest.Directory(hostPath: box, path: "/box")]
        } else if let program = arguments.first, !program.contains("/") {
            request.command[0] = Self.found(program)
        }
        try apply(to: &request, &cell)
        return (request, cell)
    }

    /// Builds the program in the file or directory `source` and makes a request for it; nil if it does not compile, after telling why.
    /// The program has to be kept until the last run has ended.
    func program(
        of source: String, language: String, arguments: [String], in catalog: LanguageCatalog
    ) async throws -> (RunRequest, CellConfiguration, BuiltProgram)? {
        let build = ProgramBuild(languages: catalog, executor: executor)
        let program = try await build.build(try SubmissionSelection.files(at: source), language: language)
        var plan: RunPlan
        switch program.runnable(memoryLimit: command.limits.memory) {
        case .built(let made): plan = made
        case .failed(let reason):
            try tellFailure(reason, log: program.compilation.log)
            return nil
        }
        plan.request.command += arguments
        let memory = plan.request.limits.memory
        plan.request.allow(processes: command.limits.processes)
        let processes = plan.request.limits.processes
        let openFiles = max(plan.request.limits.openFiles, command.limits.files)
        try apply(to: &plan.request, &plan.cell)
        plan.request.limits.memory = memory
        plan.request.limits.processes = processes
        plan.request.limits.openFiles = openFiles
        return (plan.request, plan.cell, program)
    }

    private func tellFailure(_ reason: String, log: String) throws {
        try Output.error.write(PrintableText.block(log + reason) + "\n")
        guard command.json else { return }
        let record: JSONValue = ["outcome": "compile_error", "log": .string(log)]
        try Output.standard.write(record.line + "\n")
    }

    private func apply(to request: inout RunRequest, _ cell: inout CellConfiguration) throws {
        request.limits = command.limits.limits
        request.proc = request.proc || command.proc
        request.descriptors = true
        if command.strict { request.policy = .strict }
        for path in ["/tmp", "/dev/shm"]
        where command.tmp.bytes > 0 && !request.scratch.contains(where: { $0.path == path }) {
            request.scratch.append(RunRequest.Scratch(path: path, size: command.tmp))
        }
        for variable in command.environment {
            let parts = variable.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            request.environment[String(parts[0])] = String(parts[1])
        }
        for mount in mounts {
            guard HostFile.exists(mount.hostPath) else {
                throw CommandError("--mount \(mount.hostPath): no such file or directory")
            }
            cell.mounts.append(CellConfiguration.Mount(hostPath: mount.hostPath, path: mount.path))
        }
        // A file, so that many runs of it read one copy.
        if let input { request.standardInput = .file(try InputFile(input, in: executor.inputs)) }
    }

    private var mounts: [MountOption] { command.mounts.compactMap { MountOption(parsing: $0) } }

    /// What the option `--stdin` names, read to its end.
    static func input(_ name: String) throws -> [UInt8] {
        guard name == "-" else { return try HostFile.contents(of: FilePath(name)) }
        do {
            return try FileDescriptor.standardInput.readToEnd()
        } catch {
            throw CommandError("cannot read standard input: \(error)")
        }
    }

    /// The file of the host that `program` names, if no mounted directory shows it.
    private func hostFile(_ program: String) -> FilePath? {
        guard program.contains("/") else { return nil }
        let shown = (CellConfiguration.hostPrograms.mounts.map(\.hostPath) + mounts.map(\.hostPath)).map(\.string)
        if program.hasPrefix("/"), shown.contains(where: { program.hasPrefix($0 + "/") || program == $0 }) {
            return nil
        }
        return HostFile.exists(FilePath(program)) ? FilePath(program) : nil
    }

    /// The path of a program named without one, as a shell would find it.
    private static func found(_ program: String) -> String {
        let places = ["/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"].map { "\($0)/\(program)" }
        return places.first { HostFile.exists(FilePath($0)) } ?? program
    }
}
