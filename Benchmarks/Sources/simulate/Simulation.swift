import Coordinator
import Glibc
import Identity
import Storage
import Wire

/// A fleet on a clock that does not wait: the coordinator's own decisions (`DispatchPlanner`, `WorkerRegistry`,
/// `RetryPolicy`, `BatchPlan`), and around them a queue, workers and a contest that are made up.
struct Simulation {
    struct Submission {
        var tenant: Int
        var accepted: Double
        var batches: Int
        var next = 0
        var left: Int
    }

    struct Tenant {
        var name: String
        var priority: UInt8
        /// Seconds of a core that its jobs got, and those that it asked for, in this minute.
        var served = 0.0
        var isBacklogged = false
    }

    struct Worker {
        var name: String
        var slowness: Double
        var isAlive = true
        var epoch = 0
        var free: Int
        var isAsking = false
        var jobs: [Int: (job: SimulatedJob, lane: JobLane)] = [:]
    }

    enum Event {
        case submit(Int)
        case done(worker: Int, epoch: Int, job: Int)
        case back(SimulatedJob, JobLane)
        case dies(Int)
        case returns(Int)
        case round
        case minute
    }

    let scenario: Scenario
    var report = Report()
    var random: Generator
    var events = EventHeap<Event>()
    var queue = SimulatedQueue()
    var planner: DispatchPlanner
    var tenants: [Tenant] = []
    var submissions: [Submission] = []
    var workers: [Worker] = []
    var asking: [Int] = []
    var time = 0.0
    var open = 0
    var numbers = 0
    let retry = RetryPolicy()

    init(_ scenario: Scenario) throws {
        self.scenario = scenario
        random = Generator(seed: scenario.seed)
        planner = DispatchPlanner(workers: WorkerRegistry(slowFactor: 1.5, timeout: .seconds(60)))
        for group in scenario.groups {
            for number in 0..<group.tenants {
                tenants.append(Tenant(name: "\(group.name)-\(number)", priority: group.priority))
                events.add(.submit(tenants.count - 1), at: 0)
            }
        }
        for number in 0..<scenario.workers {
            let isSlow = Double.random(in: 0..<1, using: &random) < scenario.slow
            let slowness = isSlow ? 2 : Double.random(in: 0.9...1.15, using: &random)
            workers.append(Worker(name: "worker-\(number)", slowness: slowness, free: scenario.cores))
            try register(number)
            events.add(.dies(number), at: random.waiting(scenario.lifetime * 60))
        }
        events.add(.round, at: 0)
        events.add(.minute, at: 60)
    }

    /// Lets everything happen, until all is done or it takes too long.
    mutating func run() throws {
        while let next = events.next, next <= scenario.end * 60 {
            let (time, event) = events.removeFirst()
            self.time = time
            switch event {
            case .submit(let tenant): submit(tenant)
            case .done(let worker, let epoch, let job): done(worker, epoch, job)
            case .back(let job, let lane): queue.add(job, to: lane, at: time)
            case .dies(let worker): die(worker)
            case .returns(let worker): try comeBack(worker)
            case .round: round()
            case .minute:
                var report = report
                report.minute(self)
                self.report = report
                for place in tenants.indices { tenants[place].served = 0 }
                noteBacklog()
                if open == 0, time > scenario.last * 60 { return }
                events.add(.minute, at: time + 60)
            }
        }
    }

    // MARK: Submissions

    private mutating func submit(_ tenant: Int) {
        let rate = scenario.rate(at: time)
        guard rate > 0 else { return }
        let group = scenario.groups.first { $0.priority == tenants[tenant].priority }
        let own = rate * (group?.part ?? 0) / Double(group?.tenants ?? 1)
        events.add(.submit(tenant), at: time + random.waiting(1 / own))
        let tests = Int.random(in: 5...60, using: &random)
        let batches = BatchPlan(tests: tests, expected: .milliseconds(50)).sizes.count
        submissions.append(Submission(tenant: tenant, accepted: time, batches: batches, left: batches))
        open += 1
        add(SimulatedJob(submission: submissions.count - 1, batch: -1, since: time))
    }

    private mutating func add(_ job: SimulatedJob) {
        let tenant = tenants[submissions[job.submission].tenant]
        let requirement = job.batch < 0 ? LaneRequirement.build("cpp") : .run("cpp")
        queue.add(
            job, to: JobLane(priority: tenant.priority, tenant: tenant.name, requirement: requirement.text), at: time)
    }

    // MARK: Workers

    private mutating func register(_ worker: Int) throws {
        var registration = WorkerRegistration(name: workers[worker].name, jobsVersion: JobsVersion.current)
        registration.cores = scenario.cores
        registration.calibration = .nanoseconds(Int64(workers[worker].slowness * 1e8))
        registration.languages = ["cpp"]
        try planner.workers.register(
            registration, by: Principal(role: .worker, name: "machines"), at: .seconds(time))
        ask(worker)
    }

    private mutating func ask(_ worker: Int) {
        guard workers[worker].isAlive, workers[worker].free > 0, !workers[worker].isAsking else { return }
        workers[worker].isAsking = true
        asking.append(worker)
    }

