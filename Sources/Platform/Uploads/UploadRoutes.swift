internal import Coordinator
internal import Kernel
internal import Storage
internal import Units

/// What clients get. The names of fields are the API's.
private enum UploadBody {
    struct Standing: Encodable {
        var sha256: String
        /// Where the next part begins.
        var offset: Int64
        var complete: Bool
        /// How long the whole file is, where that is known.
        var size: Int64?
    }

    struct Sent: Encodable {
        var sha256: String
        var size: Int64
        var begun: String
        var offset: Int64
        var complete: Bool
    }

    struct List: Encodable {
        /// The largest file, the largest part of one, and what all files of a week may have.
        var largest, part, week: Int64
        /// What those of the last week have.
        var used: Int64
        /// The newest first.
        var uploads: [Sent]
    }
}

extension Uploads {
    private static let path = "api/v1/uploads"

    var routes: [Route] {
        var put = Route(
            .put, Self.path + "/{sha256}", BeginUpload.action,
            "Sends a part of a file: offset is where it begins, size how long the whole file is."
        ) { try await self.put($0) }
        (put.takes, put.bodyLimit) = (.file, Self.largestPart)
        return [
            Route(.get, Self.path, Self.read, "What one has sent within a week, and how much one may.") {
                try await self.list($0)
            },
            Route(.get, Self.path + "/{sha256}", Self.read, "How much of a file is there.") {
                try await self.standing($0)
            },
            put,
        ]
    }

    private func put(_ request: RouteRequest) async throws -> RouteAnswer {
        let hash = try Self.hash(request)
        guard let size = try Self.number("size", request) else {
            throw DomainError(.invalid, "size must say how many bytes the whole file has")
        }
        let offset = try Self.number("offset", request) ?? 0
        let begin = BeginUpload(
            sender: Self.sender(request.actor), hash: hash, size: size, limits: limits,
            scopes: Set(request.actor.grants.map(\.scope)))
        try await services.commands.perform(begin, by: request.actor)
        let (desk, principal) = (try files.get(), Self.principal(request.actor))
        // Sent again, because its answer was lost.
        if case .begun(let known)? = try await desk.standing(of: hash, for: principal), !request.body.isEmpty,
            offset + Int64(request.body.count) <= known, known < size
        {
            return try RouteAnswer(Self.body(hash, .begun(known), size: size))
        }
        let part = AsyncStream<[UInt8]> { parts in
            parts.yield(request.body)
            parts.finish()
        }
        do {
            let standing = try await desk.take(hash, size: ByteCount(size), from: offset, of: principal, part)
            return try RouteAnswer(Self.body(hash, standing, size: size))
        } catch let gap as FileDesk.Gap {
            throw DomainError(
                .conflict, "the part begins at \(offset), and the file ends at \(gap.offset) so far",
                advice: "go on from there")
        }
    }

    private func standing(_ request: RouteRequest) async throws -> RouteAnswer {
        let hash = try Self.hash(request)
        guard let standing = try await files.get().standing(of: hash, for: Self.principal(request.actor)) else {
            throw DomainError(.notFound, "you have sent no part of a file of that hash")
        }
        return try RouteAnswer(Self.body(hash, standing, size: nil))
    }

    private func list(_ request: RouteRequest) async throws -> RouteAnswer {
        let (desk, principal) = (try files.get(), Self.principal(request.actor))
        let stream = try await DomainError.mapping { () async throws(StorageError) in
            try Self.sender(request.actor).stream(SentFiles.prefix)
        }
        let sent: SentFiles = try await services.commands.state(of: stream)
        let recent = sent.recent(at: services.clock.now)
        var list = UploadBody.List(
            largest: limits.largest.bytes, part: Int64(Self.largestPart), week: limits.week.bytes,
            used: recent.reduce(0) { $0 + $1.size }, uploads: [])
        for file in recent.reversed().prefix(100) {
            let standing = try await desk.standing(of: file.hash, for: principal)
            let body = standing.map { Self.body(file.hash, $0, size: file.size) }
            list.uploads.append(
                .init(
                    sha256: "\(file.hash)", size: file.size, begun: "\(file.begun)", offset: body?.offset ?? 0,
                    complete: body?.complete ?? false))
        }
        return try RouteAnswer(list)
    }

    private static func body(_ hash: ContentHash, _ standing: FileDesk.Standing, size: Int64?) -> UploadBody.Standing {
        switch standing {
        case .complete(let size): .init(sha256: "\(hash)", offset: size.bytes, complete: true, size: size.bytes)
        case .begun(let offset): .init(sha256: "\(hash)", offset: offset, complete: false, size: size)
        }
    }

    private static func hash(_ request: RouteRequest) throws(DomainError) -> ContentHash {
        guard let hash = ContentHash(request.parameter("sha256")) else {
            throw DomainError(.invalid, "a file is called by its SHA-256: 64 hexadecimal digits in lower case")
        }
        return hash
    }

    private static func number(_ name: String, _ request: RouteRequest) throws(DomainError) -> Int64? {
        guard let text = request.query[name] else { return nil }
        guard (1...18).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = Int64(text)
        else { throw DomainError(.invalid, "\(name) must be a number of bytes") }
        return number
    }
}
