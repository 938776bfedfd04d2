import Testing

@testable import Sandbox

@Suite struct CellPoolTests {
    private let plain = CellConfiguration()
    private let other = CellConfiguration(mountPoints: ["/other"])

    @Test func noMoreRunsThanPlaces() {
        var pool = CellPoolState<Int>(parallelism: 2, capacity: 4)
        #expect(pool.enter(1) == .admitted)
        #expect(pool.enter(2) == .admitted)
        #expect(pool.enter(3) == .queued)
        #expect(pool.enter(4) == .queued)
        let next = pool.exit()
        #expect(next == 3)
        let after = pool.exit()
        #expect(after == 4)
        let last = pool.exit()
        #expect(last == nil)
    }

    @Test func whoGivesUpWaitingIsNotServed() {
        var pool = CellPoolState<Int>(parallelism: 1, capacity: 4)
        _ = pool.enter(1)
        _ = pool.enter(2)
        _ = pool.enter(3)
        let left = pool.leaveQueue(2)
        #expect(left)
        let next = pool.exit()
        #expect(next == 3)
        let again = pool.leaveQueue(3)
        #expect(!again)
    }

    @Test func warmCellsServeTheirConfigurationOnly() {
        var pool = CellPoolState<Int>(parallelism: 1, capacity: 2)
        #expect(pool.put(10, plain) == nil)
        let none = pool.take(other)
        #expect(none == nil)
        let cell = pool.take(plain)
        #expect(cell == 10)
    }

    @Test func theLongestUnusedCellIsGivenUp() {
        var pool = CellPoolState<Int>(parallelism: 1, capacity: 2)
        _ = pool.put(1, plain)
        _ = pool.put(2, other)
        let surplus = pool.put(3, plain)
        #expect(surplus == 1)
    }

    @Test func aClosedPoolKeepsNothing() {
        var pool = CellPoolState<Int>(parallelism: 1, capacity: 2)
        _ = pool.put(1, plain)
        _ = pool.enter(1)
        _ = pool.enter(2)
        let (waiting, idle) = pool.close()
        #expect(waiting == [2])
        #expect(idle == [1])
        #expect(pool.enter(3) == .closed)
        let cell = pool.put(5, plain)
        #expect(cell == 5)
        #expect(!pool.isQuiet)
        _ = pool.exit()
        #expect(pool.isQuiet)
    }
}
