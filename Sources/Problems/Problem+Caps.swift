import Grading
public import Units

extension Problem {
    /// What the package asks for beyond `caps`, for its submissions, their builds or its own programs: a line each, with
    /// the cap and its setting. A time limit that has to be measured is not looked at.
    public func excesses(over caps: ProgramLimits) -> [String] {
        var test = caps
        if case .fixed(let time, _) = timeLimit { test = caps.testing(cpuTime: time) }
        test.memory = limits.memory
        test.output = limits.output
        var found = caps.excesses(in: test).map { "a test case may use \($0)" }
        var build = caps
        build.cpuTime = limits.compilationTime
        build.memory = limits.compilationMemory
        found += caps.excesses(in: build).map { "a build may use \($0)" }
        guard hasPrograms else { return found }
        var program = caps.testing(cpuTime: limits.validationTime)
        program.memory = limits.validationMemory
        program.output = limits.validationOutput
        return found + caps.excesses(in: program).map { "a validator or grader may use \($0)" }
    }

    /// Whether programs of the package are run to judge a submission.
    private var hasPrograms: Bool {
        if case .custom = validation { return true }
        return grading.hasProgram || staticValidator != nil
    }
}
