import Testing
import Units

@testable import Sandbox

/// What is read of the host, and what is made of it, with values of machines that are not here.
@Suite struct DisturbanceTests {
    static let stat = """
        cpu  100 0 50 900 0 0 0 30 0 0
        cpu0 50 0 25 450 0 0 0 10 0 0
        cpu1 50 0 25 450 0 0 0 20 0 0
        cpu10 1 0 1 1 0 0 0 500 0 0
        intr 12345 cpu1 1 2 3 4 5 6 7 8 9
        """

    @Test(arguments: [
        ([0], Duration.milliseconds(100)), ([1], .milliseconds(200)), ([0, 1], .milliseconds(300)), ([7], .zero),
        ([], .zero),
    ]) func stealIsThatOfTheRunsProcessors(processors: [Int], stolen: Duration) {
        #expect(HostSample.stolen(processors, in: Self.stat) == stolen)
    }

    @Test(arguments: ["", "cpu0 1 2 3", "cpu0 a b c d e f g h i"]) func anOddStatSaysNothing(text: String) {
        #expect(HostSample.stolen([0], in: text) == .zero)
    }

    @Test(
        arguments: [
            ("some avg10=1.00 avg60=0 avg300=0 total=99\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=1234\n", 1234),
            ("some avg10=1.00 avg60=0 avg300=0 total=99\n", nil), ("", nil), ("full total=x\n", nil),
        ] as [(String, Int64?)]) func waitingIsTheFullLineOfThePressureFile(text: String, microseconds: Int64?)
    {
        #expect(HostSample.waited(in: text) == microseconds.map { .microseconds($0) })
    }

    @Test func throttlingIsReadInBothTreesUnits() {
        #expect(HostSample.throttled(in: "nr_throttled 3\nthrottled_usec 1500\n") == .microseconds(1500))
        #expect(HostSample.throttled(in: "nr_throttled 3\nthrottled_time 1500\n") == .nanoseconds(1500))
        #expect(HostSample.throttled(in: "usage_usec 5\n") == .zero)
    }

    @Test func aDisturbanceIsWhatHappenedInBetween() {
        let before = HostSample(stolen: .milliseconds(50), waited: .milliseconds(7), throttled: .milliseconds(1))
        var after = HostSample(stolen: .milliseconds(80), waited: .milliseconds(9), throttled: .milliseconds(1))
        #expect(
            before.disturbance(until: after, preemptions: 4)
                == Disturbance(
                    stolen: .milliseconds(30), waited: .milliseconds(2), throttled: .zero, preemptions: 4))
        after.waited = nil
        #expect(before.disturbance(until: after, preemptions: 0).waited == nil)
        #expect(after.disturbance(until: before, preemptions: 0).stolen == .zero)
    }

    struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        var disturbance: Disturbance
        var cpu = Duration.seconds(1)
        var wall = Duration.seconds(1)
        var excess: Duration
        var isNotable: Bool

        var testDescription: String { name }
    }

    @Test(arguments: [
        Case(name: "a quiet run", disturbance: Disturbance(waited: .zero), excess: .zero, isNotable: false),
        Case(
            name: "an interrupt now and then", disturbance: Disturbance(waited: .milliseconds(2), preemptions: 12),
            excess: .microseconds(1200), isNotable: false),
        Case(
            name: "steal", disturbance: Disturbance(stolen: .milliseconds(30), waited: .zero),
            excess: .milliseconds(30), isNotable: true),
        Case(
            name: "one tick of steal in a long run", disturbance: Disturbance(stolen: .milliseconds(10)),
            excess: .milliseconds(10), isNotable: false),
        Case(
            name: "another program on the core", disturbance: Disturbance(waited: .seconds(1), preemptions: 300),
            wall: .seconds(2), excess: .milliseconds(30), isNotable: true),
        Case(
            name: "turns of the program's own threads",
            disturbance: Disturbance(waited: .zero, preemptions: 100_000), excess: .zero, isNotable: false),
        Case(
            name: "the same where the kernel has no pressure files, the clock proving that nobody else ran",
            disturbance: Disturbance(waited: nil, preemptions: 100_000), excess: .zero, isNotable: false),
        Case(
            name: "another program where the kernel has no pressure files",
            disturbance: Disturbance(waited: nil, preemptions: 300), wall: .seconds(2), excess: .milliseconds(30),
            isNotable: true),
        Case(
            name: "a quota", disturbance: Disturbance(waited: .zero, throttled: .seconds(1)), wall: .seconds(2),
            excess: .zero, isNotable: true),
        Case(
            name: "a short run that waited a moment", disturbance: Disturbance(waited: .milliseconds(2)),
            cpu: .milliseconds(2), wall: .milliseconds(4), excess: .zero, isNotable: false),
    ]) func whatTheHostCanHaveAdded(_ example: Case) {
        let disturbance = example.disturbance
        #expect(disturbance.cpuExcess(cpuTime: example.cpu, wallTime: example.wall) == example.excess)
        #expect(disturbance.isNotable(cpuTime: example.cpu, wallTime: example.wall) == example.isNotable)
    }
}
