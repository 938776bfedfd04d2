import Logging
import SwiftProtobuf
import Units
import Wire

/// The calls that the loop makes, each with the event that says what came of it.
struct CoordinatorCalls: Sendable {
    private static let longestWait = Duration.seconds(20)
    /// Whatever the coordinator says: often enough to be alive, seldom enough to be no load.
    private static let extendInterval = Duration.milliseconds(50)...Duration.seconds(60)

    let client: WireClient
    /// Goes along with calls that name no lease: one principal may have several workers.
    let worker: String
    let logger: Logger
    /// How long an answer may take, besides what the call itself waits for.
    let patience: Duration

    /// Says who this is.
    func register(_ description: Verdict_V1_RegisterRequest, leases: [String]) async -> WorkerEvent {
        var request = description
        request.leases = leases
        do {
            let answer = try await client.call(
                JobsMethods.register, request, CallOptions(timeout: .seconds(30), waitsForConnection: true))
            let interval = Duration.nanoseconds(Int64(clamping: answer.extendEveryNs))
            let bounds = Self.extendInterval
            return .registered(extendEvery: min(max(interval, bounds.lowerBound), bounds.upperBound))
        } catch {
            logger.warning("cannot register with the coordinator", metadata: ["error": "\(error)"])
            return .registerFailed
        }
    }

    /// Asks for jobs and waits for some.
    func lease(_ count: Int) async -> [WorkerEvent] {
        var request = Verdict_V1_LeaseRequest()
        request.count = UInt32(clamping: count)
        request.waitNs = UInt64(Self.longestWait.nanoseconds)
        do {
            let answer = try await client.call(
                JobsMethods.lease, request,
                CallOptions(timeout: Self.longestWait + patience, metadata: ["worker": worker]))
            return [.leased(answer.jobs)]
        } catch {
            guard error.isOfStranger else { return [.leaseFailed(retryAfter: error.retryAfter)] }
            return [.disconnected, .leaseFailed(retryAfter: error.retryAfter)]
        }
    }

    /// Makes leases last longer.
    func extend(_ leases: [String]) async -> WorkerEvent? {
        do {
            let request = Verdict_V1_ExtendRequest.with { $0.leases = leases }
            let answer = try await client.call(
                JobsMethods.extend, request, CallOptions(timeout: patience, metadata: ["worker": worker]))
            return .extended(ended: answer.ended, unwanted: answer.unwanted)
        } catch {
            return error.isOfStranger ? .disconnected : nil
        }
    }

    /// Brings a result.
    func finish(_ request: Verdict_V1_FinishRequest, trace: String) async -> Delivery {
        do {
            let answer = try await client.call(
                JobsMethods.finish, request,
                CallOptions(timeout: patience, metadata: trace.isEmpty ? [:] : ["traceparent": trace]))
            return .recorded(known: answer.known)
        } catch {
            switch error.code {
            case .failedPrecondition, .invalidArgument, .permissionDenied, .unimplemented, .outOfRange:
                return .rejected("\(error)")
            default:
                logger.debug("a result did not arrive", metadata: ["job": "\(request.job)", "error": "\(error)"])
                return .failed(retryAfter: error.retryAfter)
            }
        }
    }

    /// Gives leases back; what cannot be said is found out when they run out.
    func giveBack(_ leases: [String], _ reason: String) async {
        var request = Verdict_V1_GiveBackRequest()
        request.leases = leases
        request.reason = reason.head(1024)
        do {
            _ = try await client.call(JobsMethods.giveBack, request, CallOptions(timeout: .seconds(5)))
        } catch {
            logger.info("leases run out that could not be given back", metadata: ["error": "\(error)"])
        }
    }
}

extension WireError {
    /// Whether the coordinator does not know this worker, as after it was started anew.
    fileprivate var isOfStranger: Bool { code == .failedPrecondition || code == .notFound }
}

/// How long to wait after failures: twice as long each time up to a limit, a random part of it, so that the workers of a
/// fleet do not all come back at once. Pure.
enum RetryDelay {
    private static let first = Duration.milliseconds(100)
    private static let longest = Duration.seconds(10)
    /// Whatever the coordinator says.
    private static let mostAsked = Duration.seconds(60)

    /// The wait after so many failures in a row; `random` is from 0 up to 1.
    /// - Parameter asked: at least so long, as the coordinator said.
    static func after(_ failures: Int, asked: Duration? = nil, random: Double) -> Duration {
        let full = min(first * (1 << min(max(0, failures - 1), 20)), longest)
        return max(full / 2 + full / 2 * random, min(asked ?? .zero, mostAsked))
    }
}
