internal import Contests
internal import Coordinator
internal import EmbeddedStorage
internal import Events
internal import Foundation
internal import Glibc
internal import Kernel
public import Logging
internal import Storage
internal import Submissions
public import SystemPackage
public import Toolchains
internal import Units

/// A contest to which thousands hand in at once, by the platform's own modules and commands on a real store; what the fleet
/// says is made up, so that no processor is spent on judging.
public struct ContestRehearsal: Sendable {
    /// How large it is.
    public struct Options: Sendable {
        /// How many take part.
        public var participants = 5000
        /// How many problems there are.
        public var problems = 12
        /// How many submissions there are in a minute, whether those before were taken or not.
        public var perMinute = 25_000
        /// For how long.
        public var length = Duration.seconds(60)
        /// How long the fleet takes for each.
        public var judging = Duration.seconds(1)
        /// How long is waited at the end for what is not on the board yet.
        public var patience = Duration.seconds(120)

        /// The defaults.
        public init() {}
    }

    /// What came of it.
    public struct Outcome: Sendable {
        /// How long after the moment when it was to be made each submission was taken.
        public var accepted: [Duration]
        /// How long after the fleet's answer was in the log people were shown each judgement on the board. What came last and
        /// changed nothing of what they look at is not among them.
        public var shown: [Duration]
        /// How many judgements the board counts.
        public var counted: Int
        /// Why submissions were not taken.
        public var failures: [String]
        /// CPU time that this process spent from the first submission until the last one was on the board.
        public var cpuTime: Duration
        /// How long that took.
        public var time: Duration
    }

    private static let organizer = Actor(.person(EntityID(number: 1)), grants: [RoleGrant("organizer", in: .site)])

    private let options: Options
    private let log: any EventLog
    private let platform: Platform
    private let desk: SubmissionDesk
    private let contests: Module
    private let problems: RehearsedProblems
    private let clock: ShiftedClock
    private let times: RehearsalTimes

