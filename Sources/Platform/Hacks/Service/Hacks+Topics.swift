internal import Coordinator
internal import Events
internal import FoundationEssentials
internal import Kernel
internal import Submissions

/// What people watch of hacks: the list and each hack, as far as each of them may see it.
extension Hacks {
    /// The topics. Of a contest that somebody may not know of they are shown what they are of one that there is not: nothing.
    var topics: [Topic] {
        let all = "contests/{id}/hacks"
        return [
            watched(all) { terms, actor, _ in
                // Before the page is read: what changes meanwhile is told of the next time.
                let sight = self.sight(terms, actor)
                let seen = try await self.hacks(of: terms.contest).hacks.filter { sight.sees($0) }
                let page = try await self.list(terms, actor, after: nil, atMost: Self.mostWatched)
                return try Topic.Content(page, rest: seen.hashValue)
            },
            watched(all + "/{hack}") { terms, actor, parameters in
                let sight = self.sight(terms, actor)
                guard let id = EntityID(parameters["hack"] ?? ""),
                    let hack = try await self.hacks(of: terms.contest).hack(id), sight.sees(hack)
                else { throw DomainError.noHack }
                let names = try await self.contests.names(of: [hack.hacker, hack.defender], in: terms.contest)
                return try Topic.Content(HackBody.Listed(hack, names, for: sight.reader, seesAll: sight.seesAll))
            },
        ]
    }

    /// How many hacks the topic has: a page of the list.
    private static let mostWatched = 50

    private func watched(
        _ path: String,
        show: @escaping @Sendable (HackingTerms, Actor, [String: String]) async throws -> Topic.Content
    ) -> Topic {
        var topic = Topic(path, Self.read) { parameters in
            guard let id = EntityID(parameters["id"] ?? "") else { return .oneOf([]) }
            return .oneOf(["\(HackStream.prefix)-\(id)"] + self.contests.hackingStreams(of: id))
        } show: { request, _ in
            guard let actor = Audience(reading: request.audience)?.actor,
                let contest = EntityID(request.parameters["id"] ?? "")
            else { return .nothing }
            do {
                let terms = try await self.contests.hacking(in: contest, for: actor, at: self.services.clock.now)
                return try await show(terms, actor, request.parameters)
            } catch let error as DomainError where error.code == .notFound {
                return .nothing
            }
        }
        topic.audience = { Audience($0).text }
        // Hacks come one after the other while all hack.
        topic.pause = .milliseconds(250)
        return topic
    }
}
