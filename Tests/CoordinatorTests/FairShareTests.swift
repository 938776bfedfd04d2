import Storage
import Testing

@testable import Coordinator

@Suite struct FairShareTests {
    private func lane(_ priority: UInt8, _ tenant: String, _ requirement: String = "cpp") -> JobLane {
        JobLane(priority: priority, tenant: tenant, requirement: requirement)
    }

    /// Serves `count` times among lanes that always have work; `work` is what serving a lane once costs.
    private func serve(
        _ share: inout FairShare, _ lanes: [JobLane], _ count: Int, work: (JobLane) -> Double = { _ in 1 }
    ) -> [JobLane: Double] {
        var served: [JobLane: Double] = [:]
        for _ in 0..<count {
            guard let lane = share.next(among: lanes) else { break }
            share.charge(lane, work: work(lane))
            served[lane, default: 0] += work(lane)
        }
        return served
    }

    @Test func nothingWaitsNobodyIsServed() {
        #expect(FairShare().next(among: []) == nil)
    }

    @Test func prioritiesShareByWeightAndTheLastOneIsServedToo() {
        var share = FairShare()
        let lanes = (0..<4).map { lane(UInt8($0), "a") }
        let served = serve(&share, lanes, 8500)
        #expect(lanes.map { served[$0] ?? 0 } == [6400, 1600, 400, 100])
    }

    @Test func tenantsShareAlikeThoughOneHasJobsTenTimesAsLong() {
        var share = FairShare()
        let (long, short) = (lane(0, "long"), lane(0, "short"))
        let served = serve(&share, [long, short], 1100) { $0.tenant == "long" ? 10 : 1 }
        #expect(abs((served[long] ?? 0) - (served[short] ?? 0)) <= 10)
    }

    @Test func lanesOfOneTenantDoNotMakeUpMoreThanItsShare() {
        var share = FairShare()
        let lanes = [lane(0, "many", "cpp"), lane(0, "many", "java"), lane(0, "many", "go"), lane(0, "one")]
        let served = serve(&share, lanes, 600)
        #expect(lanes.map { served[$0] ?? 0 } == [100, 100, 100, 300])
    }

    @Test func whoWasIdleHasSavedUpNothing() {
        var share = FairShare()
        let (busy, idle) = (lane(0, "busy"), lane(0, "idle"))
        _ = serve(&share, [busy], 1000)
        let served = serve(&share, [busy, idle], 100)
        #expect(abs((served[busy] ?? 0) - (served[idle] ?? 0)) <= 1)
    }

    @Test func whoTookAllWhileAloneIsNotPunishedForIt() {
        var share = FairShare()
        let (first, second) = (lane(0, "first"), lane(0, "second"))
        _ = serve(&share, [first], 1000)
        _ = serve(&share, [second], 1)
        let served = serve(&share, [first, second], 100)
        #expect((served[first] ?? 0) >= 49)
    }

    @Test func nobodyWaitsLongerThanAllOthersTakeOnce() {
        var share = FairShare()
        let lanes = (0..<50).map { lane(0, "tenant-\($0)") }
        var lastServed: [JobLane: Int] = [:]
        for turn in 0..<5000 {
            guard let lane = share.next(among: lanes) else { break }
            #expect(turn - (lastServed[lane] ?? turn) <= 50)
            lastServed[lane] = turn
            share.charge(lane, work: 1)
        }
        #expect(lastServed.count == 50)
    }

    @Test func tenantsThatCameAndWentAreForgotten() {
        var share = FairShare()
        for number in 0..<100_000 {
            let lane = lane(0, "tenant-\(number)")
            share.charge(lane, work: 1)
        }
        #expect(share.remembered <= 2 * 4096)
    }
}
