internal import Coordinator
internal import Events
internal import FoundationEssentials
internal import Grading
package import Kernel
internal import Storage

/// How a submission's judging goes, as its followers see it.
struct SubmissionNews: Encodable, Sendable {
    var id: String
    /// As if it did not exist, for whoever may not know of it.
    var submission: SubmissionSummary?
    /// How many test cases have ended.
    var done: Int?
    /// How many there are.
    var total: UInt32?
    /// Those that have ended; provisional until the judgement.
    var tests: [JudgingProgress.Test]?
}

extension SubmissionDesk {
    /// Of so many judgings of a submission the progress is followed; of later ones the judgement.
    private static let followedGenerations: UInt32 = 4

    /// What people watch of a submission: each as far as they may see it.
    var topic: Topic {
        var topic = Topic("submissions/{id}", SubmissionPermits.read) { parameters in
            guard let id = EntityID(parameters["id"] ?? "") else { return .oneOf([]) }
            let fleet = (1...Self.followedGenerations).map { "submission-\(JudgingName(id, $0).fleetID)" }
            return .anyOf([.oneOf(["\(SubmissionStream.prefix)-\(id)"] + fleet), self.contests.submissionStreams])
        } show: { request, _ in
            try Topic.Content(try await self.news(of: request.parameters["id"] ?? "", for: request.audience))
        }
        topic.audience = { Audience($0).text }
        topic.beside = { parameters, changed in try await self.follow(parameters["id"] ?? "", changed) }
        // Test cases end by the hundred in a second; nobody reads that.
        topic.pause = .milliseconds(250)
        return topic
    }

    /// Notes what workers say of a submission while somebody watches it.
    private func follow(_ text: String, _ changed: () -> Void) async throws {
        guard let id = EntityID(text) else { return }
        let judgings = (1...Self.followedGenerations).map { JudgingName(id, $0).fleetID }
        live.begin(judgings)
        defer { live.end(judgings) }
        try await fleet.follow(judgings) { judging, finding in
            live.note(finding, of: judging)
            changed()
        }
    }

    /// How far the newest judging of a submission is; nil for whoever may not see each test case, and where it has ended.
    func progress(
        of submission: Submission, _ id: EntityID, _ sight: Sight
    ) async throws -> JudgingProgress? {
        let judging = submission.judgingName(id).fleetID
        guard sight.seesTests, submission.phase != .judged, submission.phase != .refused,
            let state = try await fleet.state(of: judging)
        else { return nil }
        let recorded = state.batches.values.flatMap(\.result.tests)
        // What is said of a judging that has ended is not waited for any more.
        let found = state.phase == .open ? live.found(of: judging) : [:]
        return JudgingProgress(
            recorded: recorded, found: state.built == nil ? [:] : found, names: try await fleet.testNames(of: state),
            total: state.accepted.tests)
    }

    /// What is shown to an audience. Of what there is not, the same as of what it may not know of.
    func news(of text: String, for audience: String) async throws -> SubmissionNews {
        var news = SubmissionNews(id: text)
        guard let id = EntityID(text), let actor = Audience(reading: audience)?.actor else { return news }
        do {
            let (submission, facts, sight) = try await seen(id, by: actor)
            news.submission = Self.summary(submission, facts, sight)
            let progress = try await progress(of: submission, id, sight)
            (news.done, news.total, news.tests) = (progress?.done, progress?.total, progress?.tests)
        } catch let error as DomainError where error.code == .notFound {
            return news
        }
        return news
    }
}

/// Who sees the same of all submissions: one actor, with its roles. A pure value.
package struct Audience: Hashable {
    /// The actor, without where it is.
    package var actor: Actor

    /// Those who see the same as an actor.
    package init(_ actor: Actor) {
        // Where somebody is, and in which session, changes nothing of what they see.
        self.actor = Actor(actor.identity, grants: actor.grants, scopes: actor.scopes)
    }

    private struct Parts: Codable {
        struct Grant: Codable {
            var role, kind, id: String
        }

        var person: String?
        var program: String?
        var grants: [Grant]
        var scopes: [String]?
    }

    /// The same for the same actor.
    package var text: String {
        var parts = Parts(grants: [], scopes: actor.scopes?.sorted())
        switch actor.identity {
        case .person(let id): parts.person = "\(id)"
        case .program(let name): parts.program = name
        case .anybody, .platform: break
        }
        parts.grants = actor.grants.map {
            Parts.Grant(role: $0.role.rawValue, kind: $0.scope.kind, id: $0.scope.id)
        }.sorted { ($0.role, $0.kind, $0.id) < ($1.role, $1.kind, $1.id) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        guard let data = try? encoder.encode(parts) else { return "" }
        return String(decoding: data, as: UTF8.self)
    }

    /// Reads what ``text`` wrote; nil if it is something else.
    package init?(reading text: String) {
        guard let parts = try? JSONDecoder().decode(Parts.self, from: Data(text.utf8)) else { return nil }
        var identity = Actor.Identity.anybody
        if let person = parts.person.flatMap({ EntityID($0) }) { identity = .person(person) }
        if let program = parts.program { identity = .program(program) }
        let grants = parts.grants.map { RoleGrant(RoleName(rawValue: $0.role), in: Scope($0.kind, $0.id)) }
        actor = Actor(identity, grants: Set(grants), scopes: parts.scopes.map { Set($0) })
    }
}
