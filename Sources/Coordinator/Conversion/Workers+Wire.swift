import Units
import Wire

// What workers say and are told, besides jobs and results.

extension WorkerRegistration {
    init(_ request: Verdict_V1_RegisterRequest) {
        self.init(name: request.name, jobsVersion: request.jobsVersion)
        (version, cores) = (request.version, Int(clamping: request.cores))
        languages = request.languages.map(\.id)
        calibration = .nanoseconds(Int64(clamping: request.calibrationNs))
        (layers, leases) = (request.layers, request.leases)
    }
}

extension Verdict_V1_RegisterResponse {
    init(_ terms: LeaseTerms) {
        self.init()
        leaseNs = UInt64(clamping: terms.duration.nanoseconds)
        extendEveryNs = UInt64(clamping: terms.extendEvery.nanoseconds)
    }
}

extension Verdict_V1_ExtendResponse {
    init(_ leases: ExtendedLeases) {
        self.init()
        (ended, unwanted) = (leases.ended, leases.unwanted)
    }
}
