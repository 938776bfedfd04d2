import Concurrency
import Synchronization
import Testing

private struct Broken: Error, Equatable {}

@Suite("Bounded tasks", .timeLimit(.minutes(1)))
struct BoundedTasksTests {
    @Test("Results are in the order of the items, however many are done at once", arguments: [1, 2, 7, 100])
    func order(limit: Int) async {
        let results = await BoundedTasks.map(Array(0..<40), atOnce: limit) { item in
            for _ in 0..<(40 - item) { await Task.yield() }
            return item * item
        }
        #expect(results == (0..<40).map { $0 * $0 })
    }

    @Test("There are never more at once than allowed, and as many as allowed", arguments: [1, 2, 5])
    func bound(limit: Int) async {
        let running = Mutex((now: 0, most: 0))
        await BoundedTasks.forEach(0..<50, atOnce: limit) { _ in
            running.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
            }
            for _ in 0..<5 { await Task.yield() }
            running.withLock { $0.now -= 1 }
        }
        #expect(running.withLock { $0.now } == 0)
        #expect(running.withLock { $0.most } == limit)
    }

    @Test("Items begin in order, each before the one after it")
    func beginning() async {
        let begun = Mutex<[Int]>([])
        await BoundedTasks.forEach(0..<30, atOnce: 8) { item in
            begun.withLock { $0.append(item) }
            await Task.yield()
        }
        #expect(begun.withLock { $0 } == Array(0..<30))
    }

    @Test("Nothing to do is done at once")
    func nothing() async {
        let results = await BoundedTasks.map([Int](), atOnce: 3) { $0 }
        #expect(results.isEmpty)
    }

    @Test("A result that is nil is kept")
    func optional() async {
        let results = await BoundedTasks.map([1, 2, 3], atOnce: 2) { $0 == 2 ? nil : $0 }
        #expect(results == [1, nil, 3])
    }

    @Test("After a failure nothing more begins")
    func noMore() async {
        let begun = Mutex<[Int]>([])
        await #expect(throws: Broken.self) {
            try await BoundedTasks.forEach(0..<10, atOnce: 1) { item in
                begun.withLock { $0.append(item) }
                if item == 3 { throw Broken() }
            }
        }
        #expect(begun.withLock { $0 } == [0, 1, 2, 3])
    }

    @Test("The first failure cancels the others, the last ones too, and is what is thrown", arguments: [1, 2, 5])
    func cancelling(limit: Int) async {
        let cancelled = Mutex(0)
        await #expect(throws: Broken.self) {
            try await BoundedTasks.forEach(0..<limit, atOnce: limit) { element in
                guard element != limit - 1 else { throw Broken() }
                do {
                    try await Task.sleep(for: .seconds(3600))
                } catch {
                    cancelled.withLock { $0 += 1 }
                    throw error
                }
            }
        }
        #expect(cancelled.withLock { $0 } == limit - 1)
    }
}
