internal import Coordinator
internal import Kernel
internal import Storage

/// The pictures and PDFs of statements.
extension Library {
    private static let largestFile = 16 << 20

    var fileRoutes: [Route] {
        [
            Route(
                .get, "api/v1/problems/{id}/files/{name}", Self.read, "A picture or PDF of a problem's statement."
            ) { try await self.file($0) }
        ]
    }

    private func file(_ request: RouteRequest) async throws -> RouteAnswer {
        let id = try request.id(of: "problem")
        let (problem, version, _) = try await readable(id, by: request.actor)
        let package = try await open(version.package)
        let name = request.parameter("name")
        guard let path = path(of: name, request.query["language"], in: package, problem, id, request.actor),
            let hash = package.hash(of: path)
        else { throw DomainError(.notFound, "the problem has no such file") }
        let bytes = try await desk.get().bytes(of: hash, atMost: Self.largestFile + 1)
        guard bytes.count <= Self.largestFile else {
            throw DomainError(.exhausted, "the file has more than \(Self.largestFile) bytes, which is not shown")
        }
        return RouteAnswer(bytes, as: FileKind.file(name, bytes))
    }

    /// Where a file lies, if it is one of a text that the actor may read.
    private func path(
        of name: String, _ language: String?, in package: OpenPackage, _ problem: LibraryProblem, _ id: EntityID,
        _ actor: Actor
    ) -> String? {
        let isOpen = problem.isEditorialReleased || mayInspect(problem, id, actor)
        let paths = package.paths.filter { isOpen || !StatementSources.isOfSolution($0) }
        let sources = package.sources.statements + (isOpen ? package.sources.solutions : [])
        let folder = sources.first { $0.language == language }?.folder ?? ""
        return StatementSources.file(name, in: folder, of: paths)
    }
}

/// What kind of file something is, by its name and its first bytes: what only says that it is a picture is none.
enum FileKind {
    private static let beginnings: [String: [[UInt8]]] = [
        "image/png": [[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]], "image/jpeg": [[0xFF, 0xD8, 0xFF]],
        "image/gif": [Array("GIF87a".utf8), Array("GIF89a".utf8)],
    ]

    static func file(_ name: String, _ bytes: [UInt8]) -> RouteAnswer.File {
        let media = StatementSources.media(name) ?? "application/octet-stream"
        switch media {
        case "image/svg+xml": return .init(mediaType: media, name: name)
        case "application/pdf":
            let isOne = bytes.starts(with: Array("%PDF-".utf8))
            return .init(mediaType: isOne ? media : "application/octet-stream", name: name)
        default:
            guard beginnings[media]?.contains(where: { bytes.starts(with: $0) }) == true else {
                return .init(mediaType: "application/octet-stream", name: name)
            }
            return .init(mediaType: media, name: name, isShown: true)
        }
    }
}
