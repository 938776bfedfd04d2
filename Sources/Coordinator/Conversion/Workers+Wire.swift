import Events
import Fleet
import GradingWire
import Storage
import SwiftProtobuf
import Units
import Wire

// What workers say of themselves, and the jobs and leases that they get.

extension WorkerRegistration {
    init(_ request: Verdict_V1_RegisterRequest) {
        self.init(name: request.name, jobsVersion: request.jobsVersion)
        (version, cores) = (request.version.truncated(to: 128), Int(clamping: request.cores))
        languages = request.languages.prefix(256).map(\.id)
        versions = request.languages.prefix(256).reduce(into: [:]) { $0[$1.id] = $1.version.truncated(to: 256) }
        calibration = .nanoseconds(Int64(clamping: request.calibrationNs))
        layers = request.layers.prefix(64).map { $0.truncated(to: 64) }
        leases = request.leases
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

extension Verdict_V1_Job {
    init(_ leased: LeasedJob) {
        self.init()
        (lease, id, delivery) = (leased.lease, leased.id, UInt32(clamping: leased.delivery))
        submission = leased.submission.map { "\($0)" } ?? ""
        traceparent = leased.traceparent
        switch leased.work {
        case .build(let work):
            build.package = work.package.data
            (build.language, build.entryPoint) = (work.language, work.entryPoint)
            build.sources = work.sources.map { Verdict_V1_SourceFile($0) }
        case .execute(let work): execute = Execute(work)
        case .grade(let question, let package):
            grade = question.message
            grade.package = package.data
        case .measure(let package, let budget):
            measure.package = package.data
            measure.budgetNs = UInt64(clamping: budget.nanoseconds)
        case .run(let program): run = program
        case .execution(let language, let limits):
            execution = .with {
                $0.language = language
                $0.limits = Verdict_V1_RunLimits(limits)
            }
        }
    }
}

extension Verdict_V1_Job.Execute {
    init(_ work: LeasedJob.Batch) {
        self.init()
        (package, language, sources) = (work.package.data, work.language, work.sources)
        artifact = work.artifact.map { Verdict_V1_FileRef($0) }
        tests = work.tests.map { UInt32($0) }
        limits = Verdict_V1_TestLimits(work.limits)
        (allTests, entryPoint) = (work.allTests, work.entryPoint)
        (policy, dialect) = (work.policy, work.dialect)
    }
}
