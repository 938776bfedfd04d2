internal import Coordinator
internal import Events
internal import FoundationEssentials
internal import Hacks
internal import Kernel
internal import Storage

/// What people watch of contests: the board and the messages, for everybody, for one's own, and for judges.
extension Contests {
    static let watch: Action = "contests.watch"
    static let watchOwn: Action = "contests.watch-own"
    static let watchAll: Action = "contests.watch-all"

    /// The topics. One's own has the public one, too: of a hidden contest there is no other one.
    var topics: [Topic] {
        let board = "contests/{id}/board", messages = "contests/{id}/messages"
        return [
            open(
                Topic(board, Self.watch, of: Self.boardStreams) { request, _ in
                    let (id, contest) = try await self.shown(request)
                    return try await self.board(id, contest, for: .open)
                }),
            own(
                Topic(board + "/own", Self.watchOwn, of: Self.boardStreams) { request, _ in
                    guard let (id, contest, person) = try await self.ownContest(request) else { return .nothing }
                    return try await self.board(id, contest, for: .open, own: person)
                }),
            judged(
                Topic(board + "/judges", Self.watchAll, of: Self.boardStreams) { request, _ in
                    // Who judges everything may ask for any.
                    guard let (id, contest) = try await self.known(request.parameters) else { return .nothing }
                    return try await self.board(id, contest, for: .judges)
                }),
            open(
                Topic(messages, Self.watch, of: Self.messageStreams) { request, _ in
                    let (id, contest) = try await self.shown(request)
                    return try await self.told(id, contest, to: .open, as: Actor(.anybody))
                }),
            own(
                Topic(messages + "/own", Self.watchOwn, of: Self.messageStreams) { request, _ in
                    guard let (id, contest, person) = try await self.ownContest(request) else { return .nothing }
                    let eye = try await self.messageEye(Actor(.person(person)), id, contest)
                    return try await self.told(id, contest, to: eye, as: Actor(.person(person)))
                }),
            judged(
                Topic(messages + "/judges", Self.watchAll, of: Self.messageStreams) { request, _ in
                    guard let (id, contest) = try await self.known(request.parameters) else { return .nothing }
                    return try await self.told(id, contest, to: .judge, as: nil)
                }),
            judged(balloonTopic), everything,
        ]
    }

    /// All that somebody follows of a contest at once: the board's first page, and what is said.
    private var everything: Topic {
        let streams: @Sendable ([String: String]) -> StreamPattern = {
            .anyOf([Self.boardStreams($0), Self.messageStreams($0)])
        }
        var topic = own(
            Topic("contests/{id}", Self.watch, of: streams) { request, _ in
                let person = EntityID(request.audience)
                let reader = Actor(person.map { .person($0) } ?? .anybody)
                guard let (id, contest) = try await self.seen(request, by: reader) else { return .nothing }
                let eye = try await self.messageEye(reader, id, contest)
                let (board, rest) = try await self.firstPage(id, contest, for: .open, own: person)
                let messages = try await self.said(id, contest, to: eye, as: reader)
                return try Topic.Content(LiveContest(contest, board, messages, at: self.now), rest: rest)
            })
        topic.otherAddress = "api/v1/contests/{id}/live"
        return topic
    }

    private static func boardStreams(_ parameters: [String: String]) -> StreamPattern {
        let id = parameters["id"] ?? ""
        return .anyOf([
            .named("\(ContestStream.contests)-\(id)"), .named("\(ContestStream.rosters)-\(id)"),
            .named("\(HackStream.prefix)-\(id)"), .prefixed("submissions-"),
        ])
    }

    private static func messageStreams(_ parameters: [String: String]) -> StreamPattern {
        let id = parameters["id"] ?? ""
        return .anyOf([
            .named("\(ContestStream.contests)-\(id)"), .named("\(ContestStream.rosters)-\(id)"),
            .named("\(ContestStream.messages)-\(id)"),
        ])
    }

    /// For everybody, of contests that everybody may know of.
    private func open(_ topic: Topic) -> Topic {
        var topic = topic
        topic.subject = { parameters in
            let (id, contest) = try await self.named(parameters)
            guard !contest.details.isHidden else { throw ContestRefusal.noContest }
            return contest.subject(id)
        }
        topic.audience = { _ in "public" }
        return topic
    }

