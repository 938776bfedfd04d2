import Checking
import Concurrency
import Files
import PackageFiles
import Problems
import Sandbox
import Synchronization
import SystemPackage
import Toolchains
import Units

/// One step of a generation being done: its commands are run, and what they make is put where it belongs.
struct GenerationRun: Sendable {
    /// Where a program finds itself that writes files: a place that every cell has.
    private static let place = OutputValidator.feedbackPath
    /// The most that such a program may write.
    private static let placeLimit = ByteCount.mebibytes(512)

    private let step: TestGeneration.Step
    private let programs: [GeneratorProgram]
    private let host: JudgeHost
    private let package: FilePath

    /// The step in the folder `package`.
    init(_ step: TestGeneration.Step, _ programs: [GeneratorProgram], _ host: JudgeHost, in package: FilePath) {
        self.step = step
        self.programs = programs
        self.host = host
        self.package = package
    }

    /// Does it.
    /// - Throws: ``JudgingError`` if a program fails; `SandboxError`; `CancellationError`.
    func run() async throws {
        var input = RunRequest.StandardInput.empty
        if let path = step.input.map({ package.appending($0.text) }) {
            input = .file(try await BlockingWork.run { [host] _ in try host.inputs.value(at: path) })
        }
        for command in step.commands.dropLast() {
            let writer = try InputFileWriter(in: host.executor.inputs)
            try await run(command, input, output: .reader(writer), error: .collectEnds(.kibibytes(4)))
            input = .file(try writer.finish())
        }
        guard let last = step.commands.last else { return try await copy() }
        guard last.interactor == nil else { return try await talk(last) }
        try await runLast(last, input)
    }

    /// Makes the products copies of the input.
    private func copy() async throws {
        guard let input = step.input else { throw failure("there is nothing to copy") }
        try await BlockingWork.run { [self] _ in
            let bytes = try package.appending(input.text).contents()
            for product in step.products { try package.appending(product.path.text).writeFile(bytes) }
        }
    }

    private func runLast(_ command: TestGeneration.Command, _ input: RunRequest.StandardInput) async throws {
        let output =
            try file(.standardOutput)
            ?? step.products.first { $0.origin.isFileOrOutput }.map { product in
                try ProductFile(package.appending(product.path.text))
            }
        let error = try file(.standardError)
        let result = try await run(
            command, input, output: output.map { .reader($0) } ?? .discard,
            error: error.map { .reader($0) } ?? .collectEnds(.kibibytes(4)))
        try [output, error].forEach { try $0?.finish() }
        try await BlockingWork.run { [self] _ in
            for product in step.products {
                switch product.origin {
                case .file(let names): try take(names, of: result, to: product.path.text)
                case .fileOrStandardOutput(let name): try take(name, orOutputOf: result, to: product.path.text)
                case .standardOutput, .standardError: break
                }
            }
        }
    }

    /// The file that gets what the last command writes to one of its outputs; nil if nobody wants that.
    private func file(_ origin: TestGeneration.Origin) throws -> ProductFile? {
        try step.products.first { $0.origin == origin }.map { product in
            try ProductFile(package.appending(product.path.text))
        }
    }

    private func take(_ names: [String], of result: RunResult, to path: String) throws {
        let scratch = result.scratch[Self.place]
        for name in names {
            guard let bytes = try scratch?.read(name, limit: Self.placeLimit) else { continue }
            try package.appending(path).writeFile(bytes)
            return
        }
        throw failure("its program wrote no file \(names.first ?? "")")
    }

    /// Takes the file called `name`, if it is there, in place of the output.
    private func take(_ name: String, orOutputOf result: RunResult, to path: String) throws {
        let scratch = result.scratch[Self.place]
        let others = try scratch?.entries().map(\.name).filter { $0 != name } ?? []
        guard others.isEmpty else {
            throw failure("its program wrote the file \(others[0]), too, and only \(name) is taken")
        }
        let place = package.appending(path)
        if let bytes = try scratch?.read(name, limit: Self.placeLimit) {
            try place.removeTree()
            try place.writeFile(bytes)
        } else if try place.fileSize() == ByteCount(0) {
            throw failure("its program wrote neither \(name) nor anything to standard output")
        }
    }

