import FoundationEssentials
import Grading
import GradingWire
import Judging
import Problems
import Sandbox
import Units
import Wire

extension Verdict_V1_TestResult {
    private static let longestMessage = 4096

    /// As messages say `result`. What an accepted run wrote to standard error tells nobody anything.
    init(_ result: TestResult) {
        self.init()
        name = result.name
        verdict = result.verdict.message
        points = result.points?.message
        message = result.message.head(Self.longestMessage)
        cpuTimeNs = UInt64(clamping: result.cpuTime.nanoseconds)
        wallTimeNs = UInt64(clamping: result.wallTime.nanoseconds)
        memoryBytes = UInt64(clamping: result.memory.bytes)
        outputBytes = UInt64(clamping: result.outputBytes.bytes)
        measurementsNs = result.measurements.map { UInt64(clamping: $0.nanoseconds) }
        repeatedBecause = result.wasRepeated ? result.doubt?.rawValue ?? "" : ""
        disturbance = Verdict_V1_Disturbance(result.disturbance, isNotable: result.isDisturbed)
        doubtful = result.isDoubtful
        if let count = result.instructions { instructions = UInt64(clamping: count) }
        if let error = result.standardError, result.verdict != .accepted { stderr = error }
        if let said = result.transcript { transcript = said }
    }
}

extension Verdict_V1_Disturbance {
    /// As messages say `disturbance`.
    init(_ disturbance: Disturbance, isNotable: Bool) {
        self.init()
        stolenNs = UInt64(clamping: disturbance.stolen.nanoseconds)
        if let waited = disturbance.waited { waitedNs = UInt64(clamping: waited.nanoseconds) }
        throttledNs = UInt64(clamping: disturbance.throttled.nanoseconds)
        preemptions = UInt64(clamping: disturbance.preemptions)
        notable = isNotable
    }
}

extension Verdict_V1_Compilation {
    private static let longestMessage = 4096
    private static let longestLog = 64 << 10

    /// As messages say `compilation`.
    init(_ compilation: Compilation) {
        self.init()
        succeeded = compilation.succeeded
        message = compilation.message.head(Self.longestMessage)
        cpuTimeNs = UInt64(clamping: compilation.cpuTime.nanoseconds)
        log = compilation.log.headAndTail(Self.longestLog)
        cached = compilation.isCached
        contentHash = Data(hexadecimal: compilation.buildKey)
    }
}

extension Data {
    /// The bytes that `digits` stand for; none if they are not pairs of hexadecimal digits.
    fileprivate init(hexadecimal digits: String) {
        let values = digits.compactMap(\.hexDigitValue)
        guard values.count == digits.count, values.count.isMultiple(of: 2) else {
            self.init()
            return
        }
        self.init(stride(from: 0, to: values.count, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) })
    }
}
