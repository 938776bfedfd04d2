internal import Coordinator
internal import Hacks
internal import Kernel
internal import Units

/// What organisers and judges do with a contest.
extension Contests {
    private struct Finalizing: Decodable, Sendable { var extraBronze: Int? }
    private struct Interval: Decodable, Sendable { var from, until: String }
    private struct Adjusting: Decodable, Sendable {
        var submission, participant, reason: String?
        var seconds, minutes: Int64?
    }

    var organisingRoutes: [Route] {
        let one = Self.path + "/{id}"
        return [
            Route(.post, one + "/freeze", FreezeContest.action, "Freezes the board now.") { request in
                let command = FreezeContest(contest: try request.id(of: "contest"))
                return RouteAnswer(position: try await self.perform(command, request).position)
            },
            Route(.post, one + "/thaw", ThawContest.action, "Shows everybody what was frozen.") { request in
                let command = ThawContest(contest: try request.id(of: "contest"))
                return RouteAnswer(position: try await self.perform(command, request).position)
            },
            Route(.post, one + "/finalize", FinalizeContest.action, "Says that the results are final.") {
                try await self.finalize($0)
            },
            Route(.post, one + "/removed-intervals", RemoveInterval.action, "Takes a time out of the clock.") {
                try await self.removeInterval($0)
            },
            Route(
                .delete, one + "/removed-intervals/{interval}", RestoreInterval.action,
                "Puts a time back that was taken out of the clock."
            ) { request in
                let interval = try request.id("interval", of: "removed interval")
                let command = RestoreInterval(contest: try request.id(of: "contest"), id: interval)
                return RouteAnswer(position: try await self.perform(command, request).position)
            },
        ]
            + ["ignore", "count", "extra-time", "penalty", "disqualify", "reinstate"].map { name in
                Route(.post, "\(one)/\(name)", AdjustContest.action, "For a submission or participant: \(name).") {
                    try await self.adjust(name, $0)
                }
            }
    }

    private func finalize(_ request: RouteRequest) async throws -> RouteAnswer {
        let id = try request.id(of: "contest")
        let contest = try await contest(id, for: request.actor)
        try services.require(request.actor, FinalizeContest.action, to: contest.subject(id))
        let body: Finalizing = request.body.isEmpty ? Finalizing() : try request.decoded()
        guard (0...1000).contains(body.extraBronze ?? 0) else {
            throw ContestText.wrong("extraBronze", "is from 0 to 1000")
        }
        let command = FinalizeContest(
            contest: id, extraBronze: body.extraBronze ?? 0, unjudged: index.unjudged(in: id),
            openHacks: try await hacks(id).open, unanswered: try await messages(id).unanswered)
        return RouteAnswer(position: try await perform(command, request).position)
    }

    private func removeInterval(_ request: RouteRequest) async throws -> RouteAnswer {
        let id = try request.id(of: "contest")
        let body: Interval = try request.decoded()
        let interval = request.newID(of: "removed interval")
        let command = RemoveInterval(
            contest: id, id: interval,
            interval: RemovedInterval(
                from: try ContestBody.time(body.from, "from"), until: try ContestBody.time(body.until, "until")))
        let done = try await perform(command, request)
        return try RouteAnswer(
            ContestAnswers.Made(id: "\(interval)"),
            .created(at: "\(Self.path)/\(id)/removed-intervals/\(interval)"), position: done.position)
    }

    private func adjust(_ name: String, _ request: RouteRequest) async throws -> RouteAnswer {
        let id = try request.id(of: "contest")
        let contest = try await contest(id, for: request.actor)
        try services.require(request.actor, AdjustContest.action, to: contest.subject(id))
        let body: Adjusting = try request.decoded()
        let reason = try ContestText.text(body.reason ?? "", "reason", 0...2000)
        let roster = try await roster(id)
        let adjustment: AdjustContest.Adjustment
        switch name {
        case "ignore": adjustment = .ignore(submission: try submission(body.submission, id), reason: reason)
        case "count": adjustment = .count(submission: try submission(body.submission, id))
        case "extra-time":
            guard let seconds = body.seconds, (0...31 * 86_400).contains(seconds) else {
                throw ContestText.wrong("seconds", "is from 0 to \(31 * 86_400)")
            }
            adjustment = .extraTime(
                participant: try Self.participant(body.participant, contest, roster), .seconds(seconds))
        case "penalty":
            guard let minutes = body.minutes else { throw ContestText.wrong("minutes", "is a number") }
            adjustment = .penalty(
                participant: try Self.participant(body.participant, contest, roster), minutes: minutes)
        case "disqualify":
            adjustment = .disqualify(
                participant: try Self.participant(body.participant, contest, roster), reason: reason)
        default: adjustment = .reinstate(participant: try Self.participant(body.participant, contest, roster))
        }
        let command = AdjustContest(
            contest: id, adjustment: adjustment,
            isAlone: body.participant.flatMap { EntityID($0) }.map { roster.isAlone($0) } ?? false)
        return RouteAnswer(position: try await perform(command, request).position)
    }

    private func submission(_ text: String?, _ contest: EntityID) throws(DomainError) -> EntityID {
        guard let id = text.flatMap({ EntityID($0) }), index.read(contest, { $0.board.attempt(id) != nil }) == true
        else { throw DomainError(.notFound, "the contest has no submission of that id") }
        return id
    }

    /// Somebody who takes part, or who left and has something that can be taken back.
    private static func participant(
        _ text: String?, _ contest: Contest, _ roster: Roster
    ) throws(DomainError) -> EntityID {
        guard let id = text.flatMap({ EntityID($0) }),
            roster.participants[id] != nil || roster.isAlone(id) || contest.hasAdjusted(id)
        else { throw ContestRefusal.noParticipant }
        return id
    }
}
