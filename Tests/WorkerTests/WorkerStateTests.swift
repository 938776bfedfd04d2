import SwiftProtobuf
import Testing

@testable import Wire
@testable import Worker

@Suite struct WorkerStateTests {
    private static func job(_ id: String, lease: String? = nil) -> Verdict_V1_Job {
        var job = Verdict_V1_Job()
        job.id = id
        job.lease = lease ?? "lease-\(id)"
        return job
    }

    private static func jobs(_ count: Int) -> [Verdict_V1_Job] {
        (1...count).map { job("\($0)") }
    }

    private func registered(slots: Int = 2, ahead: Int = 2) -> WorkerState {
        var state = WorkerState(WorkerState.Limits(slots: slots, ahead: ahead))
        _ = state.begin()
        _ = state.handle(.registered(extendEvery: .seconds(1)))
        return state
    }

    private let number = JobNumber(value: 1)
    private let done = JobEnd.result(.measure(Verdict_V1_MeasureResult()))

    @Test func itRegistersFirstAndThenAsksForWhatItCanRunAndPrepare() {
        var state = WorkerState(WorkerState.Limits(slots: 2, ahead: 3))
        #expect(state.begin().names == ["register()"])
        #expect(state.handle(.registered(extendEvery: .seconds(1))).names == ["startExtending", "lease(5)"])
        #expect(state.handle(.leased(Self.jobs(3))).names == ["prepare(1)", "prepare(2)", "prepare(3)", "lease(2)"])
        #expect(state.handle(.leased([])).names == ["lease(2)"])
    }

    @Test func jobsRunInTheirOrderAndNeverMoreThanThereArePlaces() {
        var state = registered()
        _ = state.handle(.leased(Self.jobs(4)))
        #expect(state.handle(.prepared(JobNumber(value: 3))).names == ["run(3)"])
        #expect(state.handle(.prepared(JobNumber(value: 2))).names == ["run(2)"])
        #expect(state.handle(.prepared(JobNumber(value: 4))).names == [])
        #expect(state.handle(.prepared(JobNumber(value: 1))).names == [])
        #expect(state.handle(.computed(JobNumber(value: 3))).names == ["run(1)", "lease(1)"])
    }

    @Test("A time limit to find takes no place from other jobs, and only one is found at a time")
    func measuringTakesNoPlace() {
        var state = registered(slots: 1, ahead: 0)
        let measures = ["1", "2"].map { id in
            var job = Self.job(id)
            job.measure = Verdict_V1_Job.Measure()
            return job
        }
        #expect(state.handle(.leased([measures[0]])).names == ["prepare(1)", "lease(1)"])
        #expect(state.handle(.prepared(JobNumber(value: 1))).names == ["run(1)"])
        #expect(state.handle(.leased([measures[1]])).names == ["prepare(2)", "lease(1)"])
        #expect(state.handle(.prepared(JobNumber(value: 2))).names == [])
        #expect(state.handle(.leased([Self.job("3")])).names == ["prepare(3)"])
        #expect(state.handle(.prepared(JobNumber(value: 3))).names == ["run(3)"])
        #expect(state.handle(.computed(JobNumber(value: 1))).names == ["run(2)"])
    }

