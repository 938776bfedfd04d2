internal import Coordinator
internal import Events
internal import Kernel
internal import Storage
internal import Units

/// Which balloons were brought to those who they are for: what the stream of a contest's balloons adds up to. A pure value.
struct Deliveries: Aggregate {
    /// That it was brought.
    struct Delivery: Hashable, Sendable {
        var at: Timestamp
        /// Who says so.
        var by: String
    }

    private(set) var all: [BalloonKey: Delivery] = [:]

    init() {}

    mutating func apply(_ event: Event) throws(StorageError) {
        switch event.type {
        case BalloonDelivered.persistedType:
            let delivered: BalloonDelivered = try event.unpacked()
            guard let key = BalloonKey(delivered.participant, delivered.problem) else { return }
            all[key] = Delivery(at: Timestamp(nanoseconds: delivered.atNs), by: delivered.by)
        case BalloonReturned.persistedType:
            let returned: BalloonReturned = try event.unpacked()
            if let key = BalloonKey(returned.participant, returned.problem) { all[key] = nil }
        default: break
        }
    }
}

extension BalloonKey {
    init?(_ participant: String, _ problem: String) {
        guard let participant = EntityID(participant), let problem = EntityID(problem) else { return nil }
        self.init(participant: participant, problem: problem)
    }
}

/// A balloon was brought, or is not there after all.
struct DeliverBalloon: Command {
    static let action: Action = "contests.deliver-balloon"

    var contest: EntityID
    /// Whose the contest is.
    var owner: Subject
    var balloon: BalloonKey
    /// Whether it is there now.
    var isThere: Bool

    var stream: StreamName { get throws(StorageError) { try contest.stream(ContestStream.balloons) } }

    func subject(in deliveries: Deliveries) -> Subject { owner }

    func decide(_ deliveries: Deliveries, _ context: CommandContext) throws(DomainError) -> Decision {
        guard (deliveries.all[balloon] != nil) != isThere else { return Decision() }
        let (participant, problem) = ("\(balloon.participant)", "\(balloon.problem)")
        let (by, now) = (context.actor.identity.description, context.now.nanoseconds)
        guard isThere else {
            var returned = BalloonReturned()
            (returned.participant, returned.problem, returned.by, returned.atNs) = (participant, problem, by, now)
            return try Decision(returned)
        }
        var delivered = BalloonDelivered()
        (delivered.participant, delivered.problem, delivered.by, delivered.atNs) = (participant, problem, by, now)
        return try Decision(delivered)
    }
}
