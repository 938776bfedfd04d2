internal import Concurrency
internal import Coordinator
internal import Events
internal import Logging
internal import RateLimits
internal import Storage
internal import Synchronization
internal import Units

/// Writes down what somebody who is known wanted done and was refused, among the commands that were done: what, who and why.
///
/// The reason is a word, and never what the answer says, in which anything may stand. Nothing is written of somebody who is
/// not known, of what only reads, and of requests that are wrong whoever sends them. Of each person so many an hour are written, and
/// of all together, so that nobody can fill the log; how many were left out stands in the next one.
final class Refusals: Sendable {
    static let stream = "audit-refusals"
    /// How many are written down an hour.
    static let most = (ofOne: 30, ofAll: 600)
    /// How many wait to be written down.
    private static let room = 256

    private let limits: WindowLimits
    private let clock: any PlatformClock
    private let waiting = BoundedChannel<CommandRecorded>(room: room)
    private let leftOut = Mutex<UInt64>(0)

    init(_ clock: any PlatformClock) {
        self.clock = clock
        let hour = Duration.seconds(3600)
        limits = WindowLimits(
            ["one": SlidingWindow(Self.most.ofOne, within: hour), "all": SlidingWindow(Self.most.ofAll, within: hour)],
            now: { clock.now.nanoseconds })
    }

    /// Takes note that something was refused; it is written down soon.
    /// - Parameters:
    ///   - error: what the answer was.
    ///   - action: what was wanted.
    ///   - actor: who wanted it.
    ///   - stream: what it was to be done to; nil where nobody knows.
    ///   - request: what the request is called.
    func note(
        _ error: DomainError, _ action: Action, by actor: Actor, to stream: StreamName? = nil, request: String = ""
    ) {
        guard Self.isKnown(actor), let reason = Self.reason(error.code) else { return }
        let answer = limits.take([
            ("one", RateSubject("actor", "\(actor.identity)")), ("all", RateSubject("all", "")),
        ])
        guard answer.isAllowed else { return leftOut.withLock { $0 += 1 } }
        var record = CommandRecorded()
        (record.action, record.actor, record.refusal) = (action.rawValue, actor.identity.description, reason)
        (record.session, record.address) = (actor.session ?? "", actor.address ?? "")
        (record.atNs, record.requestID) = (clock.now.nanoseconds, request)
        record.refusedStream = stream?.text ?? ""
        leftOut.withLock { leftOut in
            record.leftOut = leftOut
            // It stands in the next one that finds room.
            leftOut = waiting.offer(record) ? 0 : leftOut + 1
        }
    }

    /// Timers and reactions are refused what they try for good reasons, again and again; and strangers are anybody.
    private static func isKnown(_ actor: Actor) -> Bool {
        switch actor.identity {
        case .person, .program: true
        case .anybody, .platform: false
        }
    }

    /// What stands in the record; nil for what is no refusal: a mistake in the request, a race, an outage.
    static func reason(_ code: DomainError.Code) -> String? {
        switch code {
        case .forbidden: "forbidden"
        case .notFound: "notFound"
        case .alreadyExists: "alreadyExists"
        case .wrongState: "wrongState"
        case .exhausted: "exhausted"
        case .invalid, .conflict, .unavailable, .cancelled, .damaged, .failed: nil
        }
    }

    /// Writes down what was refused, until the task is cancelled. While the store does not answer it waits: what was refused is
    /// then written late, and rather twice than not at all.
    /// - Throws: `StorageError` if it cannot go on; `CancellationError`.
    func run(on log: any EventLog, _ logger: Logger) async throws {
        let stream = try StreamName(Self.stream)
        while let record = try await waiting.next() {
            let event = try Event(record)
            while true {
                do throws(StorageError) {
                    _ = try await log.append([event], to: stream, expecting: .anything)
                    break
                } catch {
                    guard error.isOutage else { throw error }
                    logger.warning("cannot write down what was refused; trying again", metadata: ["error": "\(error)"])
                }
                try await Task.sleep(for: .seconds(1))
            }
        }
        try Task.checkCancellation()
    }
}
