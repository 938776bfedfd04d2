import Fleet
import Foundation
import Identity
import SwiftProtobuf
import Synchronization
import SystemPackage
import TestSupport
import Testing
import Units
import Wire

/// Readers that are slow, or stop.
@Suite(.timeLimit(.minutes(1))) struct SlowReaderTests {
    /// How many events a server has written.
    private final class Written: Sendable {
        private let count = Mutex(0)
        private let ending = Mutex<Bool>(false)
        var value: Int { count.withLock { $0 } }
        var hasEnded: Bool { ending.withLock { $0 } }
        func add() { count.withLock { $0 += 1 } }
        func end() { ending.withLock { $0 = true } }
    }

    private static let events = 300

    /// A server that tells of every submission this many events of 8 KiB, and a client that lets 16 of them wait unread in
    /// its connection.
    private static func with(_ body: (VerdictClient, Written) async throws -> Void) async throws {
        let written = Written()
        var services = WireServices()
        services.serverStreaming(JudgeMethods.follow) { _, responses, _ in
            defer { written.end() }
            for number in 1...Self.events {
                try await responses.write(
                    .with { event in
                        event.number = UInt64(number)
                        event.compiled.log = String(repeating: "x", count: 8 << 10)
                    })
                written.add()
            }
        }
        services.unary(JudgeMethods.listPackages) { _, _ in Verdict_V1_ListPackagesResponse() }
        let address = WireAddress.unix(FilePath("/tmp/verdict-slow-\(UInt64.random(in: 0 ... .max))"))
        var configuration = ServerConfiguration(address: address, access: AccessList())
        configuration.anonymous = Principal(role: .client, name: "course")
        let server = try await WireServer.listen(configuration, services, logger: FleetServer.logger)
        let running = Task { await server.run() }
        var reading = ClientConfiguration(address: address)
        reading.limits.window = .kibibytes(128)
        let client = VerdictClient(reading, logger: FleetServer.logger)
        try await body(client, written)
        await client.close()
        running.cancel()
        await running.value
    }

    @Test("A slow reader misses nothing, and has the coordinator wait")
    func slow() async throws {
        try await Self.with { client, written in
            var numbers: [UInt64] = []
            for try await event in client.follow("a") {
                numbers.append(event.number)
                guard event.number == 1 else { continue }
                // Round trips on the same connection: time enough for a server that does not wait to write everything.
                for _ in 0..<2000 where !written.hasEnded { _ = try await client.packages() }
                #expect(!written.hasEnded && written.value < 100)
            }
            #expect(numbers == Array(1...UInt64(Self.events)))
        }
    }

    @Test("The call ends when nobody reads any more")
    func stopped() async throws {
        try await Self.with { client, written in
            for try await event in client.follow("a") where event.number == 3 { break }
            for _ in 0..<5000 where !written.hasEnded { try await Task.sleep(for: .milliseconds(2)) }
            #expect(written.hasEnded && written.value < Self.events)
        }
    }
}
