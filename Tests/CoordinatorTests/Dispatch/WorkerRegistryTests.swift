import Identity
import Testing
import Units
import Wire

@testable import Coordinator

struct WorkerRegistryTests {
    private let owner = Principal(role: .worker, name: "machines")
    private let other = Principal(role: .worker, name: "others")

    private func request(
        _ name: String, calibration: Duration = .seconds(1), languages: [String] = ["cpp"]
    ) -> WorkerRegistration {
        var request = WorkerRegistration(name: name, jobsVersion: JobsVersion.current)
        (request.calibration, request.languages) = (calibration, languages)
        return request
    }

    @Test("A worker that does not understand the jobs of this version is told so, and what to do")
    func olderWorkers() throws {
        var registry = try registry([])
        var old = request("old")
        old.jobsVersion = JobsVersion.current - 1
        let error = #expect(throws: DomainError.self) { try registry.register(old, by: owner, at: .zero) }
        #expect(error?.code == .wrongState && registry["old"] == nil)
        #expect(error?.advice?.contains("install the coordinator's version of Verdict on the worker's host") == true)
        old.jobsVersion = JobsVersion.current + 1
        #expect(try registry.register(old, by: owner, at: .zero))
    }

    private func registry(
        _ workers: [(name: String, calibration: Duration, languages: [String])]
    ) throws -> WorkerRegistry {
        var registry = WorkerRegistry(slowFactor: 1.5, timeout: .seconds(30))
        for worker in workers {
            let request = request(worker.name, calibration: worker.calibration, languages: worker.languages)
            try registry.register(request, by: owner, at: .zero)
            registry.recordWork(of: worker.name, 100)
        }
        return registry
    }

    @Test func aNameIsOnePrincipalsWhileItsWorkerIsAlive() throws {
        var registry = try registry([("a", .seconds(1), ["cpp"])])
        #expect(throws: DomainError.self) { try registry.register(request("a"), by: other, at: .seconds(10)) }
        try registry.register(request("a"), by: owner, at: .seconds(20))
        try registry.register(request("a"), by: other, at: .seconds(51))
        #expect(registry["a"]?.principal == other)
    }

    @Test(arguments: ["", String(repeating: "x", count: 129)])
    func aNameHas1To128Bytes(name: String) {
        var registry = WorkerRegistry(slowFactor: 1.5, timeout: .seconds(30))
        #expect(throws: DomainError.self) { try registry.register(request(name), by: owner, at: .zero) }
    }

    @Test func aCallerNeedNotSayWhichWorkerItIsIfItIsTheOnlyOne() throws {
        var registry = try registry([("a", .seconds(1), ["cpp"])])
        #expect(try registry.worker(of: owner, named: nil) == "a")
        #expect(throws: DomainError.self) { try registry.worker(of: other, named: nil) }
        #expect(throws: DomainError.self) { try registry.worker(of: other, named: "a") }
        try registry.register(request("b"), by: owner, at: .zero)
        #expect(throws: DomainError.self) { try registry.worker(of: owner, named: nil) }
        #expect(try registry.worker(of: owner, named: "b") == "b")
    }

    @Test func speedIsTheMediansTimeDividedByItsOwn() throws {
        var registry = try registry([
            ("slow", .seconds(2), ["cpp"]), ("median", .seconds(1), ["cpp"]), ("fast", .milliseconds(500), ["cpp"]),
        ])
        _ = registry.capability(of: "slow", at: .zero)
        #expect(registry.all.map { registry.speed(of: $0) } == [2, 1, 0.5])
    }

    @Test func aSlowWorkerRunsNothingThatAnotherCanRun() throws {
        var registry = try registry([
            ("slow", .seconds(2), ["cpp", "java"]), ("a", .seconds(1), ["cpp"]), ("b", .seconds(1), ["cpp"]),
        ])
        var slow = registry.capability(of: "slow", at: .zero)
        #expect(slow.covers(.build("cpp")) && !slow.covers(.run("cpp")) && slow.covers(.run("java")))
        #expect(!slow.covers(.measure([])))
        #expect(registry.capability(of: "a", at: .zero).covers(.run("cpp")))
        // All others are lost.
        registry.touch("slow", at: .seconds(31))
        slow = registry.capability(of: "slow", at: .seconds(32))
        #expect(slow.covers(.run("cpp")) && slow.covers(.measure(["cpp"])))
    }

