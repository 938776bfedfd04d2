import Foundation
import TestSupport
import Testing
import Wire
import WireTestSupport

/// A network between the fleet's programs that cuts, delays, splits and goes silent.
@Suite("A bad network")
struct NetworkFaultTests {
    @Test(.timeLimit(.minutes(4)), arguments: ProcessFaultTests.seeds)
    func cutAndDelayedConnectionsLoseNothing(seed: UInt64) async throws {
        try await withFleet(workers: []) { fleet in
            let faults = FaultyProxy.Faults(cut: 4, halfClose: 2, delay: 20, splits: true, firstWithin: 1 << 20)
            try await FaultyProxy.with(to: fleet.tcp, faults: faults, seed: seed) { proxy in
                try fleet.startWorker("one", at: "\(proxy.address)")
                try fleet.startWorker("two", at: "\(proxy.address)")
                let load = Load(fleet: fleet, count: 28, seed: seed, address: proxy.address)
                try await load.judge {}
                try await load.checkNothingIsLeft()
                #expect(proxy.cuts > 0)
            }
        }
    }

    @Test(.timeLimit(.minutes(4)), arguments: ProcessFaultTests.seeds)
    func aWorkerBehindASilentNetworkIsReplaced(seed: UInt64) async throws {
        try await withFleet(workers: ["two"]) { fleet in
            try await FaultyProxy.with(to: fleet.tcp, seed: seed) { proxy in
                try fleet.startWorker("one", at: "\(proxy.address)")
                let load = Load(fleet: fleet, count: 21, seed: seed)
                try await load.judge {
                    var random = SeededGenerator(seed: seed)
                    try await Task.sleep(for: .milliseconds(1000 + random.below(2000)))
                    proxy.freeze()
                }
                try await load.checkNothingIsLeft()
            }
        }
    }
}
