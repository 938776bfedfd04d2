import Checking
import Grading
import Problems
import Sandbox
import SystemPackage
import Toolchains
import Units

/// Judges with a manager of the package's, which talks with several processes of a submission at once, or with one by pipes: CMS'
/// `Communication`. The manager finds the input on its standard input and in `input.txt`, and says what the submission is worth.
struct ManagerJudge: TestJudge {
    /// Where it finds files, and may write others: a place that every cell has.
    private static let folder = OutputValidator.feedbackPath
    private static let inputName = "input.txt"
    /// Room for what it writes there.
    private static let room = ByteCount.mebibytes(64)
    /// The most that is kept of what it says.
    private static let wordLimit = ByteCount.kibibytes(64)

    private let package: ProblemPackage
    private let manager: CheckerProgram
    private let processes: ManagedProcesses
    /// Keeps the program where it is.
    private let built: [BuiltProgram]
    private let host: JudgeHost
    private let directories: TestDirectories

    init(
        _ package: ProblemPackage, manager: CheckerProgram, _ processes: ManagedProcesses, built: [BuiltProgram],
        host: JudgeHost
    ) {
        self.package = package
        self.manager = manager
        self.processes = processes
        self.built = built
        self.host = host
        directories = TestDirectories(executor: host.executor)
    }

    func judge(_ program: TestedProgram, on test: TestCase, within limits: TestLimits) async throws -> Trial {
        let place = WorkingDirectory(package: package, test: test, executor: host.executor)
        do {
            return try await directories.withPlace { directory in
                let manager = try placement(of: test, in: directory, within: limits)
                let runs = try await place.with(program.request(within: limits)) { request in
                    try await run(program, request, with: manager, in: directory.appending("pipes"))
                }
                try Task.checkCancellation()
                return trial(of: runs, program, points: test.checkerPoints ?? .none, within: limits)
            }
        } catch let error as Errno {
            return Trial(cannotShow: test, to: "the manager", error)
        }
    }

    /// How the manager is run: it may wait for the processes as long as they run, and then has its own time.
    private func placement(
        of test: TestCase, in directory: FilePath, within limits: TestLimits
    ) throws -> Placement {
        let input = package.path(of: test.input)
        let files = directory.appending("files")
        try files.appending(Self.inputName).writeFile(input.contents())
        var request = manager.program
        request.workingDirectory = Self.folder
        request.scratch.append(
            RunRequest.Scratch(path: Self.folder, size: try files.treeSize() + Self.room, contents: files))
        request.standardInput = .file(try host.inputs.value(at: input))
        request.standardOutput = .collectEnds(Self.wordLimit)
        request.standardError = .collectEnds(Self.wordLimit)
        request.limits.wallTime = request.limits.wallTime.map { limits.wallTime + $0 }
        return Placement(request, in: manager.cell)
    }

    private func run(
        _ program: TestedProgram, _ request: RunRequest, with manager: Placement, in directory: FilePath
    ) async throws -> ManagedRuns {
        var request = request
        request.standardInput = .empty
        request.standardOutput = .discard
        let own = Placement(request, in: program.plan.cell)
        do {
            return try await host.executor.manage(
                manager, Array(repeating: own, count: processes.count),
                over: processes.streams == .standard ? .standard : .named, in: directory)
        } catch {
            guard let run = try await program.refusal(to: request, after: error, on: host.executor) else { throw error }
            return ManagedRuns(
                manager: RunResult(exit: .exited(0)), programs: Array(repeating: run, count: processes.count))
        }
    }

    private func trial(
        of runs: ManagedRuns, _ program: TestedProgram, points: CheckerPoints, within limits: TestLimits
    ) -> Trial {
        let failures = runs.programs.map { run in
            VerdictPolicy.failure(program.failure(in: run, within: limits), ofTalking: run, within: limits)
        }
        let decision = ManagedOutcome.decision(of: runs.manager, by: manager)
        let outcome = ManagedOutcome(
            check: decision.result(points, from: "manager"), isManagerLate: !runs.manager.limitsStruck.isEmpty,
            processes: zip(runs.programs, failures).map { ManagedOutcome.Process($0, failure: $1) })
        return Trial(run: outcome.run, finding: outcome.finding(within: limits))
    }
}
