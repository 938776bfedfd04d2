internal import Coordinator
internal import Kernel
internal import Problems
internal import Storage

/// How problems are solved, for everybody as soon as it is released.
extension Library {
    private static let path = "api/v1/problems/{id}/editorial"

    var editorialRoutes: [Route] {
        [
            Route(.get, Self.path, Self.read, "How a problem is solved, if that was released.") {
                try await self.editorial($0)
            },
            Route(
                .put, Self.path, WriteEditorial.action,
                "Writes how a problem is solved, in Markdown; nothing: as the package says."
            ) {
                request in
                try await self.change(request) {
                    let body: LibraryBody.Editorial = try request.decoded()
                    return WriteEditorial(problem: $0, language: body.language, text: body.text)
                }
            },
            Route(
                .post, Self.path + "/release", ReleaseEditorial.action, "Lets everybody read how a problem is solved."
            ) {
                request in try await self.change(request) { ReleaseEditorial(problem: $0, isReleased: true) }
            },
            Route(.post, Self.path + "/hold", ReleaseEditorial.action, "Holds back how a problem is solved.") {
                request in
                try await self.change(request) { ReleaseEditorial(problem: $0, isReleased: false) }
            },
        ]
    }

    /// Whether somebody can read how a problem is solved.
    func hasEditorial(_ problem: LibraryProblem, _ package: OpenPackage, _ isInspecting: Bool) -> Bool {
        let exists = !problem.editorials.isEmpty || package.sources.solutions.contains { $0.form != .pdf }
        return exists && (problem.isEditorialReleased || isInspecting)
    }

    private func editorial(_ request: RouteRequest) async throws -> RouteAnswer {
        let id = try request.id(of: "problem")
        let problem = try await problem(id, seenBy: request.actor)
        let isInspecting = mayInspect(problem, id, request.actor)
        guard let version = problem.latest, problem.isEditorialReleased || isInspecting else { throw Self.noEditorial }
        let package = try await open(version.package)
        let sources = package.sources.solutions.filter { $0.form != .pdf }
        let languages = Set(problem.editorials.keys).union(StatementSources.languages(sources)).sorted()
        let wanted = StatementLanguage.best(
            of: languages, asked: request.query["language"], accepted: request.languages)
        guard let language = wanted else { throw Self.noEditorial }
        if let text = problem.editorials[language] {
            let source = StatementSource(
                language: language, form: .markdown, parts: [.init(path: "editorial")], folder: "solution")
            let shown = ShownStatement(
                source, [Array(text.utf8)], paths: package.paths, constants: package.problem.constants,
                base: "/api/v1/problems/\(id)")
            return try RouteAnswer(shown.body(isInspecting))
        }
        guard let source = sources.first(where: { $0.language == language }) else { throw Self.noEditorial }
        let key = TextKey(problem: id, package: version.package, language: language, isSolution: true)
        return try RouteAnswer(try await text(source, of: package, key).body(isInspecting))
    }

    private static var noEditorial: DomainError { DomainError(.notFound, "the problem has no editorial") }
}
