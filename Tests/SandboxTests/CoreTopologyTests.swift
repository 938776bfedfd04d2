import Testing

@testable import Sandbox

/// Fixtures as kernels of real machines write them.
@Suite struct CoreTopologyTests {
    struct Machine: CustomTestStringConvertible, Sendable {
        var name: String
        var allowed: [Int]
        var siblings: [Int: String]
        var cores: [[Int]]

        var testDescription: String { name }
    }

    static let machines: [Machine] = [
        Machine(
            name: "four cores without SMT", allowed: [0, 1, 2, 3], siblings: [0: "0\n", 1: "1\n", 2: "2\n", 3: "3\n"],
            cores: [[0], [1], [2], [3]]),
        Machine(
            name: "SMT, the second threads numbered behind", allowed: Array(0..<8),
            siblings: [
                0: "0,4\n", 1: "1,5\n", 2: "2,6\n", 3: "3,7\n", 4: "0,4\n", 5: "1,5\n", 6: "2,6\n", 7: "3,7\n",
            ],
            cores: [[0, 4], [1, 5], [2, 6], [3, 7]]),
        Machine(
            name: "SMT, threads side by side", allowed: Array(0..<4),
            siblings: [0: "0-1\n", 1: "0-1\n", 2: "2-3\n", 3: "2-3\n"], cores: [[0, 1], [2, 3]]),
        Machine(
            name: "four threads a core", allowed: Array(0..<8),
            siblings: Dictionary(uniqueKeysWithValues: (0..<8).map { ($0, $0 < 4 ? "0-3" : "4-7") }),
            cores: [[0, 1, 2, 3], [4, 5, 6, 7]]),
        Machine(
            name: "efficiency cores without SMT beside performance cores with it", allowed: Array(0..<6),
            siblings: [0: "0-1", 1: "0-1", 2: "2-3", 3: "2-3", 4: "4", 5: "5"], cores: [[0, 1], [2, 3], [4], [5]]),
        Machine(
            name: "one core is offline and still named", allowed: [0, 2, 3], siblings: [0: "0-1", 2: "2-3", 3: "2-3"],
            cores: [[0], [2, 3]]),
        Machine(
            name: "a cpuset with one thread of each of two cores", allowed: [1, 6],
            siblings: [1: "1,5", 6: "2,6"], cores: [[1], [6]]),
        Machine(name: "a single processor", allowed: [0], siblings: [0: "0"], cores: [[0]]),
        Machine(name: "no topology told", allowed: [0, 1], siblings: [:], cores: [[0], [1]]),
        Machine(name: "a list that is none", allowed: [0, 1], siblings: [0: "what", 1: "0-"], cores: [[0], [1]]),
        Machine(name: "nothing told at all", allowed: [], siblings: [:], cores: [[0]]),
    ]

    @Test(arguments: machines) func threadsOfOneCoreAreFound(_ machine: Machine) {
        #expect(CoreTopology(allowed: machine.allowed, siblings: machine.siblings).cores == machine.cores)
    }

    @Test(arguments: machines) func asManyRunsAsCoresShareNone(_ machine: Machine) {
        let topology = CoreTopology(allowed: machine.allowed, siblings: machine.siblings)
        for start in 0..<5 {
            let places = topology.places(topology.cores.count, start: start)
            #expect(topology.cores.allSatisfy { core in places.count(where: core.contains) == 1 })
        }
    }

    @Test func moreRunsThanCoresTakeSecondThreadsAndThenShare() {
        let topology = CoreTopology(allowed: Array(0..<4), siblings: [0: "0,2", 1: "1,3", 2: "0,2", 3: "1,3"])
        #expect(topology.places(2) == [0, 1])
        #expect(topology.places(2, start: 1) == [1, 0])
        #expect(topology.places(4) == [0, 1, 2, 3])
        #expect(topology.places(6) == [0, 1, 2, 3, 0, 1])
    }

    @Test func aRunOfSeveralProcessorsGetsCoresBeforeThreads() {
        let topology = CoreTopology(allowed: Array(0..<4), siblings: [0: "0,2", 1: "1,3", 2: "0,2", 3: "1,3"])
        #expect(topology.processors(1, from: 1) == [1])
        #expect(topology.processors(2, from: 1) == [1, 0])
        #expect(topology.processors(2, from: 2) == [2, 0] || topology.processors(2, from: 2) == [2, 1])
        #expect(Set(topology.processors(9, from: 0)) == [0, 1, 2, 3])
    }

    @Test(
        arguments: [
            ("0-3,8", [0, 1, 2, 3, 8]), ("5\n", [5]), ("0,4\n", [0, 4]), ("", []), ("3-1", nil), ("a", nil), ("-", nil),
            ("1-2-3", nil),
        ] as [(String, [Int]?)]) func listsAreReadAsTheKernelWritesThem(text: String, expected: [Int]?)
    {
        #expect(CoreTopology.processors(in: text) == expected)
    }
}
