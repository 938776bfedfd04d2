internal import Coordinator
internal import Events
internal import FoundationEssentials
internal import Kernel
internal import Library
internal import Storage
internal import Submissions

/// Hacks, as they are asked for by HTTP.
extension Hacks {
    private static let contest = "api/v1/contests/{id}"
    private static let all = contest + "/hacks"

    /// What participants do.
    var hackingRoutes: [Route] {
        var making = Route(
            .post, Self.all, MakeHack.action, "Says on which input another participant's program fails."
        ) { try await self.make($0) }
        making.bodyLimit = 2 * options.largestInput
        return [
            Route(
                .post, Self.contest + "/locks", LockProblem.action,
                "Hands in nothing more for a problem, to see and hack others' programs."
            ) { try await self.lock($0) },
            making,
        ]
    }

    /// What is read.
    var readingRoutes: [Route] {
        [
            Route(
                .get, Self.contest + "/hackable", Self.read,
                "Others' programs for a problem that one may hack, in the order in which they were received."
            ) { try await self.targets($0) },
            Route(.get, Self.contest + "/hackable/{submission}", Self.read, "A program that one may hack.") {
                try await self.target($0)
            },
            Route(.get, Self.all, Self.read, "The hacks that one may see, the newest first.") {
                try await self.list($0)
            },
            Route(.get, Self.all + "/{hack}", Self.read, "A hack, with what was tried where that may be seen.") {
                try await self.show($0)
            },
        ]
    }

    /// What judges do, and those who look after problems.
    var judgingRoutes: [Route] {
        let one = Self.all + "/{hack}"
        return [
            Route(.post, one + "/ignore", JudgeHack.action, "Says that a hack does not count.") { request in
                let body: HackBody.Ignoring = request.body.isEmpty ? .init() : try request.decoded()
                let reason = body.reason ?? ""
                guard reason.utf8.count <= 2000 else {
                    throw DomainError(.invalid, "reason is text of 0 to 2000 bytes")
                }
                return try await self.judge(reason, request)
            },
            Route(.post, one + "/count", JudgeHack.action, "Says that a hack counts after all.") {
                try await self.judge(nil, $0)
            },
            Route(
                .post, one + "/keep", Self.keep,
                "Adds what was tried to the problem's test cases, for those who look after the problem."
            ) { try await self.keep($0) },
        ]
    }

    // MARK: Participants

    private func lock(_ request: RouteRequest) async throws -> RouteAnswer {
        let terms = try await terms(request)
        let body: HackBody.Locking = try request.decoded()
        let participant = try Self.participant(terms)
        let problem = try Self.problem(body.problem, terms)
        guard terms.opening == .toLocked else {
            throw DomainError(.wrongState, "problems are not locked in this contest now")
        }
        try await library.requireExaminable(problem.package)
        guard try await contests.hasSolved(problem.id, participant, in: terms.contest) else {
            throw DomainError(.wrongState, "you have no right program for this problem", advice: "solve it first")
        }
        let done = try await services.commands.perform(
            LockProblem(contest: terms.contest, participant: participant, problem: problem.id), by: request.actor,
            request.command)
        return RouteAnswer(position: done.position)
    }

    private static func participant(_ terms: HackingTerms) throws(DomainError) -> EntityID {
        guard let participant = terms.participant else {
            throw DomainError(.forbidden, "only those who take part hack", advice: "join the contest first")
        }
        return participant
    }

    private static func problem(_ text: String, _ terms: HackingTerms) throws(DomainError) -> SubmittableProblem {
        guard let id = EntityID(text), let problem = terms.problems.first(where: { $0.id == id }) else {
            throw DomainError.noContestProblem
        }
        return problem
    }

    /// Asks that whoever asks may see others' programs for a problem now.
    private func requireOpen(_ problem: EntityID, _ terms: HackingTerms, _ actor: Actor) async throws {
        if seesAll(terms, actor) { return }
        let participant = try Self.participant(terms)
        switch terms.opening {
        case .closed: throw DomainError(.wrongState, "nothing is hacked in this contest now")
        case .toAll: return
        case .toLocked:
            guard try await hacks(of: terms.contest).isLocked(problem, by: participant) else {
                throw DomainError(
                    .wrongState, "others' programs are seen and hacked by who has locked the problem",
                    advice: "lock it first: you can hand in nothing more for it then")
            }
        }
    }

