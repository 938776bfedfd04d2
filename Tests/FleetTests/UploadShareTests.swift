import Coordinator
import Fleet
import Foundation
import Storage
import SwiftProtobuf
import Synchronization
import Testing
import Units
import Wire

/// A client whose uploads go nowhere, beside one that has something to send.
@Suite("Uploads of a hostile client beside an honest one", .timeLimit(.minutes(2)))
struct UploadShareTests {
    private static func content(_ number: Int, size: Int = 1000) -> Verdict_V1_BlobRef {
        var content = Verdict_V1_BlobRef()
        content.hash = Data(repeating: UInt8(number & 255), count: 31) + [UInt8(number >> 8)]
        content.size = UInt64(size)
        return content
    }

    /// Begins an upload and sends no more; tells what it was answered, and at last how it ended.
    private static func idle(
        _ client: WireClient, _ number: Int, begun: @escaping @Sendable () -> Void
    ) async -> StatusCode? {
        do {
            try await client.stream(BlobsMethods.put) { call in
                try await call.write(.with { $0.content = content(number) })
                for try await _ in call.responses { begun() }
            }
            return nil
        } catch {
            return (error as? WireError)?.code
        }
    }

    /// How long the honest client needs for a content of its own.
    private static func upload(_ client: VerdictClient, _ text: String) async throws -> Duration {
        var content = Verdict_V1_BlobRef()
        content.hash = Data(ContentHash(of: Array(text.utf8)).bytes)
        content.size = UInt64(text.utf8.count)
        return try await ContinuousClock().measure {
            try await client.upload.send(content, from: .bytes(Array(text.utf8)))
        }
    }

    @Test("They take half of the places, end when they are silent, and the honest one's go on all the time")
    func idleUploads() async throws {
        var options = BlobsService.Options()
        options.uploadsAtOnce = 64
        options.uploadSilence = .milliseconds(800)
        try await FleetServer.with(options: options) { server in
            try await server.withClient { honest in
                try await server.withClient(token: FleetServer.Token.rival) { hostile in
                    let before = try await Self.upload(honest, "before")
                    let counts = Counts()
                    let during = try await withThrowingTaskGroup(of: StatusCode?.self) { group in
                        for number in 0..<200 {
                            group.addTask {
                                await Self.idle(hostile.wire, number) { counts.begun.withLock { $0 += 1 } }
                            }
                        }
                        var ends: [StatusCode: Int] = [:]
                        // All that are refused are answered at once.
                        for _ in 0..<(200 - 32) {
                            if case .some(.some(let code)) = try await group.next() { ends[code, default: 0] += 1 }
                        }
                        #expect(ends == [.resourceExhausted: 200 - 32])
                        let time = try await Self.upload(honest, "during")
                        ends = [:]
                        for try await case .some(let code) in group { ends[code, default: 0] += 1 }
                        #expect(ends == [.deadlineExceeded: 32])
                        return time
                    }
                    #expect(counts.begun.withLock { $0 } == 32)
                    let after = try await Self.upload(honest, "after")
                    print("uploads: the honest client's takes \(before) before, \(during) during, \(after) after")
                    // And the hostile one is no outcast.
                    _ = try await Self.upload(hostile, "in earnest")
                }
            }
        }
    }

    private final class Counts: Sendable {
        let begun = Mutex(0)
    }
}
