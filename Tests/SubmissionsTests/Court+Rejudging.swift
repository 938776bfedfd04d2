import Events
import Foundation
import KernelTestSupport
import Storage
import SwiftProtobuf
import Synchronization
import TestSupport
import Testing
import Units

@testable import Coordinator
@testable import Kernel
@testable import Submissions

extension LoggedVerdict {
    /// What comes of the three test cases if this comes of each.
    var everywhere: [LoggedVerdict] { self == .accepted ? [self, self, self] : [self] }
}

extension Court {
    /// Something that was handed in in the contest, and judged.
    func judged(_ verdicts: [LoggedVerdict], by actor: Actor = .alice) async throws -> EntityID {
        let id = try await handIn(by: actor, contest: Neighbours.contest)
        try await wait(for: id) { $0.phase == .judging }
        try await judge(id, verdicts == [.accepted] ? LoggedVerdict.accepted.everywhere : verdicts)
        try await wait(for: id) { $0.phase == .judged }
        return id
    }

    /// Has a set judged anew.
    @discardableResult
    func open(_ body: String = "", key: String? = nil) async throws -> Rig.Answer {
        try await ask(
            .post, "contests/{id}/rejudgings", by: .judge, parameters: ["id": "\(Neighbours.contest)"], body: body,
            key: key)
    }

    @discardableResult
    func askOne(
        _ id: EntityID, _ method: Route.Method, _ path: String = "", query: [String: String] = [:], body: String = ""
    ) async throws -> Rig.Answer {
        try await ask(
            method, "contests/{id}/rejudgings/{rejudging}" + path, by: .judge,
            parameters: ["id": "\(Neighbours.contest)", "rejudging": "\(id)"], query: query, body: body)
    }

    /// The submissions of a set: what they are called, from which verdict to which, and how far they are.
    func rejudged(_ id: EntityID, only: String) async throws -> [String] {
        try await askOne(id, .get, "/submissions", query: ["only": only]).list("submissions").map { row in
            ["id", "from", "to", "state"].map { row[$0] as? String ?? "" }.joined(separator: " ")
        }
    }

    /// All that is shown of submissions.
    func seen(_ ids: [EntityID]) async throws -> [SubmissionResult] {
        var results: [SubmissionResult] = []
        for id in ids { results.append(try await desk.result(of: id, for: .admin)) }
        return results
    }

    func wait(forFleetToHave name: JudgingName) async throws {
        while try await fleet.load(name.fleetID) == nil { try await Task.sleep(for: .milliseconds(2)) }
    }

    func wait(for id: EntityID, _ isSo: (Rejudging) -> Bool) async throws {
        while !isSo(try await desk.rejudging(id)) { try await Task.sleep(for: .milliseconds(2)) }
    }
}
