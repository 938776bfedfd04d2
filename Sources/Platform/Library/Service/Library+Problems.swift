internal import Coordinator
internal import Kernel
internal import Storage

/// Problems: made, changed, shown to everybody and removed.
extension Library {
    private static let path = "api/v1/problems"

    var problemRoutes: [Route] {
        [
            taking(
                Route(
                    .post, Self.path, MakeProblem.action,
                    "Makes a problem of a package: an archive, as it is, or one that was uploaded."
                ) {
                    try await self.make($0)
                }),
            Route(.get, Self.path + "/{id}", Self.read, "A problem: its statement, samples and limits.") {
                try await self.show($0)
            },
            Route(
                .put, Self.path + "/{id}", DescribeProblem.action,
                "Says all that is said of a problem beside its package."
            ) {
                request in
                try await self.change(request) {
                    let body: LibraryBody.Details = try request.decoded()
                    return DescribeProblem(problem: $0, details: try body.details)
                }
            },
            Route(.delete, Self.path + "/{id}", DeleteProblem.action, "Removes a problem for good.") {
                try await self.delete($0)
            },
            taking(
                Route(
                    .post, Self.path + "/{id}/versions", AddVersion.action,
                    "Has a problem judged by another package: an archive, as it is, or one that was uploaded."
                ) { try await self.addVersion($0) }),
            Route(
                .get, Self.path + "/{id}/versions", Self.read, "The versions of a problem: who changed what, and when."
            ) {
                try await self.versions($0)
            },
            Route(.post, Self.path + "/{id}/publish", PublishProblem.action, "Shows a problem to everybody.") {
                try await self.publish($0)
            },
            Route(
                .post, Self.path + "/{id}/withdraw", WithdrawProblem.action,
                "Shows a problem to nobody but those who look after it."
            ) {
                request in try await self.change(request) { WithdrawProblem(problem: $0) }
            },
        ]
    }

    /// The route, taking an archive.
    private func taking(_ route: Route) -> Route {
        var route = route
        (route.takes, route.bodyLimit) = (.file, options.largestArchive)
        return route
    }

    /// Does something to the problem that a request names.
    func change<C: ProblemCommand>(
        _ request: RouteRequest, _ command: (EntityID) throws -> C
    ) async throws -> RouteAnswer {
        // What they do not see is not there, whatever they send.
        let id = try request.id(of: "problem")
        _ = try await problem(id, seenBy: request.actor)
        return RouteAnswer(position: try await perform(try command(id), request).position)
    }

    private func make(_ request: RouteRequest) async throws -> RouteAnswer {
        try services.require(request.actor, MakeProblem.action, to: Subject())
        let id = request.newID(of: "problem")
        let facts = try await package(of: request)
        let done = try await services.commands.perform(
            MakeProblem(problem: id, facts: facts), by: request.actor, request.command)
        return try await made(id, done, at: "\(Self.path)/\(id)")
    }

    private func addVersion(_ request: RouteRequest) async throws -> RouteAnswer {
        let id = try request.id(of: "problem")
        let problem = try await problem(id, seenBy: request.actor)
        // Before the archive is unpacked.
        try services.require(request.actor, AddVersion.action, to: problem.subject(id))
        let facts = try await package(of: request)
        let change = request.query["change"] ?? "a new package"
        let done = try await perform(AddVersion(problem: id, facts: facts, change: change), request)
        return try await made(id, done, at: "\(Self.path)/\(id)/versions")
    }

    /// What somebody is told who has brought a package.
    func made(_ id: EntityID, _ done: Performed<LibraryProblem>, at path: String) async throws -> RouteAnswer {
        guard let version = done.state.latest else { throw LibraryProblem.unknown }
        let (state, reason) = try await measuring(version.package)
        return try RouteAnswer(
            LibraryBody.Made(id: "\(id)", version: version.number, measuring: state, reason: reason),
            .created(at: path), position: done.position)
    }

    /// Whether the time limit of a package is there: `ended`, `wanted`, or `stopped` with the reason.
    func measuring(_ package: ContentHash) async throws -> (state: String, reason: String?) {
        switch try await desk.get().find(package)?.measuring {
        case .ended: ("ended", nil)
        case .wanted: ("wanted", nil)
        case .stopped(let reason): ("stopped", reason)
        case nil: ("stopped", "the package is not there any more")
        }
    }

    private func publish(_ request: RouteRequest) async throws -> RouteAnswer {
        let id = try request.id(of: "problem")
        let problem = try await problem(id, seenBy: request.actor)
        try services.require(request.actor, PublishProblem.action, to: problem.subject(id))
        if let package = problem.latest?.package, case ("stopped", let reason) = try await measuring(package) {
            throw DomainError(
                .wrongState, "the problem takes no programs: \(reason ?? "measuring its time limit was stopped")",
                advice: "add a version with a time limit")
        }
        return try await change(request) { PublishProblem(problem: $0) }
    }

    private func delete(_ request: RouteRequest) async throws -> RouteAnswer {
        let id = try request.id(of: "problem")
        do {
            return try await change(request) { DeleteProblem(problem: $0) }
        } catch let error as DomainError where error.code == .notFound && request.command.key != nil {
            // It may have been the same request that removed it.
            let problem = try await anyState(of: id)
            guard problem.stage == .deleted,
                services.allows(request.actor, DeleteProblem.action, to: problem.subject(id))
            else { throw error }
            let again = try await services.commands.perform(
                DeleteProblem(problem: id), by: request.actor, request.command)
            return RouteAnswer(position: again.position)
        }
    }

    private func versions(_ request: RouteRequest) async throws -> RouteAnswer {
        let id = try request.id(of: "problem")
        let problem = try await problem(id, seenBy: request.actor)
        try services.require(request.actor, Self.inspect, to: problem.subject(id))
        let versions = problem.versions.reversed().map { version in
            LibraryBody.Version(
                number: version.number, package: "\(version.package)", change: version.change, by: version.by,
                at: "\(version.at)")
        }
        return try RouteAnswer(LibraryBody.Versions(versions: versions))
    }
}
