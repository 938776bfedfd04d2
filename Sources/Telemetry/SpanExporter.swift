internal import Concurrency
public import CoreMetrics
public import Logging
internal import Metrics
internal import NIOHTTP1
internal import Outgoing
public import ServiceLifecycle
internal import SwiftProtobuf

/// Sends spans to a collector, by OTLP over HTTP (`POST …/v1/traces`, protobuf), in batches.
///
/// It holds up nobody: while the collector is away spans wait, so many and no more, and what is beyond that is dropped and
/// counted.
public struct SpanExporter: Service {
    /// Where spans go, and which.
    public struct Options: Sendable {
        /// The collector, `http://127.0.0.1:4318`, without `/v1/traces`.
        public var endpoint: String
        /// How much is recorded of what nobody said anything about, 0 to 1.
        public var share = 0.1
        /// The program's name and version.
        public var service: (name: String, version: String)
        /// Which of several such programs it is.
        public var instance: String
        /// How many spans wait at most.
        var mostWaiting = 16_384
        /// How often it is looked for spans.
        var interval = Duration.milliseconds(500)
        /// How long a collector may take to answer.
        var timeout = Duration.seconds(10)
        /// How often a batch is sent at most.
        var attempts = 5

        /// Spans of that program go to `endpoint`.
        public init(endpoint: String, service: (name: String, version: String), instance: String) {
            (self.endpoint, self.service, self.instance) = (endpoint, service, instance)
        }
    }

    private static let batch = 512
    /// How long what is left may take when the daemon ends.
    private static let lastTime = Duration.seconds(2)

    /// Records what this sends.
    public let tracer: Tracer
    private let options: Options
    private let url: OutgoingURL
    private let resource: [String: Span.Value]
    private let queue: SpanQueue
    private let exported: Counter
    private let logger: Logger

    /// An exporter; nil if its options name no endpoint that can be one.
    /// - Parameters:
    ///   - options: where spans go, and which.
    ///   - logger: is told when the collector goes away, and when it is back.
    ///   - factory: makes the metrics.
    public init?(_ options: Options, logger: Logger, factory: any MetricsFactory = MetricsSystem.factory) {
        guard let url = Self.url(of: options.endpoint) else { return nil }
        (self.options, self.url, self.logger) = (options, url, logger)
        queue = SpanQueue(most: options.mostWaiting, factory)
        exported = Counter(label: "verdict_spans_exported_total", factory: factory)
        tracer = Tracer(queue: queue, share: options.share)
        resource = [
            "service.name": .text(options.service.name), "service.version": .text(options.service.version),
            "service.instance.id": .text(options.instance),
        ]
    }

    /// Whether a collector can be reached by that text: `http://` or `https://`, a host, and perhaps a path.
    public static func isEndpoint(_ text: String) -> Bool { url(of: text) != nil }

    private static func url(of text: String) -> OutgoingURL? {
        guard var url = OutgoingURL(text), !url.target.contains("?") else { return nil }
        while url.target.hasSuffix("/") { url.target.removeLast() }
        url.target += "/v1/traces"
        return url
    }

    /// Sends spans until the daemon is told to stop, and then what is left, if that is quick.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            var isAway = false
            while (try? await Task.sleep(for: options.interval)) != nil {
                while case let batch = queue.take(Self.batch), !batch.isEmpty {
                    let isSent = await send(batch)
                    if isSent == isAway { tell(isAway: !isSent) }
                    isAway = !isSent
                }
            }
        }
        // Those that have ended meanwhile; a task of its own, for this one may be cancelled.
        let last = Task {
            try await firstToEnd {
                while case let batch = queue.take(Self.batch), !batch.isEmpty {
                    if await attempt(batch) == .later { queue.drop(batch.count) }
                }
            } or: {
                try await Task.sleep(for: Self.lastTime)
            }
        }
        _ = await last.result
    }

    private func tell(isAway: Bool) {
        if isAway {
            logger.warning("the collector takes no spans; they are dropped", metadata: ["endpoint": "\(url.text)"])
        } else {
            logger.notice("the collector takes spans again", metadata: ["endpoint": "\(url.text)"])
        }
    }

    /// Sends a batch, again and again while that may help; what is not taken is dropped.
    /// - Returns: whether it was taken.
    private func send(_ batch: [Span]) async -> Bool {
        for attempt in 1...options.attempts {
            switch await self.attempt(batch) {
            case .sent: return true
            case .refused: return false
            case .later: break
            }
            let pause = options.interval * (1 << attempt) * Double.random(in: 0.5...1)
            guard attempt < options.attempts, (try? await Task.sleep(for: pause)) != nil else { break }
        }
        queue.drop(batch.count)
        return false
    }

    private enum Outcome: Hashable {
        case sent, refused, later
    }

    private func attempt(_ batch: [Span]) async -> Outcome {
        do {
            let body: [UInt8] = try OTLPExportTraceServiceRequest(batch, of: resource).serializedBytes()
            let status = try await firstToEnd {
                try await OutgoingExchange(
                    url, isAddress: url.host.allSatisfy { !$0.isLetter } || url.host.contains(":")
                )
                .send(.POST, headers: [("Content-Type", "application/x-protobuf")], body: body)
            } or: {
                try await Task.sleep(for: options.timeout)
                throw CancellationError()
            }
            switch status {
            case 200..<300:
                exported.increment(by: Int64(batch.count))
                return .sent
            case 429, 502, 503, 504: return .later
            default:
                logger.error("the collector refuses spans", metadata: ["status": "\(status)"])
                queue.drop(batch.count)
                return .refused
            }
        } catch {
            logger.debug("spans were not sent", metadata: ["error": "\(error)"])
            return .later
        }
    }
}
