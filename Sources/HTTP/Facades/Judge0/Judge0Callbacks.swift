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
internal import Storage
internal import Synchronization
internal import Units

/// Tells whoever asked for it that a submission has ended, as Judge0 does: a PUT with the usual fields, three times at most.
///
/// Unlike there, a place that is not on the Internet is told nothing, and what is sent can be signed: the header
/// `X-Verdict-Signature` has `t=TIME,v1=CODE`, where CODE is the HMAC-SHA256 of `TIME.BODY` in hexadecimal. What was to be told
/// when the coordinator ended is told after its next start; so it may come twice, with the same `X-Verdict-Delivery`. Nobody is
/// told before the end, however long that takes, and a store that does not answer is waited for.
public final class Judge0Callbacks: Service {
    /// The most submissions of one tenant that are waited for, or told of, at once; others wait for their turn.
    private static let (atOnce, mostWaiting) = (256, 10_000)
    static let tries = 3
    /// How long it waits for a store that does not answer, before it asks again.
    private static let storePause = Duration.seconds(1)

    private struct Wanted: Sendable {
        var id: ExecutionID
        var url: OutgoingURL
        var principal: Principal
    }

    private let desk: ExecutionDesk
    private let client: GuardedClient
    private let secret: SymmetricKey?
    private let pause: Duration
    private let patience: Duration
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

    /// - Parameters:
    ///   - pause: the time between two tries.
    ///   - patience: how long it waits for an end before it asks again whether that has come.
    init(
        _ desk: ExecutionDesk, _ client: GuardedClient, secret: [UInt8]?, pause: Duration,
        patience: Duration = .seconds(3600), logger: Logger
    ) {
        (self.desk, self.client, self.pause, self.patience, self.logger) = (desk, client, pause, patience, logger)
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
            let untold = try await patiently { try await self.desk.untold(by: Judge0Routes.api) }
            for state in untold { await add(state) }
        } catch {
            guard !Task.isCancelled else { return }
            logger.error("cannot find out which callbacks are still to be made", metadata: ["error": "\(error)"])
        }
    }

    private func add(_ state: ExecutionState) async {
        do {
            let note = try Judge0Note(try await patiently { try await self.desk.content(of: state).note })
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
            try await turnstile.pass(wanted.principal.tenant, patience: nil) {
                let failure = try await tell(wanted)
                try await patiently { try await self.desk.markTold(wanted.id, failure: failure) }
            }
        } catch {
            guard !Task.isCancelled else { return }
            logger.warning(
                "cannot make a callback now, or take note of it; it comes after the next start",
                metadata: ["submission": "\(wanted.id)", "error": "\(error)"])
        }
    }

    /// Waits for the end, and tells of it.
    /// - Returns: why it was given up; empty if it was told.
    /// - Throws: `CancellationError`.
    private func tell(_ wanted: Wanted) async throws -> String {
        do {
            try await send(try await patiently { try await self.body(of: wanted) }, wanted)
            return ""
        } catch {
            try Task.checkCancellation()
            logger.warning("a callback was given up", metadata: ["submission": "\(wanted.id)", "error": "\(error)"])
            return "\(error)"
        }
    }

    /// What there is to tell, when the submission has ended.
    private func body(of wanted: Wanted) async throws -> [UInt8] {
        var state: ExecutionState
        repeat {
            state = try await desk.wait(for: wanted.id, atMost: patience, for: wanted.principal)
        } while state.isOpen
        let record = try await Judge0Routes(desk).record(of: state)
        return Array(try JSON.encoder().encode(try record.json(Judge0Record.usualFields, base64: true)))
    }

    /// Does `body`, again and again while the store does not answer, or too many follow something.
    private func patiently<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        while true {
            do {
                return try await body()
            } catch let error as StorageError where error.isOutage {
                logger.debug("waiting for the store", metadata: ["error": "\(error)"])
            } catch let error as DomainError where error.code == .unavailable || error.code == .exhausted {
                logger.debug("waiting for the store", metadata: ["error": "\(error)"])
            }
            try await Task.sleep(for: Self.storePause)
        }
    }

    private func send(_ body: [UInt8], _ wanted: Wanted) async throws {
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
