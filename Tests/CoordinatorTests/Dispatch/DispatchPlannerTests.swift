import Identity
import Storage
import TestSupport
import Testing
import Wire

@testable import Coordinator

struct DispatchPlannerTests {
    private func planner(_ workers: [String: [String]]) throws -> DispatchPlanner {
        var registry = WorkerRegistry(slowFactor: 1.5, timeout: .seconds(30))
        for (name, languages) in workers {
            var request = WorkerRegistration(name: name, jobsVersion: JobsVersion.current)
            request.languages = languages
            try registry.register(request, by: Principal(role: .worker, name: name), at: .zero)
        }
        return DispatchPlanner(workers: registry)
    }

    /// What is found in order is what looking at all lanes finds.
    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
    func theNextLaneIsTheOneOfFairShare(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var counts: [JobLane: Int] = [:]
        for _ in 0..<60 {
            let lane = JobLane(
                priority: UInt8.random(in: 0...3, using: &random),
                tenant: "tenant-\(Int.random(in: 0..<12, using: &random))",
                requirement: ["cpp", "run cpp", "java", ""].randomElement(using: &random) ?? "")
            counts[lane] = Int.random(in: 1...5, using: &random)
        }
        let capability = WorkerCapability(builds: ["cpp"], runs: ["cpp"], measures: true)
        var share = FairShare()
        var table = LaneTable(counts)
        while let lane = table.take(for: capability, kind: 1, by: share) {
            let fitting = counts.keys.filter { capability.covers(LaneRequirement($0.requirement)) }
            #expect(share.next(among: Array(fitting)) == lane)
            counts[lane] = (counts[lane] ?? 0) > 1 ? (counts[lane] ?? 0) - 1 : nil
            share.charge(lane, work: Double.random(in: 0.01...3, using: &random))
        }
        #expect(counts.keys.allSatisfy { !capability.covers(LaneRequirement($0.requirement)) })
    }

    /// What a job costs more than was taken for granted is its own tenant's, and puts nobody else back.
    @Test func sharesAreAlikeThoughWorkIsKnownLater() throws {
        var planner = try planner(["a": ["cpp"]])
        let lanes = ["long", "short"].map { JobLane(priority: 0, tenant: $0, requirement: "cpp") }
        planner.update(waiting: [lanes[0]: 10_000, lanes[1]: 10_000])
        var work: [JobLane: Double] = [:]
        for _ in 0..<1100 {
            let plans = planner.plan([DispatchPlanner.Request(id: 1, worker: "a", count: 1)], at: .zero)
            let lane = try #require(plans[1]?.keys.first)
            planner.settle(lane, 1)
            planner.charge(lane, work: lane == lanes[0] ? 10 : 1)
            work[lane, default: 0] += lane == lanes[0] ? 10 : 1
        }
        #expect(abs((work[lanes[0]] ?? 0) - (work[lanes[1]] ?? 0)) <= 10)
    }

    @Test func allWhoAskGetOneBeforeAnyGetsTwo() throws {
        var planner = try planner(["a": ["cpp"], "b": ["cpp"], "c": ["java"]])
        let lane = JobLane(priority: 0, tenant: "course", requirement: "cpp")
        planner.update(waiting: [lane: 3])
        let asking = ["a", "b", "c"].enumerated().map { place, name in
            DispatchPlanner.Request(id: UInt64(place), worker: name, count: 8)
        }
        #expect(planner.plan(asking, at: .zero) == [0: [lane: 2], 1: [lane: 1]])
    }

    @Test func whatIsPromisedIsNotPromisedTwice() throws {
        var planner = try planner(["a": ["cpp"]])
        let lane = JobLane(priority: 0, tenant: "course", requirement: "cpp")
        let asking = [DispatchPlanner.Request(id: 1, worker: "a", count: 2)]
        planner.update(waiting: [lane: 3])
        #expect(planner.plan(asking, at: .zero) == [1: [lane: 2]])
        planner.update(waiting: [lane: 3])
        #expect(planner.plan(asking, at: .zero) == [1: [lane: 1]])
        planner.settle(lane, 3)
        planner.update(waiting: [lane: 1])
        #expect(planner.plan(asking, at: .zero) == [1: [lane: 1]])
    }

    @Test(arguments: ["cpp", "run cpp", "measure cpp java", "again cpp judge 7", ""])
    func requirementsAreWrittenAsTheyAreRead(text: String) {
        #expect(LaneRequirement(text).text == text)
    }
}
