package import Coordinator
internal import Events
internal import FoundationEssentials
internal import Grading
package import Kernel
package import Library
internal import Problems
internal import Storage

/// The solutions that come with problems' packages, judged by the fleet on the package's own test cases, for those who look after the
/// problems: what Polygon calls invocations. What comes of them is the fleet's, and so is there as long as that.
package final class Invocations: Sendable {
    let services: PlatformServices
    let library: Library
    let fleet = AfterStart<JudgingDesk>()

    /// Invocations on a platform.
    /// - Parameters:
    ///   - services: what modules stand on.
    ///   - library: the problems.
    package init(_ services: PlatformServices, library: Library) {
        (self.services, self.library) = (services, library)
    }

    /// The fleet is there: from now on solutions are judged.
    package func connect(to fleet: JudgingDesk) { self.fleet.set(fleet) }

    // MARK: Who may do what

    /// Reading at all; of which problem is another question.
    static let read: Action = "invocations.read"
    /// Seeing those of a problem.
    static let see: Action = "invocations.see"

    static let permits: [Permit] = [
        Permit(read, .people, .role(.admin)),
        Permit(see, .owners, .role(setter), .role(.admin)),
        Permit(BeginInvocation.action, .owners, .role(setter), .role(.admin)),
        Permit(StopInvocation.action, .owners, .role(setter), .role(.admin)),
        Permit(RefuseSolution.action, .platform),
    ]

    /// Looks after the problem in whose scope the role is, or all.
    private static let setter: RoleName = "setter"

    /// The module, as the platform takes it.
    package func module() -> Module {
        var module = Module(Invocation.streams)
        module.commands = [BeginInvocation.action, StopInvocation.action, RefuseSolution.action]
        module.questions = [Self.see]
        module.permits = Self.permits
        // Each is thousands of runs.
        module.limits = [RateLimit(BeginInvocation.action, by: .asker, 30, within: .seconds(3600))]
        module.routes = routes
        module.views = [InvocationTable.declaration]
        module.topics = [topic]
        module.reactions = [judging]
        return module
    }

    // MARK: Reading

    /// An invocation that somebody may see, and whose the problem is.
    /// - Throws: `DomainError`: `notFound` if it is not there, or not for them.
    func seen(_ id: EntityID, by actor: Actor) async throws -> (begun: InvocationBegun, state: Invocation, of: Subject)
    {
        let state = try await invocation(id)
        guard let begun = state.begun, let problem = EntityID(begun.problem) else { throw DomainError.noInvocation }
        let subject = try await library.subject(of: problem)
        guard services.allows(actor, Self.see, to: subject) else { throw DomainError.noInvocation }
        return (begun, state, subject)
    }

    /// What is known of an invocation, whoever asks.
    func invocation(_ id: EntityID) async throws -> Invocation {
        let stream = try await DomainError.mapping { () async throws(StorageError) in
            try id.stream(Invocation.streams)
        }
        return try await services.commands.state(of: stream)
    }

    /// All of an invocation, as far as it is judged.
    func matrix(of id: EntityID, _ begun: InvocationBegun, _ state: Invocation) async throws -> InvocationMatrix {
        let fleet = try self.fleet.get()
        guard let package = ContentHash(bytes: begun.package), let judgedBy = ContentHash(bytes: begun.judgedBy) else {
            throw DomainError(.damaged, "the invocation names no package")
        }
        let problem = try await library.problem(of: package)
        let known = Dictionary(problem.submissions.map { ($0.path, $0) }) { first, _ in first }
        var rows: [InvocationMatrix.Row] = []
        for (place, path) in begun.solutions.enumerated() {
            var findings = SolutionFindings()
            if let reason = state.refused[UInt32(place)] {
                findings = SolutionFindings(refused: reason)
            } else if let found = try await fleet.state(of: Invocation.fleetID(id, place)) {
                findings = SolutionFindings(found, try await fleet.judgement(of: found, seesAll: true))
            } else if state.isStopped {
                findings.phase = .stopped
            }
            let solution = known[path]
            rows.append(
                .init(
                    path: path, language: solution?.language, expected: solution?.expected ?? .init(),
                    findings: findings))
        }
        let tests = judgedBy == package ? problem.testCases : try await library.problem(of: judgedBy).testCases
        return InvocationMatrix(rows: rows, tests: tests, isWhole: judgedBy == package)
    }

    // MARK: Following

    /// How far an invocation is, for those who may see it.
    var topic: Topic {
        var topic = Topic("invocations/{id}", Self.see) { parameters in
            guard let id = EntityID(parameters["id"] ?? "") else { return .oneOf([]) }
            let judgings = (0..<Invocation.mostSolutions).map { "submission-\(Invocation.fleetID(id, $0))" }
            return .oneOf(["\(Invocation.streams)-\(id)"] + judgings)
        } show: { request, _ in
            try Topic.Content(try await self.news(of: request.parameters["id"] ?? ""))
        }
        // Of what is not there nobody is told more than of what is not theirs.
        topic.subject = { parameters in
            guard let id = EntityID(parameters["id"] ?? ""),
                let problem = try await self.invocation(id).begun.flatMap({ EntityID($0.problem) })
            else { return Subject() }
            return try await self.library.subject(of: problem)
        }
        topic.pause = .seconds(1)
        return topic
    }

    private func news(of text: String) async throws -> InvocationBody.News {
        guard let id = EntityID(text) else { return .init(id: text, state: "ended", done: 0, total: 0) }
        let state = try await invocation(id)
        guard let begun = state.begun else { return .init(id: text, state: "ended", done: 0, total: 0) }
        let matrix = try await matrix(of: id, begun, state)
        return .init(
            id: text, state: Self.state(of: matrix, state), done: matrix.progress.done, total: matrix.progress.total)
    }

    /// `running`, `ended`, or `stopped`.
    static func state(of matrix: InvocationMatrix, _ invocation: Invocation) -> String {
        invocation.isStopped ? "stopped" : matrix.hasEnded ? "ended" : "running"
    }
}
