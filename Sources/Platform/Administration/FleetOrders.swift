internal import Coordinator
package import Events
internal import Kernel
internal import Storage
internal import SwiftProtobuf
internal import Units

// The names never change, also where the messages are called otherwise.
extension WorkerDrainWanted: PersistedEvent {
    static let persistedType = "verdict.administration.v1.WorkerDrainWanted"
}

extension DeadLettersSettled: PersistedEvent {
    static let persistedType = "verdict.administration.v1.DeadLettersSettled"
}

/// What admins keep in the log.
package enum AdministrationEvents {
    /// All types of events.
    package static let all: [any PersistedEvent.Type] = [
        WorkerDrainWanted.self, DeadLettersSettled.self,
    ]
}

/// What admins have told the fleet. Nothing is decided by it: it is there for those who ask who did what.
struct FleetOrders: Aggregate {
    static let stream = "administration-fleet"
    private static let longest = 512

    init() {}

    mutating func apply(_ event: Event) throws(StorageError) {}

    /// A name that is written down.
    static func name(_ text: String, of what: String) throws(DomainError) -> String {
        guard (1...longest).contains(text.utf8.count) else {
            throw DomainError(.notFound, "there is no such \(what)")
        }
        return text
    }
}

/// Says that a worker is to take nothing new, or to take work again.
struct DrainWorker: Command {
    static let action: Action = "administration.drain-worker"

    var worker: String
    var drains: Bool

    var stream: StreamName { get throws(StorageError) { try StreamName(FleetOrders.stream) } }

    func decide(_ orders: FleetOrders, _ context: CommandContext) throws(DomainError) -> Decision {
        let name = try FleetOrders.name(worker, of: "worker")
        return try Decision(
            WorkerDrainWanted.with {
                ($0.worker, $0.drains, $0.atNs) = (name, drains, context.now.nanoseconds)
            })
    }
}

/// Says that jobs which the fleet has given up are to be tried again, or given up for good.
struct SettleJobs: Command {
    static let action: Action = "administration.settle-jobs"

    /// The job; nil: all that there are.
    var job: String?
    var retries: Bool

    var stream: StreamName { get throws(StorageError) { try StreamName(FleetOrders.stream) } }

    func decide(_ orders: FleetOrders, _ context: CommandContext) throws(DomainError) -> Decision {
        let name = try job.map { job throws(DomainError) in try FleetOrders.name(job, of: "dead letter") } ?? ""
        return try Decision(
            DeadLettersSettled.with {
                ($0.job, $0.retries, $0.atNs) = (name, retries, context.now.nanoseconds)
            })
    }
}
