import SwiftProtobuf
import Testing
import Units

@testable import Sandbox

/// The reader of outcomes, beside the general one.
@Suite struct OutcomeDecodingTests {
    private static let numbers: [UInt64] = [0, 1, 127, 128, 1 << 31, 1 << 63, .max]

    private static func outcomes() -> [Verdict_Cell_V1_Outcome] {
        var random = SystemRandomNumberGenerator()
        return (0..<500).map { _ in
            var outcome = Verdict_Cell_V1_Outcome()
            outcome.hasStatus_p = .random()
            outcome.waitStatus = [0, 9, 256, -1, .min, .max].randomElement(using: &random) ?? 0
            for path in [
                \.cpuNs, \.userNs, \.systemNs, \.wallNs, \.maxRssKib, \.voluntarySwitches, \.involuntarySwitches,
                \.count, \.lastCpuNs,
            ] as [WritableKeyPath<Verdict_Cell_V1_Outcome, UInt64>] {
                outcome[keyPath: path] = numbers.randomElement(using: &random) ?? 0
            }
            for path in [
                \.cpuLimitStruck, \.wallLimitStruck, \.stopped, \.hasCount_p, \.pinned, \.warm, \.worn,
            ] as [WritableKeyPath<Verdict_Cell_V1_Outcome, Bool>] {
                outcome[keyPath: path] = .random()
            }
            return outcome
        }
    }

    @Test func readsWhatTheGeneralReaderReads() throws {
        for outcome in Self.outcomes() {
            var reply = CellReply()
            reply.outcome = outcome
            let bytes: [UInt8] = try reply.serializedBytes()
            #expect(Verdict_Cell_V1_Outcome(reply: bytes[...]) == outcome)
        }
    }

    @Test("No number that a cell says is more than can be reckoned with")
    func anyNumbersMakeAResult() {
        for outcome in Self.outcomes() {
            let memory = MemoryMeasure(
                peak: 1 << 20, cache: 0, left: 0, hasReclaimed: true, residentSet: RunMessage.residentSet(of: outcome),
                kills: 0)
            let result = RunMessage.result(
                outcome, Limits(cpuTime: .seconds(1), wallTime: .seconds(1)), memory, [0])
            #expect(result.peakMemory.bytes >= 0 && result.cpuTime >= .zero && result.wallTime >= .zero)
            #expect(result.disturbance.cpuExcess(cpuTime: result.cpuTime, wallTime: result.wallTime) >= .zero)
        }
    }

    @Test("What each run's own cgroup is called does not count the runs")
    func namesOfRuns() {
        let names = Set((1...100).map { RunPlaces.name($0, isNew: true) })
        #expect(names.count == 100 && names.allSatisfy { $0.utf8.count == 20 })
        #expect(RunPlaces.name(1, isNew: false) == "run-1")
    }

    @Test func leavesTheRestToIt() throws {
        var failure = CellReply()
        failure.failure.stage = "x"
        var ready = CellReply()
        ready.ready = .init()
        for reply in [failure, ready, CellReply()] {
            let bytes: [UInt8] = try reply.serializedBytes()
            #expect(Verdict_Cell_V1_Outcome(reply: bytes[...]) == nil)
        }
    }

    @Test(
        arguments: [
            ("cut short", [0x22, 2, 0x08]), ("longer than it says", [0x22, 2, 0x08, 1, 0x08, 1]),
            ("a number without end", [0x22, 12, 0x18, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1]),
            ("a field that is not known", [0x22, 3, 0x98, 1, 1]), ("a field of another kind", [0x22, 2, 0x1a, 0]),
            ("a size of which nothing follows", [0x22]),
        ] as [(String, [UInt8])])
    func refuses(what: String, bytes: [UInt8]) {
        #expect(Verdict_Cell_V1_Outcome(reply: bytes[...]) == nil)
    }
}