    private func make(_ request: RouteRequest) async throws -> RouteAnswer {
        let terms = try await terms(request)
        let body: HackBody.Making = try request.decoded()
        let given = try body.given(options)
        let participant = try Self.participant(terms)
        let id = request.newID(of: "hack")
        // What came with its key before is answered again, whatever has become of the program meanwhile.
        let known = request.command.key == nil ? nil : try await hacks(of: terms.contest).hack(id)
        let (target, package): (HackTarget, ContentHash)
        if let known {
            (target, package) = (
                HackTarget(
                    submission: known.submission, participant: known.defender, problem: known.problem,
                    received: known.received), known.package
            )
        } else {
            target = try await self.target(body.submission, terms)
            guard terms.opening != .closed else {
                throw DomainError(.wrongState, "nothing is hacked in this contest now")
            }
            package = try Self.problem("\(target.problem)", terms).package
            try await requireOpen(target.problem, terms, request.actor)
            try await library.requireExaminable(package)
        }
        let command = MakeHack(
            contest: terms.contest, id: id, hacker: participant, target: target, package: package,
            origin: try await keep(given), isOpenToAll: terms.opening == .toAll)
        let done = try await services.commands.perform(command, by: request.actor, request.command)
        return try RouteAnswer(
            HackBody.Made(id: "\(id)"), .created(at: "api/v1/contests/\(terms.contest)/hacks/\(id)"),
            position: done.position)
    }

    private func keep(_ given: HackBody.GivenInput) async throws -> Hack.Origin {
        switch given {
        case .input(let bytes): return .given(try await keep(bytes))
        case .generator(let program):
            try library.requireLanguage(program.language)
            return .generated(
                Hack.Generator(
                    source: try await keep(Array(program.source.utf8)), language: program.language,
                    arguments: program.arguments ?? []))
        }
    }

    /// A program that can be hacked, if whoever asks may know of it.
    private func target(_ text: String, _ terms: HackingTerms) async throws -> HackTarget {
        guard let id = EntityID(text), let target = try await contests.hackable(id, in: terms.contest) else {
            throw DomainError.noTarget
        }
        return target
    }

    private func targets(_ request: RouteRequest) async throws -> RouteAnswer {
        let terms = try await terms(request)
        let problem = try Self.problem(request.query["problem"] ?? "", terms)
        try await requireOpen(problem.id, terms, request.actor)
        let limit = try request.limit()
        let last = try request.query["cursor"].map { text throws(DomainError) in try HackPlace(reading: text) }
        let found = try await contests.hackable(problem.id, in: terms.contest, after: last, limit: limit + 1)
        let page = found.prefix(limit)
        let names = try await contests.names(of: Set(page.map(\.participant)), in: terms.contest)
        return try RouteAnswer(
            HackBody.Targets(
                submissions: page.filter { $0.participant != terms.participant }.map { .init($0, names) },
                next: found.count > limit ? page.last.map { HackPlace($0).text } : nil))
    }

    private func target(_ request: RouteRequest) async throws -> RouteAnswer {
        let terms = try await terms(request)
        let target: HackTarget
        do {
            target = try await self.target(request.parameter("submission"), terms)
            try await requireOpen(target.problem, terms, request.actor)
        } catch let error as DomainError where error.code == .wrongState || error.code == .forbidden {
            // What one may not see is not there.
            throw DomainError.noTarget
        }
        let files = try await submissions.program(of: target.submission)
        let names = try await contests.names(of: [target.participant], in: terms.contest)
        return try RouteAnswer(HackBody.Program(submission: .init(target, names), files: files.files))
    }

    // MARK: Reading

    func sight(_ terms: HackingTerms, _ actor: Actor) -> HackSight {
        HackSight(reader: terms.participant, seesAll: seesAll(terms, actor), terms: terms)
    }

    private func list(_ request: RouteRequest) async throws -> RouteAnswer {
        try RouteAnswer(
            try await list(
                try await terms(request), request.actor, after: request.query["cursor"], atMost: try request.limit()))
    }

