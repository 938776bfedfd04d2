import Testing
import Units

struct ProgramLimitsTests {
    private static let caps = ProgramLimits()

    @Test("What is more than a cap is named with the cap and the setting that changes it, and nothing else is")
    func excessesAreNamed() {
        let table: [(change: (inout ProgramLimits) -> Void, says: [String])] = [
            ({ _ in }, []),
            ({ $0.cpuTime = .seconds(121) }, ["caps.cpu"]),
            ({ $0.wallTime = .seconds(301) }, ["caps.wall"]),
            ({ $0.memory = .mebibytes(1_000_000) }, ["caps.memory"]),
            ({ $0.output = .gibibytes(1) }, ["caps.output"]),
            ({ $0.processes = 257 }, ["caps.processes"]),
            (
                {
                    $0.memory = .gibibytes(5)
                    $0.processes = .max
                }, ["caps.memory", "caps.processes"]
            ),
        ]
        for (change, says) in table {
            var asked = Self.caps
            change(&asked)
            let found = Self.caps.excesses(in: asked)
            #expect(found.count == says.count)
            for (line, setting) in zip(found, says) { #expect(line.contains("(setting \(setting))"), "\(line)") }
        }
        var asked = Self.caps
        asked.memory = .gibibytes(5)
        #expect(Self.caps.excesses(in: asked) == ["5 GiB of memory, and the cap is 4 GiB (setting caps.memory)"])
    }

    @Test("However much is asked for, it is refused in words")
    func theMostThatCanBeAskedForIsRefused() {
        var asked = Self.caps
        asked.cpuTime = .nanoseconds(Int64.max)
        asked.wallTime = .nanoseconds(Int64.max) * 2
        asked.memory = ByteCount(Int64.max)
        asked.output = ByteCount(Int64.max)
        asked.processes = .max
        #expect(Self.caps.excesses(in: asked).count == 5)
        #expect(Duration.nanoseconds(Int64.max).wholeMilliseconds == Int64.max / 1_000_000)
        #expect(
            Duration(secondsComponent: 9_223_372_036, attosecondsComponent: 900_000_000_000_000_000).nanoseconds
                == Int64.max)
        #expect("\(ByteCount(Int64.max))" == "8589934592 GiB")
    }

    @Test("A time limit brings the clock's with it, so that no time limit gets round the cap of wall time")
    func theClockFollows() {
        var caps = Self.caps
        caps.wallTime = .seconds(100)
        #expect(caps.excesses(in: caps.testing(cpuTime: .seconds(49))).isEmpty)
        #expect(caps.excesses(in: caps.testing(cpuTime: .seconds(50))).count == 1)
    }
}
