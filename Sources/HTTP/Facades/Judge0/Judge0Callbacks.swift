internal import Concurrency
public import Coordinator
internal import Cryptography
internal import Events
internal import FoundationEssentials
internal import Identity
public import Logging
internal import NIOHTTP1
internal import Outgoing
public import ServiceLifecycle
internal import Synchronization
internal import Units

/// Tells whoever asked for it that a submission has ended, as Judge0 does: a PUT with the usual fields, three times at most.
///
/// Unlike there, a place that is not on the Internet is told nothing, and what is sent can be signed: the header
/// `X-Verdict-Signature` has `t=TIME,v1=CODE`, where CODE is the HMAC-SHA256 of `TIME.BODY` in hexadecimal. What was to be told
/// when the coordinator ended is told after its next start; so it may come twice, with the same `X-Verdict-Delivery`.
public final class Judge0Callbacks: Service {
    /// The most submissions that are waited for at once; others wait for their turn.
    private static let (atOnce, mostWaiting) = (256, 10_000)
    static let tries = 3

    private struct Wanted: Sendable {
        var id: ExecutionID
        var url: OutgoingURL
        var principal: Principal
    }

    private let desk: ExecutionDesk
    private let client: GuardedClient
    private let secret: SymmetricKey?
    private let pause: Duration
    private let logger: Logger
    /// What waits in the queue, or is told now.
    private let underWay = Mutex<Set<ExecutionID>>([])
    private let queue = AsyncStream<Wanted>.makeStream(bufferingPolicy: .bufferingOldest(Judge0Callbacks.mostWaiting))

    /// Callbacks for what `desk` keeps.
    ///
    /// - Parameters:
    ///   - desk: Where submissions are.
    ///   - secret: What bodies are signed with; nil: they are not signed.
    ///   - allowed: Networks whose addresses may be told something although they are not public.
    ///   - logger: Where failures go.
    public convenience init(
        _ desk: ExecutionDesk, secret: [UInt8]? = nil, allowed: [NetworkRange] = [], logger: Logger
    ) {
        var client = GuardedClient()
        client.allowed = allowed
        self.init(desk, client, secret: secret, pause: .seconds(1), logger: logger)
    }

    init(_ desk: ExecutionDesk, _ client: GuardedClient, secret: [UInt8]?, pause: Duration, logger: Logger) {
        (self.desk, self.client, self.pause, self.logger) = (desk, client, pause, logger)
        self.secret = secret.map { SymmetricKey($0) }
    }

    /// Has `url` told when a submission has ended.
    func add(_ id: ExecutionID, _ url: OutgoingURL, for principal: Principal) {
        guard underWay.withLock({ $0.insert(id).inserted }) else { return }
        if case .dropped = queue.continuation.yield(Wanted(id: id, url: url, principal: principal)) {
            underWay.withLock { _ = $0.remove(id) }
            logger.warning(
                "too many callbacks wait; this one is told after the next start", metadata: ["submission": "\(id)"])
        }
    }

    /// Adds those that were not told when the coordinator ended.
    private func addUntold() async {
        do {
            for state in try await desk.untold(by: Judge0Routes.api) { await add(state) }
        } catch {
            guard !Task.isCancelled else { return }
            logger.error("cannot find out which callbacks are still to be made", metadata: ["error": "\(error)"])
        }
    }

    private func add(_ state: ExecutionState) async {
        do {
            let note = try Judge0Note(try await desk.content(of: state).note)
            guard let text = note.fields["callback_url"]?.text, let url = OutgoingURL(text) else { return }
            let accepted = state.accepted
            add(state.id, url, for: Principal(role: .client, name: accepted.by, tenant: accepted.tenant))
        } catch {
            guard !Task.isCancelled else { return }
            logger.error(
                "cannot read a submission with a callback",
                metadata: ["submission": "\(state.id)", "error": "\(error)"])
        }
    }

    /// Tells, until the daemon is told to stop.
    public func run() async throws {
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                group.addTask { await self.addUntold() }
                let turnstile = Turnstile(most: Self.atOnce, waiting: Self.mostWaiting)
                for await wanted in queue.stream {
                    group.addTask {
                        await self.settle(wanted, turnstile)
                        self.underWay.withLock { _ = $0.remove(wanted.id) }
                    }
                }
                group.cancelAll()
            }
        } onGracefulShutdown: {
            self.queue.continuation.finish()
        }
    }

    /// Tells, or gives up; either is taken note of, unless the daemon ends meanwhile.
    private func settle(_ wanted: Wanted, _ turnstile: Turnstile) async {
        do {
            var failure = ""
            do {
                try await turnstile.pass("", patience: .seconds(3600)) { try await self.tell(wanted) }
            } catch {
                guard !Task.isCancelled else { return }
                failure = "\(error)"
                logger.warning(
                    "a callback was given up", metadata: ["submission": "\(wanted.id)", "error": "\(error)"])
            }
            try await desk.markTold(wanted.id, failure: failure)
        } catch {
            logger.warning(
                "cannot take note of a callback; it may come twice",
                metadata: ["submission": "\(wanted.id)", "error": "\(error)"])
        }
    }

    private func tell(_ wanted: Wanted) async throws {
        let state = try await desk.wait(for: wanted.id, atMost: .seconds(3600), for: wanted.principal)
        let record = try await Judge0Routes(desk).record(of: state)
        let body = Array(try JSON.encoder().encode(try record.json(Judge0Record.usualFields, base64: true)))
        var attempt = 1
        while true {
            do {
                let status = try await client.send(
                    .PUT, to: wanted.url, headers: headers(body, wanted.id), body: body)
                if (200..<300).contains(status) { return }
                throw GuardedClient.Failure(description: "the answer was \(status)")
            } catch  where attempt < Self.tries && !Task.isCancelled {
                attempt += 1
                try await Task.sleep(for: pause)
            }
        }
    }

    private func headers(_ body: [UInt8], _ id: ExecutionID) -> [(String, String)] {
        var headers = [
            ("Content-Type", "application/json"), ("User-Agent", "Verdict"), ("X-Verdict-Delivery", "\(id)"),
        ]
        if let secret {
            let time = SystemTime.now / 1_000_000_000
            let code = MessageCode.sha256(of: Array("\(time).".utf8) + body, key: secret).hexadecimal
            headers.append(("X-Verdict-Signature", "t=\(time),v1=\(code)"))
        }
        return headers
    }
}
