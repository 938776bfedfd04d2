import Problems
import Toolchains
import Units

/// A built submission as it is run on test cases. Runtimes that manage memory are told how much there is, which may be less on
/// some test cases.
struct TestedPrograms: Sendable {
    private let usual: TestedProgram
    private let byMemory: [ByteCount: TestedProgram]

    /// How `program` is run on the test cases of `problem` within `limits`, and within those that they have of their own; or why
    /// it cannot be.
    static func plan(
        _ program: BuiltProgram, on problem: Problem, within limits: TestLimits
    ) -> BuildResult<TestedPrograms> {
        var byMemory: [ByteCount: TestedProgram] = [:]
        let memories = Set(problem.testCases.map { limits.narrowed(to: $0.limits).memory }).union([limits.memory])
        for memory in memories.sorted(by: >) {
            switch program.runnable(memoryLimit: memory) {
            case .failed(let reason): return .failed(reason)
            case .built(let plan):
                byMemory[memory] = TestedProgram(
                    plan: plan, language: program.language, isOutputSummed: problem.limits.isErrorOutput,
                    hasTwoSteps: problem.hasTwoSteps,
                    runs: problem.runs.contains(.withInteractor) ? 1 : max(1, problem.runs.count))
            }
        }
        guard let usual = byMemory[limits.memory] else { return .failed("it was not planned; report this") }
        return .built(TestedPrograms(usual: usual, byMemory: byMemory))
    }

    /// The program where it may use so much memory.
    func program(within memory: ByteCount) -> TestedProgram { byMemory[memory] ?? usual }
}
