import Foundation
import Logging
import SystemPackage
import Testing

@testable import Operations

@Suite("The log handler")
struct LineLogHandlerTests {
    /// What `body` makes a logger write.
    private func written(
        format: LogFormat = .text, level: Logger.Level = .info, _ body: (Logger) async -> Void
    ) async throws -> String {
        let (read, write) = try FileDescriptor.pipe()
        let sink = LogSink(write)
        await body(
            Logger(label: "test") { label in
                LineLogHandler(label: label, format: format, toJournal: true, sink: sink, logLevel: level)
            })
        try write.close()
        return try read.closeAfter {
            var bytes: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let count = try unsafe chunk.withUnsafeMutableBytes { try unsafe read.read(into: $0) }
                if count == 0 { return String(decoding: bytes, as: UTF8.self) }
                bytes += chunk[..<count]
            }
        }
    }

    @Test("Metadata of the logger, the call and an error stand sorted, members of lists on their own")
    func metadata() async throws {
        let text = try await written { logger in
            var logger = logger
            logger[metadataKey: "worker"] = "w1"
            logger[metadataKey: "job"] = "1"
            logger.info("done", metadata: ["job": "2", "list": ["a", "b c"], "peer": ["name": "x"]])
        }
        #expect(text == "<6>info test: done job=2 list.0=a list.1=\"b c\" peer.name=x worker=w1\n")
    }

    @Test("Less severe entries than the level are not written, and the level is the logger's own")
    func levels() async throws {
        let text = try await written(level: .warning) { logger in
            var other = logger
            other.logLevel = .debug
            logger.info("no")
            logger.error("yes")
            other.debug("also")
        }
        #expect(text == "<3>error test: yes\n<7>debug test: also\n")
    }

    @Test("Lines of many tasks stay whole")
    func wholeLines() async throws {
        let message = String(repeating: "m", count: 300)
        let text = try await written { logger in
            await withTaskGroup(of: Void.self) { group in
                for task in 0..<10 {
                    group.addTask {
                        for line in 0..<10 { logger.info("\(message)", metadata: ["n": "\(task)-\(line)"]) }
                    }
                }
            }
        }
        let lines = text.split(separator: "\n")
        #expect(lines.count == 100)
        #expect(lines.allSatisfy { $0.hasPrefix("<6>info test: \(message) n=") })
        #expect(Set(lines).count == 100)
    }
}
