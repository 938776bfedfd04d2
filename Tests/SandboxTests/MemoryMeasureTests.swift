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
        // What the program maps of files is in its resident set, too.
        #expect(peak(100 << 20, cache: 60 << 20, resident: 50 << 20) == 40 << 20)
        #expect(peak(5 << 10, resident: 700 << 10) == 256 << 10)
        #expect(peak(0, resident: 9 << 10) == 9 << 10)
        #expect(peak(100, cache: 150) == 0)
    }

    @Test func aPeakFullOfReclaimedCacheSaysNothing() {
        #expect(peak(100, cache: 20, left: 10, reclaimed: true, resident: 30) == 30)
        #expect(peak(100, cache: 20, left: 70, reclaimed: true, resident: 30) == 70)
    }

    @Test func whoWasKilledForMemoryHadUsedIt() {
        #expect(peak(100, left: 0, reclaimed: true, resident: 5, kills: 1) == 100)
    }

    /// A run that is stopped on the kernel's announcement may be gone before the kernel has chosen whom to kill.
    @Test(arguments: [
        (kills: 0, announced: false, reclaimed: true, isOut: false, isOutAbove: false),
        (kills: 1, announced: false, reclaimed: true, isOut: true, isOutAbove: false),
        (kills: 1, announced: true, reclaimed: true, isOut: true, isOutAbove: false),
        (kills: 0, announced: true, reclaimed: true, isOut: true, isOutAbove: false),
        (kills: 0, announced: true, reclaimed: false, isOut: false, isOutAbove: true),
    ])
    func theKernelsWordIsEnough(kills: Int, announced: Bool, reclaimed: Bool, isOut: Bool, isOutAbove: Bool) {
        let measure = MemoryMeasure(
            peak: 100, cache: 0, left: 0, hasReclaimed: reclaimed, residentSet: ByteCount(5), kills: kills,
            isAnnounced: announced)
        #expect(measure.isOut == isOut)
        #expect(measure.isOutAbove == isOutAbove)
    }

    @Test(
        arguments: [
            (10, 0, 64, 10), (10, 1, 64, 64), (0, 1, 64, 64), (70, 2, 64, 64), (10, 1, nil, 10), (100, 0, 64, 100),
        ] as [(Int64, Int, Int64?, Int64)]) func aKilledRunHadUpWhatItWasGiven(
            peak: Int64, kills: Int, limit: Int64?, reported: Int64
        )
    {
        let measure = MemoryMeasure(
            peak: peak, cache: 0, left: 0, hasReclaimed: false, residentSet: ByteCount(0), kills: kills)
        #expect(measure.reported(within: limit.map { ByteCount($0) }) == ByteCount(reported))
    }
}
