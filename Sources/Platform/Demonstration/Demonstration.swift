package import Accounts
internal import Coordinator
internal import Credentials
internal import FoundationEssentials
package import Kernel
package import Logging
internal import Units

/// Fills a new platform with what shows how it is used: people, problems, and a contest that runs. Everything goes the way that
/// people's own requests go, and each step is named, so that one that was interrupted is gone on with.
package struct Demonstration: Sendable {
    /// Who organizes the contest.
    package static let organizer = "organizer"
    /// Who takes part.
    package static let people = ["alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi"]
    private static let length = Duration.seconds(2 * 3600)

    private let accounts: Accounts
    private let api: PageAPI
    private let clock: any PlatformClock
    private let logger: Logger
    private let password: String

    /// A demonstration on a platform.
    /// - Parameters:
    ///   - platform: what is filled.
    ///   - accounts: the people's.
    ///   - clock: tells the time.
    ///   - password: everybody's.
    ///   - logger: is told how far it is.
    package init(
        _ platform: Platform, accounts: Accounts, clock: any PlatformClock, password: String, logger: Logger
    ) {
        api = PageAPI(platform, decoder: Decoder())
        (self.accounts, self.clock, self.password, self.logger) = (accounts, clock, password, logger)
    }

    private struct Decoder: RouteDecoder {
        func decode<Value: Decodable>(_ type: Value.Type, from body: [UInt8]) throws -> Value {
            try JSONDecoder().decode(type, from: Data(body))
        }
    }

    /// Fills the platform, and hands programs in for some minutes, so that the board moves.
    /// - Throws: what a step throws that the platform does not take; `CancellationError`.
    package func run() async throws {
        let (organizer, people) = try await makePeople()
        var problems: [(id: String, problem: DemonstrationProblem)] = []
        for problem in DemonstrationProblem.all {
            problems.append((try await make(problem, by: organizer), problem))
        }
        let contest = try await makeContest(of: problems, by: organizer)
        for (name, actor) in people {
            try await ask("join \(name)", "api/v1/contests/{id}/join", ["id": contest], by: actor, NoBody())
        }
        logger.notice("the demonstration's contest runs", metadata: ["contest": "\(contest)"])
        try await play(in: contest, problems, people)
    }

    // MARK: Steps

    /// The root of the site, as far as this is concerned.
    private static let root = Actor(.program("demonstration"), grants: [RoleGrant(.admin, in: .site)])

    private func makePeople() async throws -> (organizer: Actor, people: [(String, Actor)]) {
        var made: [(String, Actor)] = []
        for name in [Self.organizer] + Self.people {
            let id = EntityID("demonstration", by: Self.root, key: name)
            try await once("account of \(name)") {
                try await accounts.makeConfirmed(
                    name: name, address: "\(name)@demo.example", password: password, as: id, by: Self.root)
            }
            made.append((name, Actor(.person(id))))
        }
        var organizer = made.removeFirst().1
        let id = organizer.person.map { "\($0)" } ?? ""
        try await ask("role", "api/v1/people/{id}/roles", ["id": id], by: Self.root, ["role": RoleName.admin.rawValue])
        organizer.grants = Self.root.grants
        return (organizer, made)
    }

    private func make(_ problem: DemonstrationProblem, by organizer: Actor) async throws -> String {
        let archive = try await problem.archive()
        let made = try await ask("problem \(problem.name)", "api/v1/problems", by: organizer, bytes: archive)
        try await ask("publish \(problem.name)", "api/v1/problems/{id}/publish", ["id": made], by: organizer, NoBody())
        return made
    }

    private struct NoBody: Encodable {}

    private struct Contest: Encodable {
        struct Counting: Encodable { var format = "icpc" }
        struct Problem: Encodable { var id, label, color: String }

        var title = "The demonstration"
        var description = "A contest that was made to be looked at. Log in and take part: it counts."
        var start: String
        var lengthSeconds: Int64
        var freezeAfterSeconds: Int64
        var counting = Counting()
        var problems: [Problem]
        var allowsUpsolving = true
    }

    private func makeContest(
        of problems: [(id: String, problem: DemonstrationProblem)], by organizer: Actor
    ) async throws -> String {
        let seconds = Self.length.components.seconds
        let contest = Contest(
            start: "\(clock.now)", lengthSeconds: seconds, freezeAfterSeconds: seconds / 4 * 3,
            problems: problems.map { .init(id: $0.id, label: $0.problem.label, color: $0.problem.color) })
        return try await ask("contest", "api/v1/contests", by: organizer, contest)
    }

    private struct Program: Encodable {
        struct File: Encodable { var name, content: String }

        var problem: String
        var files: [File]
    }

    /// People hand in: some are right at once, some later, some not at all.
    private func play(
        in contest: String, _ problems: [(id: String, problem: DemonstrationProblem)], _ people: [(String, Actor)]
    ) async throws {
        for round in 0..<problems.count * 2 {
            for (number, (name, actor)) in people.enumerated() {
                let (id, problem) = problems[(round / 2 + number) % problems.count]
                let luck = (number * 7 + round * 5) % 8
                let isSecond = round % 2 == 1
                // Who was right the first time has nothing more to hand in; some give up.
                if isSecond, luck < 2 || (number * 7 + (round - 1) * 5) % 8 < 4 { continue }
                let kind = luck < 4 || isSecond ? DemonstrationProblem.Program.right : Self.faults[luck % 3]
                let body = Program(
                    problem: id, files: [.init(name: "main.py", content: problem.programs[kind] ?? "")])
                try await ask(
                    "submission \(round) of \(name)", "api/v1/contests/{id}/submissions", ["id": contest], by: actor,
                    body)
                try await clock.sleep(for: .seconds(4))
            }
        }
        logger.notice("the demonstration has handed in all its programs")
    }

    private static let faults: [DemonstrationProblem.Program] = [.wrong, .slow, .crashing]

    // MARK: Asking

    private struct Made: Decodable { var id: String? }

    @discardableResult
    private func ask(
        _ step: String, _ path: String, _ parameters: [String: String] = [:], by actor: Actor, _ body: some Encodable
    ) async throws -> String {
        try await ask(step, path, parameters, by: actor, bytes: Array(try JSONEncoder().encode(body)))
    }

    /// Asks the API; the same again if it was asked before.
    /// - Returns: the id of what was made; empty if nothing was.
    @discardableResult
    private func ask(
        _ step: String, _ path: String, _ parameters: [String: String] = [:], by actor: Actor, bytes: [UInt8]
    ) async throws -> String {
        var command = CommandRequest()
        command.key = "demonstration \(step)".replacing(" ", with: "-")
        let request = PageRequest(actor: actor, command: command, api: api)
        return try await once(step) {
            let answer = try await request.ask(.post, path, parameters, body: bytes)
            guard let body = answer.body else { return "" }
            return try JSONDecoder().decode(Made.self, from: Data(body)).id ?? ""
        }
    }

    /// Does a step, again and again while the platform starts.
    private func once<Value>(_ step: String, _ body: () async throws -> Value) async throws -> Value {
        while true {
            do {
                return try await body()
            } catch let error as DomainError where error.code == .unavailable {
                try await Task.sleep(for: error.retryAfter ?? .seconds(1))
            } catch let error as DomainError {
                throw DomainError(error.code, "the demonstration's \(step): \(error.message)", advice: error.advice)
            }
        }
    }
}
