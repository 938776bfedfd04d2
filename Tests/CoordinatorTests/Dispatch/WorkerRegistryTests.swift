import Testing
import Units
import Wire

@testable import Coordinator

struct WorkerRegistryTests {
    private let owner = Principal(role: .worker, name: "machines")
    private let other = Principal(role: .worker, name: "others")

    private func request(
        _ name: String, calibration: Duration = .seconds(1), languages: [String] = ["cpp"]
    ) -> Verdict_V1_RegisterRequest {
        var request = Verdict_V1_RegisterRequest()
        request.name = name
        request.calibrationNs = UInt64(calibration.nanoseconds)
        request.languages = languages.map { id in
            var language = Verdict_V1_WorkerLanguage()
            language.id = id
            return language
        }
        return request
    }

    private func registry(
        _ workers: [(name: String, calibration: Duration, languages: [String])]
    ) throws -> WorkerRegistry {
        var registry = WorkerRegistry(slowness: 1.5, patience: .seconds(30))
        for worker in workers {
            let request = request(worker.name, calibration: worker.calibration, languages: worker.languages)
            try registry.register(request, by: owner, at: .zero)
        }
        return registry
    }

    @Test func aNameIsOnePrincipalsWhileItsWorkerIsAlive() throws {
        var registry = try registry([("a", .seconds(1), ["cpp"])])
        #expect(throws: WireError.self) { try registry.register(request("a"), by: other, at: .seconds(10)) }
        try registry.register(request("a"), by: owner, at: .seconds(20))
        try registry.register(request("a"), by: other, at: .seconds(51))
        #expect(registry["a"]?.principal == other)
    }

    @Test(arguments: ["", String(repeating: "x", count: 129)])
    func aNameHas1To128Bytes(name: String) {
        var registry = WorkerRegistry(slowness: 1.5, patience: .seconds(30))
        #expect(throws: WireError.self) { try registry.register(request(name), by: owner, at: .zero) }
    }

    @Test func aCallerNeedNotSayWhichWorkerItIsIfItIsTheOnlyOne() throws {
        var registry = try registry([("a", .seconds(1), ["cpp"])])
        #expect(try registry.caller(owner, name: nil) == "a")
        #expect(throws: WireError.self) { try registry.caller(other, name: nil) }
        #expect(throws: WireError.self) { try registry.caller(other, name: "a") }
        try registry.register(request("b"), by: owner, at: .zero)
        #expect(throws: WireError.self) { try registry.caller(owner, name: nil) }
        #expect(try registry.caller(owner, name: "b") == "b")
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
        registry.heard("slow", at: .seconds(31))
        slow = registry.capability(of: "slow", at: .seconds(32))
        #expect(slow.covers(.run("cpp")) && slow.covers(.measure(["cpp"])))
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