    @discardableResult
    private func run(
        _ command: TestGeneration.Command, _ input: RunRequest.StandardInput, output: RunRequest.StandardOutput,
        error: RunRequest.StandardOutput
    ) async throws -> RunResult {
        let (plan, program) = try await programs[command.generator].plan()
        var request = request(plan, command)
        request.standardInput = input
        request.standardOutput = output
        request.standardError = error
        let result = try await host.inTurn { [request] in try await host.executor.run(request, in: plan.cell) }
        withExtendedLifetime(program) {}
        try result.requireEnd()
        try check(result, command, limits: request.limits)
        return result
    }

    private func request(_ plan: RunPlan, _ command: TestGeneration.Command) -> RunRequest {
        var request = plan.request
        request.command += command.arguments
        let writesFiles = step.products.contains { product in
            switch product.origin {
            case .file, .fileOrStandardOutput: true
            case .standardOutput, .standardError: false
            }
        }
        if writesFiles {
            request.scratch.append(RunRequest.Scratch(path: Self.place, size: Self.placeLimit, isKept: true))
            request.workingDirectory = Self.place
        }
        return request
    }

    /// A solution and the interactor: what that writes for the checker is the answer.
    private func talk(_ command: TestGeneration.Command) async throws {
        guard let number = command.interactor, let input = step.input else {
            throw failure("there is no input for the interactor")
        }
        let (own, program) = try await programs[command.generator].plan()
        let (other, interactor) = try await programs[number].plan()
        let testlib = CheckerProgram(
            program: other.request, cell: other.cell, by: CheckerConvention(.testlib))
        let talk = try await TestDirectories(executor: host.executor).withPlace { data in
            try await BlockingWork.run { [package] _ in
                try data.appending("input").writeFile(package.appending(input.text).contents())
                // What is to become the answer.
                try data.appending("answer").writeFile([])
            }
            return try await host.inTurn {
                try await host.executor.interact(
                    Placement(request(own, command), in: own.cell), testlib.interactor(data: data))
            }
        }
        withExtendedLifetime((program, interactor)) {}
        try Task.checkCancellation()
        let decision = testlib.decision(of: talk.second, called: "interactor")
        guard decision == .accepted else { throw failure("the interactor says \(decision) of \(call(of: command))") }
        try check(talk.first, command, limits: own.request.limits)
        guard let product = step.products.first else { return }
        try package.appending(product.path.text).writeFile(try CheckerProgram.log(of: talk.second))
    }

    private func check(_ result: RunResult, _ command: TestGeneration.Command, limits: Limits) throws(JudgingError) {
        guard result.outcome != .exited(0) else { return }
        let exit = if case .exited(let status) = result.outcome { "ended with exit status \(status)" } else { "" }
        throw failure(
            ValidatorFailure.words(result, limits: limits, called: "program \(call(of: command))", exit: exit))
    }

    private func call(of command: TestGeneration.Command) -> String {
        ([programs[command.generator].generator.program.name] + command.arguments).joined(separator: " ")
    }

    private func failure(_ words: String) -> JudgingError {
        JudgingError(.badPackage, "\(step.purpose) cannot be made: \(words)")
    }
}

extension TestGeneration.Origin {
    fileprivate var isFileOrOutput: Bool {
        if case .fileOrStandardOutput = self { true } else { false }
    }
}

/// A file of the package that is being made of what a program writes.
private final class ProductFile: OutputReader {
    private struct State {
        /// Nil once it is closed.
        var file: FileDescriptor?
        var failure: Errno?
    }

    private let path: FilePath
    private let state: Mutex<State>

    /// A new file at `path`, readable by everybody: cells have user ids of their own.
    init(_ path: FilePath) throws {
        self.path = path
        let file = try FileDescriptor.open(
            path, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec, .noFollow],
            permissions: [.ownerReadWrite, .groupRead, .otherRead])
        state = Mutex(State(file: file))
    }

    deinit {
        try? state.withLock { $0.file }?.close()
    }

    /// Adds `bytes`; false once that failed.
    func read(_ bytes: RawSpan) -> Bool {
        unsafe bytes.withUnsafeBytes { bytes in
            state.withLock { state in
                guard let file = state.file, state.failure == nil else { return false }
                do {
                    _ = unsafe try file.writeAll(bytes)
                } catch {
                    state.failure = error as? Errno ?? .ioError
                }
                return state.failure == nil
            }
        }
    }

    /// Closes the file.
    /// - Throws: ``JudgingError`` if something could not be written.
    func finish() throws {
        try state.withLock { state in
            if let failure = state.failure {
                throw JudgingError(.files, "cannot write \(path): \(failure); make room there")
            }
            try state.file?.close()
            state.file = nil
        }
    }
}
