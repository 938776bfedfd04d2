import Sandbox
import Toolchains

extension TestedProgram {
    /// Runs it twice at once, in two steps: the first run reads `input` and writes to a pipe; the second one reads that, and
    /// `reader` gets what it writes.
    func runSteps(
        on input: InputFile, to reader: any OutputReader, in place: WorkingDirectory, within limits: TestLimits,
        by executor: any Executor
    ) async throws -> RunResult {
        try await TestDirectories(executor: executor).withPlace { directory in
            try await place.with(request(within: limits)) { request in
                var (first, second) = (request, request)
                first.standardInput = .file(input)
                first.standardOutput = .discard
                second.standardInput = .empty
                second.standardOutput = .reader(reader)
                do {
                    let runs = try await executor.runSteps(
                        Placement(first, in: plan.cell), Placement(second, in: plan.cell), in: directory)
                    return .together([runs.first, runs.second], as: Self.decisive(runs.first))
                } catch {
                    guard let run = try await refusal(to: request, after: error, on: executor) else { throw error }
                    return run
                }
            }
        }
    }

    /// Which run says how both went: the first if it failed, but not if it died because the second had read enough.
    private static func decisive(_ first: RunResult) -> Int {
        let isWell = first.limitsStruck.isEmpty && [.exited(0), .signaled(.pipe)].contains(first.exit)
        return isWell ? 1 : 0
    }
}
