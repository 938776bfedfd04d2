import Testing
import Units

@testable import Sandbox

@Suite struct MemoryMeasureTests {
    private func peak(
        _ peak: Int64, cache: Int64 = 0, left: Int64 = 0, reclaimed: Bool = false, resident: Int64 = 0, kills: Int = 0
    ) -> Int64 {
        MemoryMeasure(
            peak: peak, cache: cache, left: left, hasReclaimed: reclaimed, residentSet: ByteCount(resident),
            kills: kills
        ).peak.bytes
    }

    @Test func pageCacheIsNotTheProgramsMemory() {
        #expect(peak(100, cache: 60) == 40)
        #expect(peak(100, cache: 60, resident: 50) == 50)
        #expect(peak(100, cache: 150) == 0)
    }

    @Test func aPeakFullOfReclaimedCacheSaysNothing() {
        #expect(peak(100, cache: 20, left: 10, reclaimed: true, resident: 30) == 30)
        #expect(peak(100, cache: 20, left: 70, reclaimed: true, resident: 30) == 70)
    }

    @Test func whoWasKilledForMemoryHadUsedIt() {
        #expect(peak(100, left: 0, reclaimed: true, resident: 5, kills: 1) == 100)
    }
}
