import Events
import Units

extension LoggedTestLimits {
    /// What a test case with these limits may use; what is not said, or not known yet, is as `others` has it.
    func limits(else others: ProgramLimits) -> ProgramLimits {
        var limits = cpuTimeNs > 0 ? others.testing(cpuTime: .nanoseconds(Int64(clamping: cpuTimeNs))) : others
        if memoryBytes > 0 { limits.memory = ByteCount(Int64(clamping: memoryBytes)) }
        if outputBytes > 0 { limits.output = ByteCount(Int64(clamping: outputBytes)) }
        return limits
    }
}
