import Coordinator
import Credentials
import Cryptography
import Kernel
import Testing
import Units

@testable import Accounts

@Suite("A session") struct SessionTests {
    private static let session = EntityID(number: 77)
    private static let first = OpaqueToken(.refresh, derivedFrom: [], key: .init([UInt8](repeating: 1, count: 32)))
    private static let client = Cast.secrets.client("192.0.2.1")

    private static func opened() throws -> Story<Session> {
        var story = Story<Session>()
        try story.perform(
            OpenSession(session: session, account: Cast.alice, tokenHash: first.hash, clientHash: client))
        return story
    }

    private static func next(_ token: OpaqueToken) -> OpaqueToken { Cast.secrets.next(after: token, of: session) }

    private static func refresh(
        _ token: OpaqueToken, client: [UInt8] = client, allEnded: Duration = .seconds(-1)
    ) -> RefreshSession {
        RefreshSession(
            session: session, tokenHash: token.hash, nextHash: next(token).hash, clientHash: client,
            allEnded: Moment.at(allEnded))
    }

    @Test("goes on with one token after the other, and each follows from the one before")
    func rotation() throws {
        var story = try Self.opened()
        var token = Self.first
        for step in 1...50 {
            #expect(try story.perform(Self.refresh(token), after: .seconds(600 * step)) == ["SessionRefreshed"])
            #expect(Self.next(token) == Self.next(token) && Self.next(token) != token)
            token = Self.next(token)
        }
        #expect(story.state.spent.count == 50 && story.state.ending == nil)
    }

    @Test("gives the same client the same answer again, for a little while")
    func lostAnswers() throws {
        var story = try Self.opened()
        try story.perform(Self.refresh(Self.first), after: .seconds(600))
        let count = story.count
        #expect(try story.perform(Self.refresh(Self.first), after: .seconds(629)) == [])
        #expect(story.state.tokenHash == Self.next(Self.first).hash && story.count == count)
    }

    @Test(
        "ends when a spent token comes again",
        arguments: [
            ("too late", Duration.seconds(630), "192.0.2.1", 1), ("from another client", .seconds(601), "192.0.2.2", 1),
            ("although the next one was spent too", .seconds(602), "192.0.2.1", 2),
        ])
    func reuse(_ how: String, _ after: Duration, _ client: String, _ spent: Int) throws {
        var story = try Self.opened()
        var token = Self.first
        for _ in 0..<spent {
            try story.perform(Self.refresh(token), after: .seconds(600))
            token = Self.next(token)
        }
        let again = Self.refresh(Self.first, client: Cast.secrets.client(client))
        #expect(try story.perform(again, after: after) == ["SessionEnded"], "\(how)")
        #expect(story.state.ending == .stolen)
        // Neither who was robbed nor who has stolen goes on.
        #expect(story.refusal(of: Self.refresh(token), after: after) == .forbidden)
        #expect(story.refusal(of: again, after: after) == .forbidden)
    }

    @Test("does not end because somebody makes up a token")
    func madeUp() throws {
        var story = try Self.opened()
        #expect(story.refusal(of: Self.refresh(OpaqueToken(.refresh)), after: .seconds(1)) == .forbidden)
        #expect(try story.perform(Self.refresh(Self.first), after: .seconds(2)) == ["SessionRefreshed"])
        #expect(Story<Session>().refusal(of: Self.refresh(Self.first)) == .forbidden, "there is none")
    }

    @Test(
        "is over",
        arguments: [
            ("unused for a week", Duration.seconds(7 * 86_400), Duration.seconds(-1), true),
            ("almost a week", .seconds(7 * 86_400 - 1), .seconds(-1), false),
            ("begun before all were ended", .seconds(60), .seconds(30), true),
            ("begun as all were ended", .seconds(60), .zero, true),
        ])
    func over(_ why: String, _ after: Duration, _ allEnded: Duration, _ isOver: Bool) throws {
        let story = try Self.opened()
        let refusal = story.refusal(of: Self.refresh(Self.first, allEnded: allEnded), after: after)
        #expect(refusal == (isOver ? .forbidden : nil), "\(why)")
    }

