import Foundation
import TestSupport
import Testing

/// Programs of the fleet that die, or stop, at any moment.
@Suite("Programs that die")
struct ProcessFaultTests {
    static let seeds: [UInt64] = [1, 2, 3]

    @Test(.timeLimit(.minutes(4)), arguments: seeds)
    func killedWorkersLoseNothing(seed: UInt64) async throws {
        try await withFleet { fleet in
            let load = Load(fleet: fleet, count: 42, seed: seed)
            try await load.judge {
                var random = SeededGenerator(seed: seed)
                while true {
                    try await Task.sleep(for: .milliseconds(300 + random.below(1500)))
                    let name = random.chance(1, in: 2) ? "one" : "two"
                    fleet.worker(name)?.kill()
                    try fleet.startWorker(name)
                }
            }
            try await load.checkNothingIsLeft()
        }
    }

    @Test(.timeLimit(.minutes(4)), arguments: seeds)
    func aKilledCoordinatorLosesNothing(seed: UInt64) async throws {
        try await withFleet { fleet in
            let load = Load(fleet: fleet, count: 42, seed: seed)
            try await load.judge {
                var random = SeededGenerator(seed: seed)
                while true {
                    try await Task.sleep(for: .milliseconds(300 + random.below(2000)))
                    fleet.coordinator?.kill()
                    try await Task.sleep(for: .milliseconds(random.below(500)))
                    try await fleet.startCoordinator()
                }
            }
            try await load.checkNothingIsLeft()
        }
    }

    @Test(.timeLimit(.minutes(4)), arguments: seeds)
    func aWorkerThatStopsPastItsLeaseIsReplacedAndComesBack(seed: UInt64) async throws {
        try await withFleet { fleet in
            let load = Load(fleet: fleet, count: 28, seed: seed)
            try await load.judge {
                var random = SeededGenerator(seed: seed)
                while true {
                    try await Task.sleep(for: .milliseconds(500 + random.below(1000)))
                    let process = fleet.worker(random.chance(1, in: 2) ? "one" : "two")
                    process?.signal(SIGSTOP)
                    // The lease is 3 s long.
                    try await Task.sleep(for: .milliseconds(random.below(6000)))
                    process?.signal(SIGCONT)
                }
            }
            try await load.checkNothingIsLeft()
        }
    }
}
