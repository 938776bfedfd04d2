import Coordinator
import Kernel
import KernelTestSupport
import TestSupport
import Testing
import Units

@testable import Contests

/// How people come to take part.
@Suite("Taking part", .timeLimit(.minutes(2))) struct JoiningTests {
    @Test("ends at the contest's capacity, at its closing time, and is done once")
    func limits() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make(["capacity": 2, "joinUntil": "\(Arena.time(3000))"])
            try await arena.join(Cast.alice, contest)
            try await expectRefusal(.alreadyExists) { try await arena.join(Cast.alice, contest) }
            let once = try await arena.ask(.post, "/{id}/join", contest, by: Cast.bob, key: "k")
            let again = try await arena.ask(.post, "/{id}/join", contest, by: Cast.bob, key: "k")
            #expect(try once.value("participant", as: String.self) == again.value("participant"))
            try await expectRefusal(.exhausted) { try await arena.join(Cast.carol, contest) }
            try await arena.ask(.post, "/{id}/leave", contest, by: Cast.bob)
            try await expectRefusal(.wrongState) { try await arena.ask(.post, "/{id}/leave", contest, by: Cast.bob) }
            try await arena.join(Cast.carol, contest)
            try await arena.ask(.post, "/{id}/leave", contest, by: Cast.carol)
            arena.move(to: 3000)
            try await expectRefusal(.wrongState) { try await arena.join(Cast.bob, contest) }
            arena.move(to: 3700)
            try await arena.submit(Cast.alice, contest, verdict: "AC")
            try await arena.ask(.post, "/{id}/leave", contest, by: Cast.alice)
            #expect(try await arena.board(contest).isEmpty)
        }
    }

    @Test("needs the code, where there is one, and a division, where there are some")
    func codes() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make(["accessCode": "sesame", "divisions": ["junior", "senior"]])
            try await expectRefusal(.forbidden) { try await arena.join(Cast.alice, contest, ["division": "junior"]) }
            let wrong: [String: Any] = ["division": "junior", "accessCode": "sesam"]
            try await expectRefusal(.forbidden) { try await arena.join(Cast.alice, contest, wrong) }
            for division in ["", "toddler"] {
                let body: [String: Any] = ["division": division, "accessCode": "sesame"]
                try await expectRefusal(.invalid) { try await arena.join(Cast.alice, contest, body) }
            }
            try await arena.join(Cast.alice, contest, ["division": "junior", "accessCode": "sesame"])
            // An edit that does not say a code leaves it, and one that says an empty one takes it away.
            let changes: [String: Any] = ["divisions": ["junior", "senior"]]
            try await arena.ask(.put, "/{id}", contest, Arena.body(changes), by: Arena.owner)
            try await expectRefusal(.forbidden) { try await arena.join(Cast.bob, contest, ["division": "senior"]) }
            let open = Arena.body(changes.merging(["accessCode": ""]) { _, new in new })
            try await arena.ask(.put, "/{id}", contest, open, by: Arena.owner)
            try await arena.join(Cast.bob, contest, ["division": "senior"])
            #expect(try await arena.board(contest, query: ["division": "senior"]) == ["1 3 0 0"])
        }
    }

    @Test("nobody does twice who has left a contest that had begun")
    func comingBack() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make()
            for actor in [Cast.alice, Cast.bob] { try await arena.join(actor, contest) }
            try await arena.ask(.post, "/{id}/leave", contest, by: Cast.bob)
            arena.move(to: 4000)
            try await arena.join(Cast.bob, contest)
            try await arena.ask(.post, "/{id}/leave", contest, by: Cast.alice)
            try await expectRefusal(.forbidden) { try await arena.join(Cast.alice, contest) }
        }
    }

    @Test("in teams is by invitation, and a team counts as one")
    func teams() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make(["teamSize": 2, "isHidden": true, "accessCode": "x"])
            try await expectRefusal(.notFound) { try await arena.join(Cast.alice, contest) }
            try await expectRefusal(.invalid) { try await arena.join(Cast.alice, contest, ["accessCode": "x"]) }
            for name in ["", "two\nlines", String(repeating: "x", count: 101)] {
                let body: [String: Any] = ["name": name, "accessCode": "x"]
                try await expectRefusal(.invalid) {
                    try await arena.ask(.post, "/{id}/teams", contest, body, by: Cast.alice)
                }
            }
            let made = try await arena.ask(
                .post, "/{id}/teams", contest, ["name": "The Ravens", "accessCode": "x"], by: Cast.alice)
            let team = ["team": try made.value("id", as: String.self)]
            let (bob, carol) = ("\(try #require(Cast.bob.person))", "\(try #require(Cast.carol.person))")
            let join = "/{id}/teams/{team}/join", invite = "/{id}/teams/{team}/invitations"
            try await expectRefusal(.notFound) { try await arena.ask(.post, join, contest, by: Cast.bob, team) }
            for person in [bob, carol] {
                try await arena.ask(.post, invite, contest, ["person": person], by: Cast.alice, team)
            }
            try await arena.ask(
                .delete, invite + "/{person}", contest, by: Cast.alice,
                team.merging(["person": carol]) { one, _ in one })
            try await expectRefusal(.notFound) { try await arena.ask(.post, join, contest, by: Cast.carol, team) }
            let seen = try await arena.ask(.get, "/{id}/teams", contest, by: Cast.bob)
            let invitations: [[String: Any]] = try seen.value("invitations")
            #expect(invitations.first?["name"] as? String == "The Ravens")
            try await arena.ask(.post, join, contest, by: Cast.bob, team)
            try await expectRefusal(.forbidden) {
                try await arena.ask(.post, invite, contest, ["person": carol], by: Cast.bob, team)
            }
            arena.move(to: 3660)
            try await arena.submit(Cast.bob, contest, verdict: "AC")
            try await arena.submit(Cast.alice, contest, problem: 1, verdict: "AC")
            let answer = try await arena.ask(.get, "/{id}/leaderboard", contest, by: Cast.alice)
            let rows: [[String: Any]] = try answer.value("rows")
            #expect(rows.count == 1 && rows.first?["solved"] as? Int == 2)
            #expect(rows.first?["name"] as? String == "The Ravens")
            try await arena.ask(.post, "/{id}/leave", contest, by: Cast.alice)
            #expect(try await arena.board(contest, by: Cast.bob).count == 1)
        }
    }

    @Test("ends when ten thousand have done so, where there are so many places")
    func many() throws {
        var details = ContestDetails()
        (details.startNs, details.lengthNs, details.capacity) = (0, 1_000_000_000_000, 10_000)
        var contest = Contest()
        var created = ContestCreated()
        created.details = details
        for event in try Decision(created).events { try contest.apply(event) }
        let terms = JoinTerms(EntityID(number: 1), contest)
        var roster = Roster()
        for number in 0..<10_000 as Range<UInt64> {
            let actor = Cast.person(1000 + number)
            let context = CommandContext(actor: actor, now: Timestamp(nanoseconds: 0))
            // As commands do: a copy is changed, and then kept.
            var next = roster
            for event in try JoinContest(terms: terms, division: "").decide(roster, context).events {
                try next.apply(event)
            }
            roster = next
        }
        #expect(roster.count == 10_000)
        let late = CommandContext(actor: Cast.person(1), now: Timestamp(nanoseconds: 0))
        #expect(throws: DomainError.self) { try JoinContest(terms: terms, division: "").decide(roster, late) }
    }
}
