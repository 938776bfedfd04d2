import Events
import Foundation
import KernelTestSupport
import Storage
import Synchronization
import Testing

@testable import Coordinator
@testable import Invocations
@testable import Kernel

/// Solutions by test cases, from the package to the table.
@Suite("Invocations", .timeLimit(.minutes(1))) struct InvocationTests {
    @Test("All solutions are judged on all test cases, and what is not as promised stands out")
    func whole() async throws {
        try await Workbench.with { bench in
            let problem = try await bench.make()
            let choice = try await bench.ask(.get, "problems/{id}/solutions", ["id": "\(problem)"])
            let solutions = choice.list("solutions")
            #expect(
                solutions.map { $0["path"] as? String } == [
                    "accepted/fast.cpp", "accepted/slow.cpp", "wrong_answer/never.cpp",
                ])
            #expect(choice.object["tests"] as? Int == 3)
            #expect(choice.object["groups"] as? [String] == ["sample", "secret"])
            let id = try await bench.begin(problem, key: "k")
            #expect(try await bench.begin(problem, key: "k") == id)
            try await bench.judge(id, 0, [(.accepted, 10), (.accepted, 20), (.accepted, 30)])
            let state = try await bench.taken(id, 1)
            #expect(state.accepted.allTests && state.accepted.priority == .rejudge)
            let early = try await bench.matrix(id)
            #expect(early.state == "running" && early.done == 3 && early.total == 9)
            #expect(early.solutions[1].isAsExpected == nil && early.solutions[1].cells == [nil, nil, nil])
            try await bench.judge(id, 1, [(.accepted, 10), (.accepted, 500), (.accepted, 400)])
            try await bench.judge(id, 2, [(.accepted, 10), (.accepted, 20), (.accepted, 900)])
            let matrix = try await bench.matrix(id)
            #expect(matrix.state == "ended" && matrix.done == 9 && matrix.isWhole && matrix.testsInAll == 3)
            #expect(matrix.tests.map(\.name) == ["sample/1", "secret/1", "secret/2"])
            #expect(matrix.solutions.map(\.isAsExpected) == [true, true, false])
            #expect(matrix.solutions[2].broken == ["AC instead of WA"] && matrix.solutions[2].expected == ["WA"])
            #expect(matrix.solutions[1].cells[1] == .init(verdict: "AC", cpuMilliseconds: 500, memoryBytes: 4096))
            // The wrong one is slower, and tells nothing of the limit.
            #expect(
                matrix.slowestAccepted?.solution == "accepted/slow.cpp" && matrix.slowestAccepted?.test == "secret/1")
            #expect(matrix.timeLimitMilliseconds == 2000 && matrix.margin == 4)

            let list = try await bench.ask(.get, "problems/{id}/invocations", ["id": "\(problem)"])
            let rows = list.list("invocations")
            #expect(rows.count == 1 && rows[0]["id"] as? String == "\(id)" && rows[0]["tests"] as? Int == 3)
        }
    }

    @Test("A part of it can be asked for, and it comes page by page")
    func parts() async throws {
        try await Workbench.with { bench in
            let problem = try await bench.make()
            let id = try await bench.begin(problem)
            try await bench.judge(id, 0, [(.accepted, 10), (.accepted, 20), (.accepted, 30)])
            try await bench.judge(id, 1, [(.accepted, 10), (.timeLimit, 2100), (.accepted, 30)])
            try await bench.judge(id, 2, [(.accepted, 10), (.accepted, 20), (.wrongAnswer, 30)])
            func part(_ query: [String: String]) async throws -> ([String], [String]) {
                let matrix = try await bench.matrix(id, query: query)
                #expect(matrix.total == 9 && matrix.solutions.allSatisfy { $0.cells.count == matrix.tests.count })
                return (matrix.solutions.map(\.path), matrix.tests.map(\.name))
            }
            #expect(try await part(["solution": "accepted/"]).0 == ["accepted/fast.cpp", "accepted/slow.cpp"])
            #expect(try await part(["test": "secret/"]).1 == ["secret/1", "secret/2"])
            #expect(try await part(["verdict": "TLE"]).1 == ["secret/1"])
            #expect(try await part(["verdict": "TLE", "solution": "fast"]).1 == [])
            #expect(try await part(["unexpected": "true"]).0 == ["accepted/slow.cpp"])
            let first = try await bench.matrix(id, query: ["limit": "2"])
            #expect(first.tests.map(\.name) == ["sample/1", "secret/1"] && first.next == "secret/1")
            let second = try await bench.matrix(id, query: ["limit": "2", "cursor": "secret/1"])
            #expect(second.tests.map(\.name) == ["secret/2"] && second.next == nil)
            #expect(second.solutions[2].cells.map { $0?.verdict } == ["WA"])
            for query in [["verdict": "XX"], ["limit": "0"], ["limit": "x"], ["cursor": "none"]] {
                try await expectRefusal(.invalid) { try await bench.matrix(id, query: query) }
            }
        }
    }

    @Test("Some solutions are judged on some test cases, and nothing is said then of what they promise")
    func chosen() async throws {
        try await Workbench.with { bench in
            let problem = try await bench.make()
            let id = try await bench.begin(
                problem, #"{"solutions":["wrong_answer/never.cpp"],"tests":["secret/2","sample"]}"#)
            let state = try await bench.taken(id, 0)
            #expect(state.accepted.tests == 2)
            try await bench.judge(id, 0, [(.accepted, 10), (.accepted, 30)])
            let matrix = try await bench.matrix(id)
            #expect(matrix.tests.map(\.name) == ["sample/1", "secret/2"] && !matrix.isWhole)
            #expect(matrix.solutions.map(\.verdict) == ["AC"] && matrix.solutions[0].isAsExpected == nil)
            // All by their names are all.
            let all = try await bench.begin(problem, #"{"tests":["secret","sample"]}"#)
            #expect(try await bench.taken(all, 0).accepted.tests == 3)
            #expect(try await bench.matrix(all).isWhole)
        }
    }

    @Test("An invocation is of its version, whatever becomes of the problem")
    func versions() async throws {
        try await Workbench.with { bench in
            let problem = try await bench.make()
            try await bench.ask(
                .delete, "testcases/{problem}/{name}", ["problem": "\(problem)", "name": "secret/1"])
            let now = try await bench.begin(problem)
            let before = try await bench.begin(problem, #"{"version":1}"#)
            #expect(try await bench.taken(now, 0).accepted.tests == 2)
            #expect(try await bench.taken(before, 0).accepted.tests == 3)
            try await bench.ask(.delete, "problems/{id}", ["id": "\(problem)"])
            #expect(try await bench.matrix(before).tests.count == 3)
            try await expectRefusal(.notFound) { try await bench.begin(problem) }
        }
    }

    @Test("What the fleet does not take is said, and the others are judged all the same")
    func refused() async throws {
        try await Workbench.with { bench in
            var files = Workbench.package
            files["submissions/accepted/what.xyz"] = "?"
            let problem = try await bench.make(files)
            let id = try await bench.begin(problem)
            var matrix = try await bench.matrix(id)
            while matrix.solutions.first(where: { $0.state == "refused" }) == nil {
                try await Task.sleep(for: .milliseconds(2))
                matrix = try await bench.matrix(id)
            }
            let refused = try #require(matrix.solutions.firstIndex { $0.state == "refused" })
            #expect(matrix.solutions[refused].path == "accepted/what.xyz" && matrix.solutions[refused].reason != nil)
            for place in matrix.solutions.indices where place != refused {
                try await bench.judge(id, place, [(.accepted, 1), (.accepted, 1), (.accepted, 1)])
            }
            #expect(try await bench.matrix(id).state == "ended")
        }
    }

    @Test("What was begun is judged also when the coordinator was killed, each solution once, and what is known stays")
    func restart() async throws {
        let place = try TestPlace()
        let begun = Mutex<EntityID?>(nil)
        try await Workbench.with(at: place) { bench in
            let problem = try await bench.make()
            let id = try await bench.begin(problem)
            try await bench.judge(id, 0, [(.accepted, 10), (.accepted, 20), (.accepted, 30)])
            _ = try await bench.taken(id, 2)
            begun.withLock { $0 = id }
        }
        try await Workbench.with(at: place) { bench in
            let id = try #require(begun.withLock { $0 })
            // From the beginning, as if nothing were known of how far it was.
            let context = ReactionContext(
                commands: bench.services.commands, actor: Actor(.platform(bench.invocations.judging.name)), key: "again"
            )
            for entry in try await bench.log.read(after: .start, limit: 1000)
            where bench.invocations.judging.streams.matches(entry.stream) {
                try await bench.invocations.judging.act(entry, context)
            }
            let entries = try await bench.log.read(after: .start, limit: 1000)
            let accepted = entries.flatMap(\.events).filter { $0.type == SubmissionAccepted.persistedType }
            #expect(accepted.count == 3)
            let matrix = try await bench.matrix(id)
            #expect(matrix.solutions.map(\.state) == ["judged", "waiting", "waiting"] && matrix.done == 3)
            try await bench.judge(id, 1, [(.accepted, 10), (.accepted, 20), (.accepted, 30)])
            #expect(try await bench.matrix(id).done == 6)
        }
    }

    @Test("What is stopped is judged no further, and what came before stays")
    func stopped() async throws {
        try await Workbench.with { bench in
            let id = try await bench.begin(try await bench.make())
            try await bench.judge(id, 0, [(.accepted, 10), (.accepted, 20), (.accepted, 30)])
            _ = try await bench.taken(id, 2)
            for _ in 0..<2 { try await bench.ask(.post, "invocations/{id}/stop", ["id": "\(id)"]) }
            for solution in [1, 2] {
                while try await bench.taken(id, solution).phase != .cancelled {
                    try await Task.sleep(for: .milliseconds(2))
                }
            }
            let matrix = try await bench.matrix(id)
            #expect(matrix.state == "stopped" && matrix.solutions.map(\.state) == ["judged", "stopped", "stopped"])
        }
    }

    @Test("Whoever may see it is told how far it is")
    func followed() async throws {
        try await Workbench.with { bench in
            let id = try await bench.begin(try await bench.make())
            _ = try await bench.taken(id, 2)
            var news = try bench.platform.topics.follow("invocations/{id}", ["id": "\(id)"], as: Workbench.owner)
                .makeAsyncIterator()
            var text = ""
            try await bench.judge(id, 0, [(.accepted, 10), (.accepted, 20), (.accepted, 30)])
            while !text.contains(#""done":3"#) {
                text = String(decoding: await news.next()?.bytes ?? [], as: UTF8.self)
            }
            #expect(text.contains(#""state":"running","total":9"#))
        }
    }
}