    /// Holds a contest in a new store.
    /// - Parameters:
    ///   - options: how large it is.
    ///   - folder: a folder that is not there yet.
    ///   - languages: those that programs may be in; `cpp` is used.
    ///   - logger: told of what goes wrong.
    /// - Returns: what came of it.
    /// - Throws: what the parts throw that cannot go on.
    public static func run(
        _ options: Options, in folder: FilePath, languages: LanguageCatalog, logger: Logger
    ) async throws -> Outcome {
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: false)
        let keys = KeyRing()
        let store = try await EmbeddedStore.open(folder.appending("store"), keys: keys, leaseDuration: .seconds(600))
        let people = try await EmbeddedPersonKeys.open(folder.appending("people"), keys: keys)
        let (clock, times, problems) = (ShiftedClock(), RehearsalTimes(), RehearsedProblems(options.problems))
        var settings = Platform.Options()
        settings.clock = clock
        settings.views = Platform.ViewPlace(file: folder.appending("views"), codes: keys.codes(for: "cursor"))
        var made: (desk: SubmissionDesk, contests: Module)?
        let platform = try Platform(log: store.log, options: settings, logger: logger) { services in
            let contests = Contests(services, problems: problems, people: people)
            var limits = SubmissionOptions()
            // Nobody is to be refused: fewer people stand for many.
            (limits.minute, limits.day) = (1_000_000, 1_000_000)
            let desk = SubmissionDesk(services, options: limits, problems: problems, contests: contests)
            made = (desk, contests.module)
            return [desk.module(), contests.module]
        }
        guard let (desk, contests) = made else { throw CancellationError() }
        let projections = Projections(
            log: store.log, admission: Admission(), quotas: Quotas(log: store.log), fanout: LogFanout(),
            besides: platform.projections + [times], logger: logger)
        let submissions = Coordinator.Submissions(log: store.log)
        let jobs = OutstandingJobs(queue: store.queue, submissions: submissions, packages: problems, logger: logger)
        let intake = Intake(
            submissions: submissions, jobs: jobs, blobs: store.blobs, packages: problems, languages: languages,
            projections: projections)
        desk.connect(
            to: JudgingDesk(intake: intake, submissions: submissions, packages: problems, blobs: store.blobs))
        let rehearsal = ContestRehearsal(
            options: options, log: store.log, platform: platform, desk: desk, contests: contests, problems: problems,
            clock: clock, times: times)
        let outcome = try await rehearsal.beside([
            { try await projections.run() }, { try await platform.run() },
            { try await MadeUpFleet(log: store.log, time: options.judging, judged: times.judged).run() },
        ]) {
            while !projections.isCaughtUp { try await Task.sleep(for: .milliseconds(1)) }
            return try await rehearsal.hold(projections)
        }
        try await store.close()
        return outcome
    }

    /// Does `body` while the loops go on.
    private func beside<Value: Sendable>(
        _ loops: [@Sendable () async throws -> Void], _ body: @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for loop in loops { group.addTask { try await loop() } }
            defer { group.cancelAll() }
            return try await body()
        }
    }

    // MARK: The contest

    private func hold(_ projections: Projections) async throws -> Outcome {
        let contest = try await begin(projections)
        let news = try platform.topics.follow("contests/{id}/board", ["id": "\(contest)"], as: Actor(.anybody))
        return try await beside([{ for await board in news { times.shown(upTo: board.position) } }]) {
            let (start, before) = (ContinuousClock.now, Self.cpuTime)
            try await handIn(to: contest, from: start)
            let end = ContinuousClock.now + options.patience
            while ContinuousClock.now < end {
                let (accepted, counted) = times.counts
                if counted >= accepted { break }
                try await Task.sleep(for: .milliseconds(20))
            }
            let time = ContinuousClock.now - start
            // The board is shown a little later.
            try await Task.sleep(for: .seconds(1))
            let (accepted, shown, failures) = times.outcome
            return Outcome(
                accepted: accepted, shown: shown, counted: times.counts.counted, failures: failures,
                cpuTime: Self.cpuTime - before, time: time)
        }
    }

    private static var cpuTime: Duration { .microseconds(Int64(Glibc.clock())) }

    private func begin(_ projections: Projections) async throws -> EntityID {
        let details: [String: Any] = [
            "title": "Rehearsal", "start": "\(clock.now + .seconds(3600))", "lengthSeconds": 18_000,
            "counting": ["format": "icpc"], "problems": problems.ids.map { ["id": "\($0)"] },
        ]
        let answer = try await ask("", [:], details, by: Self.organizer)
        let made = try JSONSerialization.jsonObject(with: Data(answer.body ?? [])) as? [String: Any]
        guard let contest = (made?["id"] as? String).flatMap({ EntityID($0) }) else { throw CancellationError() }
        for number in 0..<options.participants {
            _ = try await ask("/{id}/join", ["id": "\(contest)"], [:], by: person(number))
        }
        clock.advance(by: .seconds(3601))
        try await projections.catchesUp()
        return contest
    }

    private func person(_ number: Int) -> Actor { Actor(.person(EntityID(number: UInt128(1_000_000 + number)))) }

    /// Asks a route as the server does.
    private func ask(
        _ path: String, _ parameters: [String: String], _ body: [String: Any], by actor: Actor
    ) async throws -> RouteAnswer {
        let path = "api/v1/contests" + path
        guard let route = contests.routes.first(where: { $0.method == .post && $0.path == path }) else {
            throw DomainError(.notFound, "contests have no route \(path)")
        }
        return try await route.answer(
            RouteRequest(
                actor: actor, parameters: parameters, body: Array(try JSONSerialization.data(withJSONObject: body)),
                seen: try await log.end(), decoder: JSONDecoding()))
    }

    private struct JSONDecoding: RouteDecoder {
        func decode<Value: Decodable>(_ type: Value.Type, from body: [UInt8]) throws -> Value {
            try JSONDecoder().decode(type, from: Data(body))
        }
    }

    private func handIn(to contest: EntityID, from start: ContinuousClock.Instant) async throws {
        let pause = Duration.seconds(60) / options.perMinute
        let count = Int(options.length / pause)
        try await withThrowingDiscardingTaskGroup { group in
            for number in 0..<count {
                let due = start + pause * number
                if due > .now { try await Task.sleep(until: due, tolerance: .milliseconds(1), clock: .continuous) }
                group.addTask { await handIn(number, to: contest, due) }
            }
        }
    }

    private func handIn(_ number: Int, to contest: EntityID, _ due: ContinuousClock.Instant) async {
        // No two programs are the same.
        let source = "#include <cstdio>\nint main() { puts(\"\(number)\"); }\n" + String(repeating: "// \n", count: 100)
        // Everybody tries another problem each time, so that the board changes.
        let (round, place) = number.quotientAndRemainder(dividingBy: options.participants)
        var handed = HandedIn(problem: problems.ids[(round + place) % problems.ids.count], contest: contest)
        handed.language = "cpp"
        handed.files = [HandedIn.File(name: "main.cpp", bytes: Array(source.utf8))]
        do {
            _ = try await desk.submit(handed, as: .random(), by: person(place * 7919 % options.participants))
            times.accepted(after: .now - due)
        } catch {
            times.failed("\(error)")
        }
    }
}
