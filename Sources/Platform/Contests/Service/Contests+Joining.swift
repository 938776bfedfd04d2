internal import Coordinator
internal import FoundationEssentials
internal import Kernel
internal import Storage
internal import Units

/// How people come to take part, alone or in teams.
extension Contests {
    private struct Joining: Decodable, Sendable { var division, accessCode: String? }
    private struct Forming: Decodable, Sendable {
        var name: String
        var division, accessCode: String?
    }
    private struct Person: Decodable, Sendable { var person: String }

    static let readTeams: Action = "contests.read-teams"

    var joiningRoutes: [Route] {
        let one = Self.path + "/{id}"
        let team = one + "/teams/{team}"
        return [
            Route(.post, one + "/join", JoinContest.action, "Takes part.") { try await self.join($0) },
            Route(.post, one + "/leave", LeaveContest.action, "Takes part no more.") { request in
                let terms = try await self.terms(request)
                return try await self.answer(LeaveContest(terms: terms), request)
            },
            Route(.post, one + "/begin", BeginWindow.action, "Begins one's own time, where each has such.") {
                let terms = try await self.terms($0)
                return try await self.answer(BeginWindow(terms: terms), $0)
            },
            Route(.post, one + "/virtual", BeginVirtual.action, "Takes part alone after the end, from now on.") {
                let terms = try await self.terms($0)
                return try await self.answer(BeginVirtual(terms: terms), $0)
            },
            Route(.get, one + "/teams", Self.readTeams, "One's own team, and those that have invited one.") {
                try await self.teams($0)
            },
            Route(.post, one + "/teams", FormTeam.action, "Forms a team.") { try await self.form($0) },
            Route(.post, team + "/join", JoinTeam.action, "Joins a team that one was invited to.") { request in
                let terms = try await self.terms(request)
                let id = try request.id("team", of: "team")
                return try await self.answer(JoinTeam(terms: terms, team: id), request)
            },
            Route(.post, team + "/invitations", InviteToTeam.action, "Lets somebody join one's team.") { request in
                let body: Person = try request.decoded()
                guard let person = EntityID(body.person) else { throw ContestText.wrong("person", "is a person's id") }
                return try await self.invite(person, isWithdrawn: false, request)
            },
            Route(
                .delete, team + "/invitations/{person}", InviteToTeam.action, "Lets somebody join one's team no more."
            ) { request in
                try await self.invite(try request.id("person", of: "person"), isWithdrawn: true, request)
            },
        ]
    }

    private func terms(_ request: RouteRequest) async throws -> JoinTerms {
        let id = try request.id(of: "contest")
        let contest = try await invitedContest(id, for: request.actor)
        guard contest.finalized == nil || contest.details.allowsVirtual else { throw ContestRefusal.finalized }
        return JoinTerms(id, contest)
    }

    /// As ``contest(_:for:)``, also for whom a team has invited.
    private func invitedContest(_ id: EntityID, for actor: Actor) async throws -> Contest {
        do {
            return try await contest(id, for: actor)
        } catch let error as DomainError where error.code == .notFound {
            let contest: Contest = try await commands.state(of: id.stream(ContestStream.contests))
            guard contest.isCreated, let person = actor.person,
                try await roster(id).participants.ids(where: { $0.invited.contains(person) }).first != nil
            else { throw error }
            return contest
        }
    }

    /// Who brings a hidden contest's code may see it.
    private func opened(_ request: RouteRequest, code: String?) async throws -> JoinTerms {
        let id = try request.id(of: "contest")
        let contest: Contest = try await commands.state(of: id.stream(ContestStream.contests))
        let digest = contest.details.accessCodeSha256
        let isRight = !digest.isEmpty && ContestBody.digest(code ?? "", of: id) == digest
        if contest.details.isHidden, !isRight { _ = try await self.contest(id, for: request.actor) }
        guard contest.isCreated else { throw ContestRefusal.noContest }
        guard digest.isEmpty || isRight else {
            throw DomainError(.forbidden, "this contest is joined with a code", advice: "ask its organisers for it")
        }
        return JoinTerms(id, contest)
    }

    private func join(_ request: RouteRequest) async throws -> RouteAnswer {
        let body: Joining = request.body.isEmpty ? Joining() : try request.decoded()
        let terms = try await opened(request, code: body.accessCode)
        let division = body.division ?? ""
        let done = try await commands.perform(
            JoinContest(terms: terms, division: division), by: request.actor, request.command)
        let contest = try await commands.state(
            of: terms.contest.stream(ContestStream.contests), as: Contest.self)
        return try RouteAnswer(
            ContestAnswers.Joined(
                contest: "\(terms.contest)", participant: request.actor.person.map { "\($0)" } ?? "",
                division: division, phase: contest.phase(at: now).rawValue), position: done.position)
    }

    private func form(_ request: RouteRequest) async throws -> RouteAnswer {
        let body: Forming = try request.decoded()
        let terms = try await opened(request, code: body.accessCode)
        guard let person = request.actor.person else { throw ContestRefusal.onlyPeople }
        let name = try ContestText.line(body.name, "name", 1...100)
        let id = request.newID(of: "team")
        let command = FormTeam(
            terms: terms, team: id, nameSealed: try await names.seal(name, of: person), division: body.division ?? "")
        let done = try await commands.perform(command, by: request.actor, request.command)
        return try RouteAnswer(
            ContestAnswers.Made(id: "\(id)"), .created(at: "\(Self.path)/\(terms.contest)/teams/\(id)"),
            position: done.position)
    }

    private func invite(_ person: EntityID, isWithdrawn: Bool, _ request: RouteRequest) async throws -> RouteAnswer {
        let terms = try await terms(request)
        let team = try request.id("team", of: "team")
        return try await answer(
            InviteToTeam(terms: terms, team: team, person: person, isWithdrawn: isWithdrawn), request)
    }

    private func answer(_ command: some RosterCommand, _ request: RouteRequest) async throws -> RouteAnswer {
        let done = try await commands.perform(command, by: request.actor, request.command)
        return RouteAnswer(position: done.position)
    }

    private func teams(_ request: RouteRequest) async throws -> RouteAnswer {
        let id = try request.id(of: "contest")
        _ = try await invitedContest(id, for: request.actor)
        guard let person = request.actor.person else { throw ContestRefusal.onlyPeople }
        let roster = try await roster(id)
        let own = roster.places[person].flatMap { place in roster.participants[place].map { (place, $0) } }
        let inviting = roster.participants.ids(where: { $0.invited.contains(person) })
        var answer = ContestAnswers.Teams(team: nil, invitations: [])
        if let own, own.1.isTeam { answer.team = try await team(own.0, own.1, isOwn: true) }
        for id in inviting.prefix(100) {
            guard let known = roster.participants[id] else { continue }
            answer.invitations.append(try await team(id, known, isOwn: false))
        }
        return try RouteAnswer(answer)
    }

    private func team(_ id: EntityID, _ team: Participant, isOwn: Bool) async throws -> ContestAnswers.Team {
        let name = try await names.names(of: [id: team])[id]
        return .init(
            id: "\(id)", name: name, division: team.division, people: team.people.map { "\($0)" },
            invited: isOwn ? team.invited.map { "\($0)" }.sorted() : [])
    }
}
