import Storage
import TestSupport
import Testing

@testable import JetStream

extension ClusterTests {
    /// The library of nats.c that distributions have reads and writes what was freed if it is freed too early.
    @Suite(.timeLimit(.minutes(1))) struct EndedSubscriptionTests {
        @Test("subscriptions that end, and connections that close, while their messages come break nothing")
        func endsWhileMessagesCome() async throws {
            let cluster = try await NATSCluster(size: 1)
            let configuration = JetStreamConfiguration(servers: cluster.servers, replicas: 1, patience: .seconds(15))
            let sender = try await Connection(configuration)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    while !Task.isCancelled {
                        await withCheckedContinuation { continuation in
                            for _ in 0..<63 { sender.publish("news", [1, 2, 3]) }
                            sender.publish("news", [4]) { continuation.resume() }
                        }
                    }
                }
                for _ in 0..<20 {
                    let reader = try await Connection(configuration)
                    for _ in 0..<50 {
                        let (told, continuation) = AsyncStream<Int>.makeStream(bufferingPolicy: .bufferingNewest(1))
                        let begun = await reader.subscribe("news") { continuation.yield($0.payload.count) }
                        let subscription = try #require(begun)
                        for await length in told {
                            #expect(length == 3 || length == 1)
                            break
                        }
                        reader.end(subscription)
                    }
                    _ = await reader.subscribe("news") { _ in }
                    await reader.close()
                }
                group.cancelAll()
            }
            await sender.close()
            try await cluster.stop()
        }
    }
}
