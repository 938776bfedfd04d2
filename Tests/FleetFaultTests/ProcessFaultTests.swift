import Foundation
import TestSupport
import Testing

/// Programs of the fleet that die, or stop, at any moment.
@Suite("Programs that die")
struct ProcessFaultTests {
    /// What random moments follow from: one or two of each fault, or those that `VERDICT_FAULT_SEEDS` names (`1,2,3`).
    static let seeds: [UInt64] =
        ProcessInfo.processInfo.environment["VERDICT_FAULT_SEEDS"]?.split(separator: ",").compactMap { UInt64($0) }
        ?? LongTests.sample(of: [1, 2], every: 2)
    /// How often something happens during one load: often enough to meet every phase, and not for ever, for a worker that
    /// starts has to look at its host first.
    static let faults = 4

    @Test(.timeLimit(.minutes(4)), arguments: seeds)
    func killedWorkersLoseNothing(seed: UInt64) async throws {
        try await judge(seed) { fleet, random in
            try await Task.sleep(for: .milliseconds(random.below(8000)))
            let name = random.chance(1, in: 2) ? "one" : "two"
            fleet.worker(name)?.kill()
            try fleet.startWorker(name)
        }
    }

    @Test(.timeLimit(.minutes(4)), arguments: seeds)
    func aKilledCoordinatorLosesNothing(seed: UInt64) async throws {
        try await judge(seed) { fleet, random in
            try await Task.sleep(for: .milliseconds(random.below(4000)))
            fleet.coordinator?.kill()
            try await Task.sleep(for: .milliseconds(random.below(500)))
            try await fleet.startCoordinator()
        }
    }

    @Test(.timeLimit(.minutes(4)), arguments: seeds)
    func aWorkerThatStopsPastItsLeaseIsReplacedAndComesBack(seed: UInt64) async throws {
        try await judge(seed) { fleet, random in
            try await Task.sleep(for: .milliseconds(500 + random.below(3000)))
            let process = fleet.worker(random.chance(1, in: 2) ? "one" : "two")
            process?.signal(SIGSTOP)
            // The lease is 3 s long.
            try await Task.sleep(for: .milliseconds(random.below(6000)))
            process?.signal(SIGCONT)
        }
    }

    /// Judges a load on a fleet while `fault` happens again and again, and checks that nothing is lost by it.
    private func judge(
        _ seed: UInt64,
        while fault: @escaping @Sendable (FleetUnderTest, inout SeededGenerator) async throws -> Void
    ) async throws {
        try await withFleet { fleet in
            let load = Load(fleet: fleet, count: 28, seed: seed)
            try await load.judge {
                var random = SeededGenerator(seed: seed)
                for _ in 0..<Self.faults { try await fault(fleet, &random) }
            }
            try await load.checkNothingIsLeft()
        }
    }
}