    /// For each person something of their own; nothing tells them of contests that they may not know of.
    private func own(_ topic: Topic) -> Topic {
        var topic = topic
        topic.audience = { $0.person.map { "\($0)" } ?? "" }
        return topic
    }

    private func judged(_ topic: Topic) -> Topic {
        var topic = topic
        topic.subject = { parameters in
            // One that is not there is as if somebody else judged it.
            guard let (id, contest) = try await self.known(parameters) else { return Subject() }
            return contest.subject(id)
        }
        topic.audience = { _ in "judges" }
        return topic
    }

    private func named(_ parameters: [String: String]) async throws -> (EntityID, Contest) {
        guard let id = EntityID(parameters["id"] ?? "") else { throw ContestRefusal.noContest }
        let contest: Contest = try await commands.state(of: id.stream(ContestStream.contests))
        guard contest.isCreated else { throw ContestRefusal.noContest }
        return (id, contest)
    }

    /// The contest of a topic that everybody may follow. One that was hidden meanwhile is shown to nobody any more.
    private func shown(_ request: Topic.Request) async throws -> (EntityID, Contest) {
        let (id, contest) = try await named(request.parameters)
        guard !contest.details.isHidden else { throw ContestRefusal.noContest }
        return (id, contest)
    }

    /// The contest of that name, hidden or not; nil if there is none.
    func known(_ parameters: [String: String]) async throws -> (EntityID, Contest)? {
        do {
            return try await named(parameters)
        } catch let error as DomainError where error.code == .notFound {
            return nil
        }
    }

    private func ownContest(_ request: Topic.Request) async throws -> (EntityID, Contest, EntityID)? {
        guard let person = EntityID(request.audience),
            let (id, contest) = try await seen(request, by: Actor(.person(person)))
        else { return nil }
        return (id, contest, person)
    }

    /// The contest of a topic, if the reader may know of it.
    private func seen(_ request: Topic.Request, by reader: Actor) async throws -> (EntityID, Contest)? {
        guard let id = EntityID(request.parameters["id"] ?? "") else { return nil }
        do {
            return (id, try await contest(id, for: reader))
        } catch let error as DomainError where error.code == .notFound {
            return nil
        }
    }

    /// The first page of a board. All who watch are told when any row changes, but for what they may not see.
    private func board(
        _ id: EntityID, _ contest: Contest, for eye: BoardEye, own: EntityID? = nil
    ) async throws -> Topic.Content {
        let (answer, rest) = try await firstPage(id, contest, for: eye, own: own)
        return try Topic.Content(answer, rest: rest)
    }

    /// The first page, and what stands for the rest, which is told beside it.
    private func firstPage(
        _ id: EntityID, _ contest: Contest, for eye: BoardEye, own: EntityID?
    ) async throws -> (BoardAnswer, rest: Int) {
        var answer = try await answer(id, contest, .init(eye: eye), own: own)
        let version = answer.version
        answer.version = nil
        return (answer, version?.hashValue ?? 0)
    }

    /// What is said in a contest, and whether it runs.
    /// - Parameters:
    ///   - id: the contest.
    ///   - contest: what organisers decided.
    ///   - eye: to whom.
    ///   - reader: who of them sees problems as they do; nil: those who judge, who see all.
    private func told(
        _ id: EntityID, _ contest: Contest, to eye: MessageEye, as reader: Actor?
    ) async throws -> Topic.Content {
        var answer = try await said(id, contest, to: eye, as: reader)
        answer.phase = contest.phase(at: now).rawValue
        return try Topic.Content(answer)
    }

    /// What is said in a contest, with the problems that the reader sees; nil: those who judge, who see all.
    private func said(
        _ id: EntityID, _ contest: Contest, to eye: MessageEye, as reader: Actor?
    ) async throws -> MessageAnswers {
        let showsProblems = if let reader { try await seesProblems(of: id, contest, reader) } else { true }
        return MessageAnswers(try await messages(id), for: eye, showsProblems: showsProblems)
    }
}
