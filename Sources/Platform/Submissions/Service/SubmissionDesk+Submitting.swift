internal import Coordinator
internal import Events
internal import Foundation
package import Kernel
internal import PackageFiles
internal import RateLimits
internal import Storage
internal import SwiftProtobuf
internal import Units

/// A program that somebody hands in.
package struct HandedIn: Sendable {
    /// One file of it.
    package struct File: Hashable, Sendable {
        /// Its name.
        package var name: String
        /// What is in it.
        package var bytes: [UInt8]

        /// A file from its parts.
        package init(name: String, bytes: [UInt8]) { (self.name, self.bytes) = (name, bytes) }
    }

    /// The problem.
    package var problem: EntityID
    /// The contest; nil: for practice.
    package var contest: EntityID?
    /// The language's id; empty: the names of the files tell it.
    package var language = ""
    /// Where the program starts; may be empty.
    package var entryPoint = ""
    /// The files.
    package var files: [File] = []

    /// A program of no files yet.
    package init(problem: EntityID, contest: EntityID? = nil) { (self.problem, self.contest) = (problem, contest) }

    /// Asks that it is one that can be taken.
    /// - Throws: `DomainError` (`invalid`).
    func check(_ options: SubmissionOptions) throws(DomainError) {
        guard (1...options.files).contains(files.count) else {
            throw DomainError(.invalid, "there are \(files.count) files", advice: "send 1 to \(options.files)")
        }
        let bytes = files.reduce(0) { $0 + $1.bytes.count }
        guard bytes <= options.largest.bytes else {
            throw DomainError(
                .invalid, "the files have \(bytes) bytes", advice: "send at most \(options.largest.bytes)")
        }
        guard language.utf8.count <= 64, entryPoint.utf8.count <= 256 else {
            throw DomainError(.invalid, "a language has at most 64 bytes, and an entry point 256")
        }
        var names: Set<String> = []
        for file in files {
            guard file.name.utf8.count <= 256, let path = TreePath(file.name) else {
                throw DomainError(
                    .invalid, "\(file.name.prefix(100).debugDescription) is not a valid name of a file",
                    advice: "use a relative path such as lib/main.cpp")
            }
            guard names.insert(path.text).inserted else {
                throw DomainError(.invalid, "two files have the name \(path.text)", advice: "rename one")
            }
        }
    }
}

extension SubmissionDesk {
    /// Takes a program. When this returns, it will be judged; its time is when this began.
    /// - Parameters:
    ///   - handed: the program.
    ///   - id: what it is called from now on.
    ///   - actor: who hands it in.
    ///   - request: what the request says of itself: the same with the same key does nothing twice.
    /// - Throws: `DomainError`: `invalid`; `notFound` for a problem that they do not see; `exhausted` with the time to wait;
    ///   what the contest refuses with.
    package func submit(
        _ handed: HandedIn, as id: EntityID, by actor: Actor, _ request: CommandRequest = CommandRequest()
    ) async throws -> Performed<Submission> {
        let now = services.clock.now
        guard let person = actor.person else { throw PermissionTable.refusal(of: actor, ReceiveSubmission.action) }
        try handed.check(options)
        var received = SubmissionReceived()
        received.author = "\(person)"
        received.problem = "\(handed.problem)"
        (received.language, received.entryPoint) = (handed.language, handed.entryPoint)
        received.atNs = now.nanoseconds
        let known = request.key == nil ? false : try await submission(id).received != nil
        if !known {
            try admit(person)
            try await place(handed, by: actor, at: now, in: &received)
            let spending = SpendTry(person: person, submission: id, limit: try await day(person) ?? options.day)
            received.files = try await keep(handed.files, spending: spending, by: actor)
        }
        return try await services.commands.perform(
            ReceiveSubmission(id: id, received: received, overdue: now + options.patience), by: actor, request)
    }

    /// Keeps the files, and counts the submission among those of the day: both wait for the disk, at the same time. Who has none
    /// left keeps nothing.
    private func keep(
        _ files: [HandedIn.File], spending: SpendTry, by actor: Actor
    ) async throws -> [SubmittedFile] {
        let tries = try await services.commands.state(of: spending.stream, as: DailyTries.self)
        guard spending.refusal(in: tries, at: services.clock.now) == nil else {
            try await services.commands.perform(spending, by: actor)
            // One has become free just now.
            return try await keep(files)
        }
        async let kept = keep(files)
        try await services.commands.perform(spending, by: actor)
        return try await kept
    }

    private func keep(_ files: [HandedIn.File]) async throws -> [SubmittedFile] {
        var all: [SubmittedFile] = []
        for file in files {
            let kept = try await fleet.keep(file.bytes)
            all.append(.with { ($0.name, $0.sha256, $0.size) = (file.name, kept.hash, kept.size) })
        }
        return all
    }

    private func admit(_ person: EntityID) throws(DomainError) {
        if case .refused(let wait) = bursts.take(Self.burst, RateSubject("person", "\(person)")) {
            throw DomainError(
                .exhausted, "at most \(options.minute) programs are taken from one person within a minute",
                advice: "wait a little", retryAfter: wait)
        }
    }

    /// Finds the problem's version, and whom it counts for.
    private func place(
        _ handed: HandedIn, by actor: Actor, at now: Timestamp, in received: inout SubmissionReceived
    ) async throws {
        let problem: SubmittableProblem
        if let contest = handed.contest {
            let entry = try await contests.entry(of: actor, for: handed.problem, in: contest, at: now)
            problem = entry.problem
            guard entry.languages.isEmpty || entry.languages.contains(handed.language) else {
                throw DomainError(
                    .invalid, "this contest does not take programs in that language",
                    advice: "name one of \(entry.languages.joined(separator: ", "))")
            }
            (received.contest, received.participant) = ("\(contest)", "\(entry.participant)")
        } else {
            problem = try await problems.problem(handed.problem, for: actor)
        }
        (received.version, received.package) = (problem.version, Data(problem.package.bytes))
    }
}