    @Test("is over after a month, however much it is used")
    func month() throws {
        var (story, token) = (try Self.opened(), Self.first)
        for day in 1..<30 {
            try story.perform(Self.refresh(token), after: .seconds(86_400 * day))
            token = Self.next(token)
        }
        #expect(story.refusal(of: Self.refresh(token), after: .seconds(86_400 * 30)) == .forbidden)
    }

    @Test("is ended by its owner, and by whoever has its token")
    func ended() throws {
        var story = try Self.opened()
        let end = EndSession(session: Self.session, ending: .revoked)
        #expect(end.subject(in: story.state).owners == [Cast.alice])
        #expect(EndSession(session: Self.session, ending: .revoked).subject(in: Session()).owners.isEmpty)
        #expect(try story.perform(end) == ["SessionEnded"])
        #expect(try story.perform(end) == [] && story.state.ending == .revoked)
        var other = try Self.opened()
        let wrong = LogOut(session: Self.session, tokenHash: OpaqueToken(.refresh).hash)
        #expect(try other.perform(wrong) == [])
        let right = LogOut(session: Self.session, tokenHash: Self.first.hash)
        #expect(try other.perform(right) == ["SessionEnded"] && other.state.ending == .loggedOut)
        #expect(Story<Session>().refusal(of: right) == nil)
    }

    @Test("stands on its owner's list, from which the oldest falls when it is full")
    func list() throws {
        var story = try Cast.verified()
        func list(_ number: Int) -> ListSession {
            ListSession(session: EntityID(number: UInt128(number)), account: Cast.alice, clientSealed: [])
        }
        for number in 0..<Account.most.sessions { #expect(try story.perform(list(number)) == ["SessionListed"]) }
        #expect(try story.perform(list(7)) == [], "it is there")
        #expect(ListSession.crowdedOut(of: story.state) == [EntityID(number: 0)])
        #expect(try story.perform(list(1000)) == ["SessionUnlisted", "SessionListed"])
        #expect(story.state.sessions.count == Account.most.sessions)
        #expect(story.state.sessions.first?.id == EntityID(number: 1))
        let unlist = UnlistSession(session: EntityID(number: 1), account: Cast.alice)
        #expect(try story.perform(unlist) == ["SessionUnlisted"])
        #expect(try story.perform(unlist) == [])
    }

    @Test("does not begin with what was shown before all were ended: another password was chosen meanwhile")
    func overtaken() throws {
        var story = try Cast.verified()
        func list(ended: Timestamp = Timestamp(nanoseconds: .min)) -> ListSession {
            ListSession(session: .random(), account: Cast.alice, clientSealed: [], ended: ended)
        }
        let before = story.state.sessionsEnded
        try story.perform(
            ChangePassword(account: Cast.alice, shown: "hash", passwordHash: "new"), after: .seconds(9))
        #expect(story.refusal(of: list(ended: before)) == .forbidden)
        #expect(try story.perform(list(ended: story.state.sessionsEnded)) == ["SessionListed"])
        // Of somebody who has gone meanwhile there is no list any more.
        try story.perform(EraseAccount(account: Cast.alice), after: .seconds(10))
        #expect(story.refusal(of: list(ended: story.state.sessionsEnded)) == .forbidden)
        #expect(Story<Account>().refusal(of: list()) == .forbidden, "there is none")
    }

    @Test("goes on so often and no more, for all its tokens are remembered")
    func most() throws {
        var (story, token) = (try Self.opened(), Self.first)
        for step in 1...Session.mostTokens {
            try story.perform(Self.refresh(token), after: .milliseconds(100 * step))
            token = Self.next(token)
        }
        #expect(story.refusal(of: Self.refresh(token), after: .seconds(2000)) == .forbidden)
        // Every ten minutes for a month, twice as often.
        #expect(Session.mostTokens > 2 * 30 * 24 * 6)
    }
}