    @Test func aResultIsSentUntilItIsRecorded() {
        var state = registered()
        _ = state.handle(.leased(Self.jobs(1)))
        _ = state.handle(.prepared(number))
        _ = state.handle(.computed(number))
        #expect(state.handle(.ended(number, done)).names == ["finish(1,lease-1)"])
        #expect(
            state.handle(.delivered(number, lease: "lease-1", .failed(retryAfter: nil))).names == ["finishLater(1,1)"])
        #expect(state.handle(.disconnected).names == ["register(lease-1)"])
        #expect(state.handle(.deliveryDue(number)).names == [])
        #expect(state.handle(.registered(extendEvery: .seconds(1))).names == ["finish(1,lease-1)"])
        #expect(state.handle(.delivered(number, lease: "lease-1", .recorded(known: true))).names == [])
        #expect(state.entries.isEmpty)
    }

    @Test func aRejectedResultIsDroppedAndToldOf() {
        var state = registered()
        _ = state.handle(.leased(Self.jobs(1)))
        _ = state.handle(.ended(number, done))
        #expect(state.handle(.delivered(number, lease: "lease-1", .rejected("no"))).names == ["reportRejected(1)"])
        #expect(state.entries.isEmpty)
    }

    @Test func whatHasEndedGoesOnIfItHasBegunAndIsLetGoOfIfNot() {
        var state = registered()
        _ = state.handle(.leased(Self.jobs(2)))
        _ = state.handle(.prepared(number))
        let actions = state.handle(.extended(ended: ["lease-1", "lease-2", "lease-7"], unwanted: []))
        #expect(actions.names == ["cancel(2)"])
        #expect(state.handle(.ended(JobNumber(value: 2), .cancelled)).names == [])
        #expect(state.handle(.ended(number, done)).names == ["finish(1,lease-1)"])
    }

    @Test func whatNobodyWantsIsStoppedAndGivenBack() {
        var state = registered()
        _ = state.handle(.leased(Self.jobs(2)))
        _ = state.handle(.prepared(number))
        let actions = state.handle(.extended(ended: [], unwanted: ["lease-1"]))
        #expect(actions.names == ["cancel(1)", "giveBack(lease-1)"])
        #expect(state.leases == ["lease-2"])
        #expect(state.handle(.ended(number, done)).names == [])
        #expect(state.entries.count == 1)
    }

    @Test func aJobThatComesBackWhileItIsWorkedOnHasItsNewLease() {
        var state = registered()
        _ = state.handle(.leased([Self.job("a", lease: "old")]))
        #expect(state.handle(.leased([Self.job("a", lease: "new")])).names == ["lease(3)"])
        #expect(state.handle(.ended(number, done)).names == ["finish(1,new)"])
        // Given out once more while the result was under way: that lease wants an answer, too.
        _ = state.handle(.leased([Self.job("a", lease: "newest")]))
        #expect(
            state.handle(.delivered(number, lease: "new", .recorded(known: false))).names == ["finish(1,newest)"])
    }

    @Test func moreJobsThanAskedForGoBack() {
        var state = registered(slots: 1, ahead: 0)
        #expect(state.handle(.leased(Self.jobs(3))).names == ["prepare(1)", "giveBack(lease-2,lease-3)"])
    }

    @Test func resultsThatWaitKeepItFromLeasingMore() {
        var state = registered(slots: 2, ahead: 0)
        for number in 1...64 {
            _ = state.handle(.leased([Self.job("\(number)")]))
            _ = state.handle(.ended(JobNumber(value: number), done))
        }
        #expect(state.count(.outbox) == 64)
        #expect(state.handle(.leased([])).names == [])
        let actions = state.handle(.delivered(JobNumber(value: 5), lease: "lease-5", .recorded(known: false)))
        #expect(actions.names == ["lease(1)"])
    }

    @Test func drainingGivesBackWhatHasNotBegunAndEndsWhenTheRestIsBrought() {
        var state = registered(slots: 1, ahead: 2)
        _ = state.handle(.leased(Self.jobs(2)))
        _ = state.handle(.prepared(number))
        #expect(state.handle(.drain).names == ["startDrainTimer", "stopLeasing", "cancel(2)", "giveBack(lease-2)"])
        #expect(state.handle(.leased([Self.job("9")])).names == ["giveBack(lease-9)"])
        #expect(state.handle(.ended(JobNumber(value: 2), .cancelled)).names == [])
        #expect(state.handle(.ended(number, done)).names == ["finish(1,lease-1)"])
        #expect(state.handle(.gaveBack).names == [])
        #expect(state.handle(.delivered(number, lease: "lease-1", .recorded(known: false))).names == [])
        #expect(state.handle(.gaveBack).names == ["end"])
    }

    @Test func stoppingGivesBackAllThatRunsAndEndsInAnyCase() {
        var state = registered(slots: 1, ahead: 0)
        _ = state.handle(.leased(Self.jobs(1)))
        _ = state.handle(.prepared(number))
        #expect(state.handle(.stop).names == ["startStopTimer", "cancel(1)", "giveBack(lease-1)"])
        #expect(state.handle(.stopTimedOut).names == ["end"])
        #expect(state.handle(.registered(extendEvery: .seconds(1))).names == [])
    }

    @Test func aWorkerThatCannotDoAJobNowPausesAfterGivingItBack() {
        var state = registered(slots: 1, ahead: 0)
        _ = state.handle(.leased(Self.jobs(1)))
        #expect(state.handle(.ended(number, .refused(reason: "full"))).names == ["giveBack(lease-1)", "leaseLater(1)"])
        #expect(state.handle(.leaseDue).names == ["lease(1)"])
    }

    @Test(arguments: [true, false]) func aSandboxThatFailsAgainAndAgainIsLookedAt(works: Bool) {
        var state = registered(slots: 1, ahead: 0)
        for number in 1...3 {
            _ = state.handle(.leased([Self.job("\(number)")]))
            let actions = state.handle(.ended(JobNumber(value: number), .sandboxFailed(Verdict_V1_Failure())))
            #expect(actions.names.contains("probe") == (number == 3))
            #expect(actions.names.contains { $0.hasPrefix("lease") } == (number < 3))
        }
        let actions = state.handle(.probed(works: works))
        #expect(actions.names == (works ? ["lease(1)"] : ["startDrainTimer"]))
        #expect(state.isBroken != works)
    }

    @Test("A sandbox that fails on executions, which only their clients are told of, is looked at too")
    func executionsAreNoBlackHole() {
        var state = registered(slots: 1, ahead: 0)
        for number in 1...3 {
            _ = state.handle(.leased([Self.job("\(number)")]))
            _ = state.handle(.prepared(JobNumber(value: number)))
            let end = JobEnd.declined(reason: "the sandbox failed", isSandboxes: true)
            let actions = state.handle(.ended(JobNumber(value: number), end)).names
            #expect(actions.contains("giveBack(lease-\(number))") && actions.contains("leaseLater(1)"))
            #expect(actions.contains("probe") == (number == 3))
            #expect(state.handle(.leaseDue).names == (number < 3 ? ["lease(1)"] : []))
        }
        // Whose client is gone, say, is no reason to doubt it, nor to wait.
        var other = registered(slots: 1, ahead: 0)
        _ = other.handle(.leased([Self.job("1")]))
        let end = JobEnd.declined(reason: "nobody wants it any more", isSandboxes: false)
        #expect(other.handle(.ended(number, end)).names == ["giveBack(lease-1)", "lease(1)"])
    }

    @Test func aConnectionLostWhileItRegistersMakesItRegisterAgain() {
        var state = WorkerState(WorkerState.Limits(slots: 1, ahead: 0))
        _ = state.begin()
        #expect(state.handle(.disconnected).names == [])
        #expect(state.handle(.registered(extendEvery: .seconds(1))).names == ["register()"])
        #expect(!state.isRegistered)
        #expect(state.handle(.registerFailed).names == ["registerLater(1)"])
        #expect(state.handle(.registerDue).names == ["register()"])
    }

    @Test("A lease whose answer comes after the connection was lost is named in another registration")
    func aLateLeaseIsNamedInAnotherRegistration() {
        let job = Verdict_V1_Job.with {
            $0.id = "job"
            $0.lease = "lease"
        }
        for isEarly in [true, false] {
            var state = WorkerState(WorkerState.Limits(slots: 1, ahead: 0))
            _ = state.begin()
            #expect(state.handle(.registered(extendEvery: .seconds(1))).names == ["startExtending", "lease(1)"])
            #expect(state.handle(.disconnected).names == ["register()"])
            if isEarly {
                #expect(state.handle(.leased([job])).names == ["prepare(1)"])
                #expect(state.handle(.registered(extendEvery: .seconds(1))).names == ["register(lease)"])
            } else {
                #expect(state.handle(.registered(extendEvery: .seconds(1))).names == [])
                #expect(state.handle(.leased([job])).names == ["prepare(1)", "register(lease)"])
            }
            #expect(state.handle(.registered(extendEvery: .seconds(1))).names == [])
            #expect(state.isRegistered)
        }
    }
}

extension [WorkerAction] {
    /// The actions in short, for comparing.
    var names: [String] {
        map { action in
            switch action {
            case .register(let leases): "register(\(leases.joined(separator: ",")))"
            case .registerLater(let attempt): "registerLater(\(attempt))"
            case .lease(let count): "lease(\(count))"
            case .leaseLater(let attempt, _): "leaseLater(\(attempt))"
            case .stopLeasing: "stopLeasing"
            case .prepare(let number, _): "prepare(\(number.value))"
            case .run(let number): "run(\(number.value))"
            case .cancel(let number): "cancel(\(number.value))"
            case .startExtending: "startExtending"
            case .extend(let leases): "extend(\(leases.joined(separator: ",")))"
            case .giveBack(let leases, _): "giveBack(\(leases.joined(separator: ",")))"
            case .finish(let number, let request, _): "finish(\(number.value),\(request.lease))"
            case .finishLater(let number, let attempt, _): "finishLater(\(number.value),\(attempt))"
            case .reportRejected(let job, _): "reportRejected(\(job))"
            case .probe: "probe"
            case .startDrainTimer: "startDrainTimer"
            case .startStopTimer: "startStopTimer"
            case .end: "end"
            }
        }
    }
}