    /// The hacks of a contest that somebody sees, the newest first.
    /// - Parameters:
    ///   - terms: what the contest says to them.
    ///   - actor: who they are.
    ///   - cursor: behind which page; nil: from the first.
    ///   - limit: how many at most.
    func list(
        _ terms: HackingTerms, _ actor: Actor, after cursor: String?, atMost limit: Int
    ) async throws -> HackBody.List {
        let sight = sight(terms, actor)
        let hacks = try await hacks(of: terms.contest)
        // New ones come before the first: the cursor is the last one that was shown.
        var rest = hacks.hacks.reversed()[...]
        if let cursor {
            guard let id = EntityID(cursor), let place = rest.firstIndex(where: { $0.id == id }),
                sight.sees(rest[place])
            else {
                throw DomainError(
                    .invalid, "the cursor is not one that this list ended with", advice: "begin without a cursor")
            }
            rest = rest[rest.index(after: place)...]
        }
        let seen = rest.lazy.filter { sight.sees($0) }.prefix(limit + 1).map { $0 }
        let page = Array(seen.prefix(limit))
        let names = try await contests.names(of: Set(page.flatMap { [$0.hacker, $0.defender] }), in: terms.contest)
        let locked = terms.participant.map { hacks.locked(by: $0) } ?? []
        let opening =
            switch terms.opening {
            case .closed: "nobody"
            case .toLocked: "locked"
            case .toAll: "all"
            }
        return HackBody.List(
            hacks: page.map { .init($0, names, for: sight.reader, seesAll: sight.seesAll) },
            locked: locked.map { "\($0)" }.sorted(), opening: opening, isJudge: sight.seesAll,
            next: seen.count > limit ? page.last.map { "\($0.id)" } : nil)
    }

    /// A hack that whoever asks may know of.
    private func seen(_ request: RouteRequest) async throws -> (hack: Hack, sight: HackSight) {
        let terms = try await terms(request)
        let sight = sight(terms, request.actor)
        guard let id = EntityID(request.parameter("hack")),
            let hack = try await hacks(of: terms.contest).hack(id), sight.sees(hack)
        else { throw DomainError.noHack }
        return (hack, sight)
    }

    private func show(_ request: RouteRequest) async throws -> RouteAnswer {
        let (hack, sight) = try await seen(request)
        let names = try await contests.names(of: [hack.hacker, hack.defender], in: sight.terms.contest)
        var one = HackBody.One(hack: .init(hack, names, for: sight.reader, seesAll: sight.seesAll))
        if sight.seesInput(hack) {
            let fleet = try self.fleet.get()
            if let input = hack.input {
                let bytes = try await fleet.content(input.reference)
                if let text = String(validating: bytes, as: UTF8.self) {
                    one.input = text
                } else {
                    one.inputBase64 = Data(bytes).base64EncodedString()
                }
            }
            if case .generated(let program) = hack.origin {
                one.generator = HackBody.Generator(
                    language: program.language,
                    source: String(decoding: try await fleet.content(program.source.reference), as: UTF8.self),
                    arguments: program.arguments)
            }
            if let answer = hack.preparation?.answer, answer.size <= 1 << 20 {
                one.answer = String(validating: try await fleet.content(answer.reference), as: UTF8.self)
            }
        }
        return try RouteAnswer(one)
    }

    // MARK: Judges and setters

    private func judge(_ reason: String?, _ request: RouteRequest) async throws -> RouteAnswer {
        let terms = try await terms(request)
        try services.require(request.actor, JudgeHack.action, to: terms.subject)
        let hack = try await seen(request).hack
        let command = JudgeHack(
            contest: terms.contest, owner: terms.subject, id: hack.id, ignoredBecause: reason, isFinal: terms.isFinal)
        let done = try await services.commands.perform(command, by: request.actor, request.command)
        return RouteAnswer(position: done.position)
    }

    private func keep(_ request: RouteRequest) async throws -> RouteAnswer {
        let (hack, sight) = try await seen(request)
        guard sight.seesInput(hack), let tried = hack.input, let answer = hack.preparation?.answer else {
            throw DomainError(.wrongState, "only what was tried and is valid becomes a test case")
        }
        let fleet = try self.fleet.get()
        let (input, right) = (
            try await fleet.content(tried.reference), try await fleet.content(answer.reference)
        )
        let position = try await library.addTest(
            "secret/hack-\(hack.id)", input: input, answer: right, to: hack.problem, by: request.actor, request.command)
        return RouteAnswer(position: position)
    }
}