    @Test("Invented workers that do nothing have no vote, however many they are and whatever they say")
    func inventedWorkersHaveNoVote() throws {
        var registry = try registry([
            ("a", .seconds(1), ["cpp"]), ("b", .milliseconds(1100), ["cpp"]), ("slow", .seconds(3), ["cpp"]),
        ])
        func runs(_ registry: inout WorkerRegistry, at now: Duration) -> [Bool] {
            ["a", "b", "slow"].map { registry.capability(of: $0, at: now).covers(.run("cpp")) }
        }
        #expect(runs(&registry, at: .zero) == [true, true, false])
        for number in 0..<50 {
            try registry.register(request("fast-\(number)", calibration: .nanoseconds(1)), by: other, at: .seconds(1))
        }
        #expect(runs(&registry, at: .seconds(1)) == [true, true, false])
        for number in 0..<50 {
            let slow = request("fast-\(number)", calibration: .seconds(1000))
            try registry.register(slow, by: other, at: .seconds(2))
        }
        #expect(runs(&registry, at: .seconds(2)) == [true, true, false])
        // A little work is a small vote; and nothing that is said of speed is shown beyond bounds.
        registry.recordWork(of: "fast-1", 1)
        try registry.register(request("fast-1", calibration: .nanoseconds(1)), by: other, at: .seconds(3))
        #expect(runs(&registry, at: .seconds(3)) == [true, true, false])
        #expect(registry["fast-1"].map { registry.speed(of: $0) } == 64)
        // More than all of it is no more than a thousand votes.
        for _ in 0..<10 { registry.recordWork(of: "fast-1", .max / 2) }
        #expect(registry["fast-1"]?.votes == WorkerRegistry.mostVotes)
    }

    @Test("While nobody has done anything nobody is slow")
    func nobodyIsSlowAtFirst() throws {
        var registry = WorkerRegistry(slowFactor: 1.5, timeout: .seconds(30))
        for (name, calibration) in [("a", 1), ("b", 1), ("c", 9)] {
            try registry.register(request(name, calibration: .seconds(calibration)), by: owner, at: .zero)
        }
        #expect(registry.capability(of: "c", at: .zero).covers(.run("cpp")))
    }

    @Test("One token fills no more names than it may: idle ones go first, and those that work stay")
    func namesAreBounded() throws {
        var registry = try registry([("honest", .seconds(1), ["cpp"])])
        try registry.register(request("of another"), by: other, at: .zero)
        for number in 0..<5000 { try registry.register(request("x\(number)"), by: owner, at: .seconds(1)) }
        #expect(registry.count == WorkerRegistry.mostNames + 1)
        #expect(registry["honest"] != nil && registry["of another"] != nil)
        // A new one of the same token finds room all the same; only where all do work there is none.
        try registry.register(request("new"), by: owner, at: .seconds(2))
        for worker in registry.all where worker.principal == owner { registry.recordWork(of: worker.name, 1) }
        let error = #expect(throws: DomainError.self) {
            try registry.register(request("newer"), by: owner, at: .seconds(2))
        }
        #expect(error?.code == .exhausted)
        try registry.register(request("newer"), by: other, at: .seconds(2))
        // Lost ones go as well.
        try registry.register(request("newer still"), by: owner, at: .seconds(40))
        // Who never did anything is forgotten soon, the others later.
        _ = registry.capability(of: "honest", at: .seconds(200))
        #expect(registry["newer"] == nil && registry.count == WorkerRegistry.mostNames - 1)
    }

    @Test("Registering is news once, and again after a worker was lost")
    func registeringIsNewsOnce() throws {
        var registry = WorkerRegistry(slowFactor: 1.5, timeout: .seconds(30))
        let news = try [0, 1, 2, 60].map { try registry.register(request("a"), by: owner, at: .seconds($0)) }
        #expect(news == [true, false, false, true])
    }

    @Test("What a caller has said in the log is bounded, and how much was left out is said")
    func linesAreBounded() {
        var allowance = LogRateLimiter()
        let said = (0..<1000).compactMap { _ in allowance.take("hostile", at: .zero) }
        #expect(said.count == LogRateLimiter.perMinute && said.allSatisfy { $0 == 0 })
        #expect(allowance.take("honest", at: .zero) == 0)
        #expect(allowance.take("hostile", at: .seconds(2)) == 1000 - LogRateLimiter.perMinute)
        for number in 0..<10_000 { _ = allowance.take("caller-\(number)", at: .seconds(3)) }
    }

    @Test func whoDrainsGetsNothingEvenWhenItRegistersAgain() throws {
        var registry = try registry([("a", .seconds(1), ["cpp"])])
        registry.drain("a", true)
        try registry.register(request("a"), by: owner, at: .seconds(1))
        #expect(!registry.capability(of: "a", at: .seconds(1)).covers(.build("cpp")))
        registry.drain("a", false)
        #expect(registry.capability(of: "a", at: .seconds(1)).covers(.build("cpp")))
    }

    @Test func workersThatNeverComeBackAreForgotten() throws {
        var registry = try registry([("a", .seconds(1), ["cpp"])])
        #expect(registry.capability(of: "a", at: .seconds(3001)) == .nothing)
        #expect(registry.count == 0)
    }
}
