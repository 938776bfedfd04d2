import Concurrency
import Synchronization
import Testing

private struct Broken: Error {}

private final class Count: Sendable {
    private let count = Mutex(0)
    var value: Int { count.withLock { $0 } }
    func add() { count.withLock { $0 += 1 } }
}

@Suite("A bounded channel", .timeLimit(.minutes(1)))
struct BoundedChannelTests {
    @Test("Everything comes in order, and no more waits than there is room for", arguments: [1, 2, 7])
    func order(room: Int) async throws {
        let channel = BoundedChannel<Int>(room: room)
        let sent = Count()
        async let sending: Void = {
            for number in 0..<500 {
                try await channel.send(number)
                sent.add()
            }
            channel.finish()
        }()
        var received: [Int] = []
        while let number = try await channel.next() {
            received.append(number)
            if number % 50 == 0 { for _ in 0..<100 { await Task.yield() } }
            #expect(sent.value <= received.count + room)
        }
        #expect(received == Array(0..<500))
        try await sending
    }

    @Test("What was sent comes before the failure that ended it")
    func failure() async throws {
        let channel = BoundedChannel<Int>(room: 2)
        try await channel.send(1)
        channel.finish(.failure(Broken()))
        channel.finish()
        let first = try await channel.next()
        #expect(first == 1)
        for _ in 0..<2 { await #expect(throws: Broken.self) { try await channel.next() } }
        await #expect(throws: CancellationError.self) { try await channel.send(2) }
    }

    @Test("All that waits is taken at once, and the end comes behind it")
    func all() async throws {
        let channel = BoundedChannel<Int>(room: 8)
        for number in 1...5 { try await channel.send(number) }
        channel.finish()
        let all = try await channel.nextAll()
        let end = try await channel.nextAll()
        #expect(all == [1, 2, 3, 4, 5])
        #expect(end == nil)
    }

    @Test("Whoever waits to send or to receive goes on when cancelled")
    func cancelled() async throws {
        let full = BoundedChannel<Int>(room: 1)
        try await full.send(1)
        let sender = Task { try await full.send(2) }
        let receiver = Task { try await BoundedChannel<Int>(room: 1).next() }
        for _ in 0..<10 { await Task.yield() }
        sender.cancel()
        receiver.cancel()
        await #expect(throws: CancellationError.self) { try await sender.value }
        let received = try await receiver.value
        let left = try await full.next()
        #expect(received == nil && left == 1)
    }
}
