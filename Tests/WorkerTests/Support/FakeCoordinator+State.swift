import FoundationEssentials
import SwiftProtobuf

@testable import Wire

extension FakeCoordinator.State {
    /// Leases that ran out: their jobs wait again.
    mutating func requeueEnded() {
        let now = ContinuousClock.now
        for (lease, entry) in leased where entry.until < now {
            leased[lease] = nil
            waiting.append(entry.job)
        }
    }

    mutating func lease(_ count: Int) -> Verdict_V1_LeaseResponse {
        mostAsked = max(mostAsked, count)
        var response = Verdict_V1_LeaseResponse()
        for var job in waiting.prefix(count) {
            lastLease += 1
            deliveries[job.id, default: 0] += 1
            job.lease = "lease-\(job.id)-\(lastLease)"
            job.delivery = deliveries[job.id] ?? 1
            leased[job.lease] = (job, .now + leaseDuration)
            response.jobs.append(job)
        }
        waiting.removeFirst(min(count, waiting.count))
        return response
    }

    mutating func extend(_ leases: [String]) -> Verdict_V1_ExtendResponse {
        extended.append(leases)
        var response = Verdict_V1_ExtendResponse()
        for lease in leases {
            if ended.contains(lease) || leased[lease] == nil {
                response.ended.append(lease)
            } else {
                leased[lease]?.until = .now + leaseDuration
            }
            if unwanted.contains(lease) { response.unwanted.append(lease) }
        }
        return response
    }

    mutating func finish(_ request: Verdict_V1_FinishRequest) throws(WireError) -> Verdict_V1_FinishResponse {
        if !finishFailures.isEmpty { throw finishFailures.removeFirst() }
        leased[request.lease] = nil
        waiting.removeAll { $0.id == request.job }
        results[request.job, default: []].append(request)
        let known = (results[request.job]?.count ?? 0) > 1
        return .with { $0.known = known }
    }

    /// Whether this call is one that is not answered.
    mutating func isSilent() -> Bool {
        guard silentFinishes > 0 else { return false }
        silentFinishes -= 1
        return true
    }

    mutating func giveBack(_ leases: [String]) {
        givenBack += leases
        for lease in leases {
            guard let entry = leased.removeValue(forKey: lease) else { continue }
            if !unwanted.contains(lease) { waiting.append(entry.job) }
        }
    }
}
