internal import Coordinator
internal import FoundationEssentials
internal import Kernel

/// What clients send. The names of fields are the API's.
private enum SubmissionBody {
    struct File: Decodable {
        var name: String
        var content: String?
        var base64: String?
    }

    struct Program: Decodable {
        var problem: String
        var contest: String?
        var language: String?
        var entryPoint: String?
        var files: [File]

        /// What it says.
        /// - Parameter contest: the contest that the path names; nil: it names none.
        func handedIn(in contest: String?) throws(DomainError) -> HandedIn {
            guard let problem = EntityID(problem) else {
                throw DomainError(.notFound, "there is no problem of that id")
            }
            var handed = HandedIn(problem: problem)
            if let text = contest ?? self.contest {
                guard let id = EntityID(text) else { throw DomainError(.notFound, "there is no contest of that id") }
                handed.contest = id
            }
            (handed.language, handed.entryPoint) = (language ?? "", entryPoint ?? "")
            for file in files { handed.files.append(HandedIn.File(name: file.name, bytes: try file.bytes)) }
            return handed
        }
    }
}

extension SubmissionBody.File {
    /// What is in it.
    var bytes: [UInt8] {
        get throws(DomainError) {
            switch (content, base64) {
            case (let text?, nil): return Array(text.utf8)
            case (nil, let text?):
                guard let data = Data(base64Encoded: text) else {
                    throw DomainError(.invalid, "\(name.prefix(100).debugDescription) is not in base64")
                }
                return Array(data)
            default:
                throw DomainError(
                    .invalid, "\(name.prefix(100).debugDescription) needs its content",
                    advice: "give content, which is text, or base64")
            }
        }
    }
}

extension SubmissionDesk {
    private static let path = "api/v1/submissions"

    /// What people hand in by.
    var submittingRoutes: [Route] {
        [
            Route(.post, Self.path, ReceiveSubmission.action, "Hand in a program.") {
                try await self.take($0, in: nil)
            },
            Route(
                .post, "api/v1/contests/{id}/submissions", ReceiveSubmission.action, "Hand in a program in a contest."
            ) { try await self.take($0, in: $0.parameter("id")) },
        ]
    }

    private func take(_ request: RouteRequest, in contest: String?) async throws -> RouteAnswer {
        let body: SubmissionBody.Program = try request.decoded()
        let id = request.newID(of: "submission")
        let done = try await submit(try body.handedIn(in: contest), as: id, by: request.actor, request.command)
        let place = "\(Self.path)/\(id)"
        return try RouteAnswer(
            ["id": "\(id)", "result": "/\(place)/result", "live": "/api/v1/live/submissions/\(id)"],
            .created(at: place), position: done.position)
    }

    /// What is read of one submission.
    var readingRoutes: [Route] {
        let read = SubmissionPermits.read
        return [
            Route(.get, Self.path + "/{id}", read, "A submission, as far as one may see it.") {
                try RouteAnswer(try await self.summary(of: try $0.id(of: "submission"), for: $0.actor))
            },
            Route(.get, Self.path + "/{id}/result", read, "What came of a submission, as far as one may see it.") {
                try RouteAnswer(try await self.result(of: try $0.id(of: "submission"), for: $0.actor))
            },
            Route(.get, Self.path + "/{id}/files", read, "The files of a submission of one's own.") {
                try RouteAnswer(try await self.files(of: try $0.id(of: "submission"), for: $0.actor))
            },
        ]
    }

    /// Lists.
    var listRoutes: [Route] {
        let read = SubmissionPermits.read
        return [
            Route(.get, Self.path + "/user/{id}", read, "The submissions of a person, the newest first.") {
                var query = try SubmissionQuery($0)
                query.author = try $0.id(of: "person")
                return try RouteAnswer(try await self.list(query, for: $0.actor))
            },
            Route(.get, Self.path + "/problem/{id}", read, "The submissions for a problem, the newest first.") {
                var query = try SubmissionQuery($0)
                query.problem = try $0.id(of: "problem")
                return try RouteAnswer(try await self.list(query, for: $0.actor))
            },
            Route(
                .get, Self.path + "/failed", SubmissionPermits.readFailed,
                "The submissions that could not be judged, the newest first."
            ) {
                try RouteAnswer(
                    try await self.failed(
                        atMost: try $0.limit(), after: $0.query["cursor"], seen: $0.seen))
            },
        ]
    }

    /// What changes a submission.
    var changingRoutes: [Route] {
        [
            Route(.delete, Self.path + "/{id}", DeleteSubmission.action, "Delete a submission.") { request in
                let id = try request.id(of: "submission")
                let facts = try await self.seen(id, by: request.actor).facts
                let done = try await self.services.commands.perform(
                    DeleteSubmission(id: id, isFinal: try await self.isFinal(facts)), by: request.actor,
                    request.command)
                return RouteAnswer(position: done.position)
            },
            Route(.post, Self.path + "/{id}/rejudge", RejudgeSubmission.action, "Judge a submission again.") {
                request in
                let id = try request.id(of: "submission")
                let facts = try await self.seen(id, by: request.actor).facts
                let done = try await self.services.commands.perform(
                    RejudgeSubmission(
                        id: id, patience: self.options.patience, isFinal: try await self.isFinal(facts)),
                    by: request.actor, request.command)
                return RouteAnswer(.accepted, position: done.position)
            },
        ]
    }
}