    private mutating func die(_ worker: Int) {
        report.deaths += 1
        workers[worker].isAlive = false
        workers[worker].isAsking = false
        workers[worker].epoch += 1
        for (job, lane) in workers[worker].jobs.values {
            // Extended a third of a lease ago at most.
            events.add(
                .back(job, lane),
                at: time + Double.random(in: scenario.lease * 2 / 3...scenario.lease, using: &random))
        }
        workers[worker].jobs = [:]
        events.add(.returns(worker), at: time + 120)
    }

    private mutating func comeBack(_ worker: Int) throws {
        workers[worker].isAlive = true
        workers[worker].free = scenario.cores
        try register(worker)
        events.add(.dies(worker), at: time + random.waiting(scenario.lifetime * 60))
    }

    private mutating func done(_ worker: Int, _ epoch: Int, _ number: Int) {
        guard workers[worker].epoch == epoch, let (job, lane) = workers[worker].jobs.removeValue(forKey: number) else {
            return
        }
        planner.workers.touch(workers[worker].name, at: .seconds(time))
        planner.workers.recordWork(of: workers[worker].name, 1)
        workers[worker].free += 1
        ask(worker)
        if Double.random(in: 0..<1, using: &random) < scenario.failing { return fail(job, lane) }
        let isUrgent = lane.priority <= 1
        if job.batch < 0 {
            submissions[job.submission].next = isUrgent ? submissions[job.submission].batches : 1
            for batch in 0..<submissions[job.submission].next {
                add(SimulatedJob(submission: job.submission, batch: batch, since: time))
            }
            return
        }
        submissions[job.submission].left -= 1
        let submission = submissions[job.submission]
        if submission.left == 0 {
            open -= 1
            report.judged(lane.priority, after: time - submission.accepted)
        } else if submission.next < submission.batches {
            submissions[job.submission].next += 1
            add(SimulatedJob(submission: job.submission, batch: submission.next, since: time))
        }
    }

    private mutating func fail(_ job: SimulatedJob, _ lane: JobLane) {
        switch retry.decision(after: job.delivery, using: &random) {
        case .retry(let delay): events.add(.back(job, lane), at: time + delay / .seconds(1))
        case .bury: bury()
        }
    }

    private mutating func bury() {
        report.buried += 1
        open -= 1
    }

    // MARK: The coordinator

    private mutating func round() {
        events.add(.round, at: time + scenario.round)
        guard queue.total > 0, !asking.isEmpty else { return }
        asking.removeAll { !workers[$0].isAsking }
        let asked = asking.map {
            DispatchPlanner.Request(id: UInt64($0), worker: workers[$0].name, count: workers[$0].free)
        }
        let clock = ContinuousClock()
        let started = clock.now
        for asker in asked { planner.workers.touch(asker.worker, at: .seconds(time)) }
        planner.update(waiting: queue.waiting)
        let plans = planner.plan(asked, at: .seconds(time))
        report.deciding += (clock.now - started) / .seconds(1)
        report.rounds += 1
        for asker in asked {
            guard let lanes = plans[asker.id] else { continue }
            workers[Int(asker.id)].isAsking = false
            for (lane, count) in lanes.sorted(by: { Self.name($0.key) < Self.name($1.key) }) {
                let jobs = queue.lease(count, from: lane, at: time)
                planner.settle(lane, count)
                for job in jobs { begin(job, lane, Int(asker.id)) }
            }
        }
        asking.removeAll { !workers[$0].isAsking }
        for asker in asked where plans[asker.id] != nil { ask(Int(asker.id)) }
    }

    /// An order in which lanes are the same for the same seed.
    private static func name(_ lane: JobLane) -> (UInt8, String, String) {
        (lane.priority, lane.tenant, lane.requirement)
    }

    private mutating func begin(_ job: SimulatedJob, _ lane: JobLane, _ worker: Int) {
        guard job.delivery <= retry.mostDeliveries else { return bury() }
        report.leased(lane.priority, after: job.delivery == 1 ? time - job.since : nil)
        let tests = 20.0
        let expected = job.batch < 0 ? 1.0 : 0.05 * tests
        let real = job.batch < 0 ? random.waiting(0.3) + 0.7 : expected * Double.random(in: 0.5...1.5, using: &random)
        planner.charge(lane, work: expected)
        tenants[submissions[job.submission].tenant].served += expected
        report.work(real * workers[worker].slowness)
        numbers += 1
        workers[worker].free -= 1
        workers[worker].jobs[numbers] = (job, lane)
        events.add(
            .done(worker: worker, epoch: workers[worker].epoch, job: numbers),
            at: time + scenario.way + real * workers[worker].slowness)
    }

    /// Who has something to wait for at the beginning of a minute.
    private mutating func noteBacklog() {
        let waiting = Dictionary(grouping: queue.waiting) { $0.key.tenant }
        for place in tenants.indices {
            // More than it could get by itself.
            tenants[place].isBacklogged = (waiting[tenants[place].name]?.reduce(0) { $0 + $1.value } ?? 0) > 200
        }
    }
}
